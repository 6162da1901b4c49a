import { describe, expect, it } from 'vitest';
import { defined } from '../../../src/base/defined.ts';
import { selectProxy } from '../../../src/platform/proxy-selection.ts';
import { agentSourceBy } from '../../../src/platform/windows/agent-source.ts';
import { recordedWindows, type WindowsRecord } from '../../../src/platform/windows/recorded.ts';
import type { WindowsReader } from '../../../src/platform/windows/types.ts';

const usual =
  'C:\\Program Files\\Microsoft Azure AD Connect Provisioning Agent\\AADConnectProvisioningAgent.exe.config';

const machine = 'D:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\Config\\machine.config';

/** An agent's service with this command line, and what reading each file gives: an error's code, or bytes. */
async function look(
  files: Readonly<Record<string, string | Buffer>>,
  commandLine?: string,
  others: NonNullable<WindowsRecord['services']> = {},
) {
  const services = {
    ...others,
    ...(commandLine === undefined ? {} : { AADConnectProvisioningAgent: { path: commandLine } }),
  };
  const asked: string[] = [];
  const read = async (name: string) => {
    asked.push(name);
    const file = files[name] ?? 'ENOENT';
    if (typeof file !== 'string') return file;
    throw Object.assign(new Error(`${file}: something`), { code: file });
  };
  return {
    ...(await agentSourceBy(
      recordedWindows({ services, folders: { windows: 'D:\\Windows', system: 'D:\\Windows\\system32' } }),
      read,
    )),
    asked,
  };
}

const section = '<defaultProxy><proxy proxyaddress="http://proxy:8080" bypassonlocal="true"/></defaultProxy>';
const config = (inside: string) =>
  Buffer.from(`<configuration><system.net>${inside}</system.net></configuration>`);
const proxied = config(section);
const besides = (name: string) => usual.replace(/[^\\]*$/, name);
const wizard = besides('AADConnectProvisioningAgentWizard.exe.config');
const service = `"${usual.replace('.config', '')}"`;
const says = { kind: 'proxy', address: 'http://proxy:8080', local: true };

describe("the agent's own file", () => {
  it('names a proxy', async () => {
    const seen = await look({ [usual]: proxied }, service);
    expect(seen).toEqual({ agent: { installed: true, file: usual, says }, asked: [machine, usual, wizard] });
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
    expect((await look({}, commandLine)).asked.slice(0, 2)).toEqual([machine, file]);
  });

  it('names none, or is not there', async () => {
    expect((await look({ [usual]: config('') }, service)).agent).toMatchObject({ says: { kind: 'unset' } });
    expect((await look({}, service)).agent).toEqual({ installed: true, file: usual });
    expect((await look({})).agent).toBeUndefined();
  });

  it.each([
    ['may not be read', 'EACCES'],
    ['is on a broken disk', 'EIO'],
  ])('%s: that is not known, and never "no proxy"', async (_name, code) => {
    const { agent } = await look({ [usual]: code }, service);
    expect(agent).toMatchObject({ installed: true, unread: { code } });
    const out = selectProxy({ ...defined({ agent }), env: {} });
    expect(out).toMatchObject({ way: { kind: 'direct' }, agentUnread: { code } });
    expect(out.agentFile).toBeUndefined();
  });

  it('names a PAC script: that is not evaluated', async () => {
    const pac = config('<defaultProxy><proxy scriptLocation="http://pac"/></defaultProxy>');
    const { agent } = await look({ [usual]: pac }, service);
    expect(selectProxy({ ...defined({ agent }), env: {} })).toMatchObject({ agentUnread: { code: 'PAC' } });
  });

  it('is no XML: every request of the agent throws', async () => {
    const { agent } = await look({ [usual]: Buffer.from('<configuration>') }, service);
    const out = selectProxy({ ...defined({ agent }), env: {} });
    expect(out.configured).toMatchObject({ from: 'agent', file: usual, kind: 'throws' });
  });

  it.each<[string, Readonly<Record<string, string | Buffer>>, object]>([
    ['is read there', { [besides('proxy.config')]: Buffer.from(section) }, { says }],
    ['is not there', {}, { says: { kind: 'throws' } }],
    ['may not be read', { [besides('proxy.config')]: 'EACCES' }, { unread: { code: 'EACCES' } }],
  ])('moves its section to another file, which %s', async (_, files, expected) => {
    const moved = config('<defaultProxy configSource="proxy.config"/>');
    expect((await look({ ...files, [usual]: moved }, service)).agent).toMatchObject(expected);
  });

  const broken = { state: 'failed', problem: { code: '1702', text: 'it broke' } } as const;

  it.each([
    ['may not', { state: 'denied' }, { code: 'EACCES' }],
    ['cannot', broken, { code: '1702' }],
  ] as const)('is not known where its service %s be asked', async (_, answer, unread) => {
    const windows: WindowsReader = { ...recordedWindows({}), service: async () => answer };
    const read = async () => Promise.reject(Object.assign(new Error('ENOENT'), { code: 'ENOENT' }));
    expect(await agentSourceBy(windows, read)).toMatchObject({ agent: { installed: true, unread } });
  });

  it("nor is the updater's where no service can be asked", async () => {
    const agent = recordedWindows({ services: { AADConnectProvisioningAgent: { path: service } } });
    const windows: WindowsReader = { ...agent, services: async () => broken };
    const read = async () => Promise.reject(Object.assign(new Error('ENOENT'), { code: 'ENOENT' }));
    // An agent without a file of its own: there is one.
    const { neighbours } = await agentSourceBy(windows, read);
    expect(neighbours).toContainEqual({
      program: 'updater',
      file: 'the service of the updater',
      unread: broken.problem,
    });
  });
});

