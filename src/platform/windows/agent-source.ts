import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { toProblem } from '../problem.ts';
import type { WindowsProxySources } from '../types.ts';
import { type AgentProxy, agentProxy } from './agent-config.ts';
import { folderOf, programOf } from './command-line.ts';
import type { WindowsReader } from './types.ts';

const serviceName = 'AADConnectProvisioningAgent';
const usualFolder = 'C:\\Program Files\\Microsoft Azure AD Connect Provisioning Agent';

type Agent = NonNullable<WindowsProxySources['agent']>;

/** Which file is the agent's own is not known then: its service names the folder. */
const notAllowed = { code: 'EACCES', text: 'Windows does not let this account look at the service' };

/** Rejects as Node's `readFile` does. */
type ReadBytes = (file: string) => Promise<Buffer>;

export function agentSource(windows: WindowsReader): Promise<Pick<WindowsProxySources, 'agent'>> {
  return agentSourceBy(windows, readFile);
}

/**
 * The proxy in the agent's own file. The folder is that of the registered service, wherever it was installed. Empty
 * when no agent is installed; `installed` without an address when its file names no proxy. A file that is there and
 * could not be read says nothing: `unread`.
 */
export async function agentSourceBy(
  windows: WindowsReader,
  read: ReadBytes,
): Promise<Pick<WindowsProxySources, 'agent'>> {
  const service = await windows.service(serviceName);
  if (service.state === 'denied') return { agent: { installed: true, unread: notAllowed } };
  const program = service.state === 'seen' ? programOf(service.value.path) : undefined;
  const folder = program === undefined ? usualFolder : folderOf(program);
  try {
    const bytes = await read(path.win32.join(folder, `${serviceName}.exe.config`));
    return { agent: { installed: true, ...saidBy(agentProxy(decoded(bytes))) } };
  } catch (error) {
    const problem = toProblem(error);
    if (problem.code !== 'ENOENT' && problem.code !== 'ENOTDIR')
      return { agent: { installed: true, unread: problem } };
    return service.state === 'seen' ? { agent: { installed: true } } : {};
  }
}

function saidBy(proxy: AgentProxy): Omit<Agent, 'installed'> {
  switch (proxy.kind) {
    case 'proxy':
      return { address: proxy.address, ...(proxy.bypassLocal ? { bypass: '<local>' } : {}) };
    case 'unreadable':
      return { unread: { code: 'NO_XML', text: proxy.reason } };
    case 'script':
      return { unread: { code: 'PAC', text: 'it names a PAC script, which is not evaluated' } };
    case 'none':
    case 'direct':
      return {};
  }
}

/** UTF-8, or UTF-16 with its mark. */
function decoded(bytes: Buffer): string {
  const wide = bytes.length >= 2 && bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(wide ? 'utf16le' : 'utf8');
}
