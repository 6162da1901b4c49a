import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { WindowsProxySources } from '../types.ts';
import { agentProxy } from './agent-config.ts';
import type { WindowsReader } from './types.ts';

const serviceName = 'AADConnectProvisioningAgent';
const usualFolder = 'C:\\Program Files\\Microsoft Azure AD Connect Provisioning Agent';

/**
 * The proxy in the agent's own file. The folder is that of the registered service, wherever it was installed. Empty
 * when no agent is installed; `installed` without an address when its file names no proxy.
 */
export async function agentSource(windows: WindowsReader): Promise<Pick<WindowsProxySources, 'agent'>> {
  const service = await windows.service(serviceName);
  const folder = service.state === 'seen' ? folderOf(service.value.path) : usualFolder;
  const text = await readConfig(path.win32.join(folder, `${serviceName}.exe.config`));
  if (text === undefined) return service.state === 'seen' ? { agent: { installed: true } } : {};
  const proxy = agentProxy(text);
  if (proxy.kind !== 'proxy') return { agent: { installed: true } };
  const bypass = proxy.bypassLocal ? { bypass: '<local>' } : {};
  return { agent: { installed: true, address: proxy.address, ...bypass } };
}

/** A service's command line: its program is quoted, or ends with the first `.exe`. */
function folderOf(commandLine: string): string {
  const program = /^"([^"]+)"/.exec(commandLine)?.[1] ?? /^.*?\.exe/i.exec(commandLine)?.[0];
  return program === undefined ? usualFolder : path.win32.dirname(program);
}

/** UTF-8, or UTF-16 with its mark. */
async function readConfig(file: string): Promise<string | undefined> {
  try {
    const bytes = await readFile(file);
    const wide = bytes.length >= 2 && bytes[0] === 0xff && bytes[1] === 0xfe;
    return bytes.toString(wide ? 'utf16le' : 'utf8');
  } catch {
    // Not there, or not for this account's eyes.
    return undefined;
  }
}
