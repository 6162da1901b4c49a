import { describe, expect, it } from 'vitest';
import { defined } from '../../../src/base/defined.ts';
import { selectProxy } from '../../../src/platform/proxy-selection.ts';
import { agentSourceBy } from '../../../src/platform/windows/agent-source.ts';
import { recordedWindows } from '../../../src/platform/windows/recorded.ts';

const usual =
  'C:\\Program Files\\Microsoft Azure AD Connect Provisioning Agent\\AADConnectProvisioningAgent.exe.config';

/** An agent's service with this command line, and what reading its file gives: an error's code, or bytes. */
async function look(file: string | Buffer, commandLine?: string) {
  const services = commandLine === undefined ? {} : { AADConnectProvisioningAgent: { path: commandLine } };
  const asked: string[] = [];
  const said = await agentSourceBy(recordedWindows({ services }), async (name) => {
    asked.push(name);
    if (typeof file !== 'string') return file;
    throw Object.assign(new Error(`${file}: something`), { code: file });
  });
  return { ...said, asked };
}

const config = (inside: string) =>
  Buffer.from(`<configuration><system.net>${inside}</system.net></configuration>`);
const proxied = config(
  '<defaultProxy><proxy proxyaddress="http://proxy:8080" bypassonlocal="true"/></defaultProxy>',
);

describe("the agent's own file", () => {
  it('names a proxy', async () => {
    const agent = { installed: true, address: 'http://proxy:8080', bypass: '<local>' };
    expect(await look(proxied, `"${usual.replace('.config', '')}"`)).toEqual({ agent, asked: [usual] });
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(proxied.toString(), 'utf16le')]);
    expect((await look(wide, 'C:\\agent.exe')).agent).toEqual(agent);
  });

  it.each([
    [
      '"D:\\Agent Files\\AADConnectProvisioningAgent.exe" -x',
      'D:\\Agent Files\\AADConnectProvisioningAgent.exe.config',
    ],
    [' D:\\Agent Files\\a.exe /y', 'D:\\Agent Files\\AADConnectProvisioningAgent.exe.config'],
    ['not a program', usual],
    [undefined, usual],
  ])('lies beside the program of the service: %s', async (commandLine, file) => {
    expect((await look(proxied, commandLine)).asked).toEqual([file]);
  });

  it('names none, or is not there', async () => {
    expect((await look(config(''), 'C:\\agent.exe')).agent).toEqual({ installed: true });
    expect((await look('ENOENT', 'C:\\agent.exe')).agent).toEqual({ installed: true });
    expect((await look('ENOENT')).agent).toBeUndefined();
  });

  it.each([
    ['may not be read', 'EACCES', 'EACCES'],
    ['is on a broken disk', 'EIO', 'EIO'],
    ['is no XML', Buffer.from('<configuration>'), 'NO_XML'],
    [
      'names a PAC script',
      config('<defaultProxy><proxy scriptLocation="http://pac"/></defaultProxy>'),
      'PAC',
    ],
  ])('%s: that is not known, and never "no proxy"', async (_name, file, code) => {
    const { agent } = await look(file, 'C:\\agent.exe');
    expect(agent).toMatchObject({ installed: true, unread: { code } });
    const out = selectProxy({ ...defined({ agent }), env: {} });
    expect(out).toMatchObject({ way: { kind: 'direct' }, agentUnread: { code } });
    expect(out.agentFile).toBeUndefined();
  });
});