describe('machine.config', () => {
  it('is read where .NET is, an agent or not', async () => {
    expect((await look({ [machine]: proxied })).machineConfig).toEqual({ file: machine, says });
    expect((await look({ [machine]: 'EACCES' })).machineConfig).toMatchObject({ unread: { code: 'EACCES' } });
    expect((await look({})).machineConfig).toBeUndefined();
    const itself = Buffer.from(
      '<configuration><configSections><section name="configProtectedData" type="T"/></configSections><configProtectedData/></configuration>',
    );
    expect((await look({ [machine]: itself })).machineConfig).toMatchObject({ says: { kind: 'unset' } });
  });

  it('says which sections there are', async () => {
    const declaring = Buffer.from(
      '<configuration><configSections><section name="contoso" type="T"/></configSections></configuration>',
    );
    const agent = Buffer.from('<configuration><contoso/></configuration>');
    expect((await look({ [usual]: agent }, service)).agent).toMatchObject({ says: { kind: 'throws' } });
    expect((await look({ [usual]: agent, [machine]: declaring }, service)).agent).toMatchObject({
      says: { kind: 'unset' },
    });
  });
});

describe('a machine.config that .NET refuses', () => {
  const broken = config('<defaultProxy><proxy address="http://proxy:8080"/></defaultProxy>');
  const unread = config('<defaultProxy><proxy autoDetect="maybe"/></defaultProxy>');
  const unusable = config('<defaultProxy><proxy proxyaddress="https://proxy:8080"/></defaultProxy>');
  const locked = Buffer.from(
    `<configuration><location allowOverride="false"><system.net>${section}</system.net></location></configuration>`,
  );
  const item = config(
    '<defaultProxy lockItem="true"><proxy proxyaddress="http://proxy:8080"/></defaultProxy>',
  );

  it.each<[string, Buffer, Buffer, 'agent' | 'machine-config', string]>([
    ['beside a good section', broken, proxied, 'machine-config', 'throws'],
    ['no XML, beside a good section', Buffer.from('<configuration>'), proxied, 'machine-config', 'throws'],
    ['whose address throws only when it is used', unusable, proxied, 'agent', 'proxy'],
    ['whose value nobody converts', unread, proxied, 'agent', 'proxy'],
    ['whose value is converted', unread, config(''), 'machine-config', 'throws'],
    ['whose address throws, and no other section is there', unusable, config(''), 'machine-config', 'throws'],
    ['which lets nobody have a section of his own', locked, proxied, 'agent', 'throws'],
    ['which locks its own section', item, proxied, 'agent', 'throws'],
    ['which lets nobody have one, and nobody has', locked, config(''), 'machine-config', 'proxy'],
  ])('%s', async (_name, ofMachine, ofAgent, from, kind) => {
    const { agent, machineConfig } = await look({ [machine]: ofMachine, [usual]: ofAgent }, service);
    const { configured } = selectProxy({ ...defined({ agent, machineConfig }), env: {} });
    expect(configured).toMatchObject({ from, kind });
  });
});

describe('the files of the updater and of the wizard', () => {
  const updater = {
    AzureADConnectAgentUpdater: {
      displayName: 'Microsoft Entra Connect Agent Updater',
      path: '"D:\\Updater\\AzureADConnectAgentUpdater.exe"',
    },
  };
  const ofUpdater = 'D:\\Updater\\AzureADConnectAgentUpdater.exe.config';

  it('are read beside their programs', async () => {
    const files = { [usual]: proxied, [wizard]: config(''), [ofUpdater]: proxied };
    const { neighbours } = await look(files, service, updater);
    expect(neighbours).toEqual([
      { program: 'updater', file: ofUpdater, says },
      { program: 'wizard', file: wizard, says: { kind: 'unset' } },
    ]);
  });

  it('may be none, or closed to this account', async () => {
    expect((await look({ [usual]: proxied }, service, updater)).neighbours).toBeUndefined();
    const { neighbours } = await look({ [usual]: proxied, [ofUpdater]: 'EACCES' }, service, updater);
    expect(neighbours).toMatchObject([{ program: 'updater', unread: { code: 'EACCES' } }]);
    expect((await look({ [wizard]: proxied })).neighbours).toBeUndefined();
  });
});
