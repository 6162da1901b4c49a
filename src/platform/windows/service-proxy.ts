import type { Problem, ServicesSettings } from '../types.ts';
import { whyUnread } from './answer.ts';
import { connectionSettings } from './connection-settings.ts';
import { internetNames, internetSettingsOf } from './proxies.ts';
import { valueIn } from './registry-value.ts';
import { serviceSid } from './sid.ts';
import type { ProxyChoice, Service, WindowsAnswer, WindowsProxySettings, WindowsReader } from './types.ts';

export const agentService = 'AADConnectProvisioningAgent';

const internetSettings = 'Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
/** Which the agent's setup makes. */
const usualAccount = `NT SERVICE\\${agentService}`;
const networkService = { name: 'NT AUTHORITY\\NETWORK SERVICE', sid: 'S-1-5-20' };

/** Accounts that Windows itself brings; others have a SID of their own. */
const builtIn: readonly { readonly names: RegExp; readonly sid: string }[] = [
  { names: /^(?:NT AUTHORITY\\)?(?:NETWORK ?SERVICE)$/i, sid: networkService.sid },
  { names: /^(?:NT AUTHORITY\\)?(?:LOCAL ?SERVICE)$/i, sid: 'S-1-5-19' },
  { names: /^(?:LocalSystem|NT AUTHORITY\\SYSTEM|\.\\LocalSystem)$/i, sid: 'S-1-5-18' },
];

/**
 * The Internet settings that .NET takes in the agent's service: those of the account that it runs as, before
 * installation NETWORK SERVICE, or by policy (`ProxySettingsPerUser` 0) the machine's. An account that has none looks
 * for a proxy by automatic detection.
 */
export async function serviceSettings(
  windows: WindowsReader,
  { perMachine, perMachineUnread, machine }: WindowsProxySettings,
): Promise<ServicesSettings> {
  const service = await windows.service(agentService);
  const found = service.state === 'seen' ? service.value : undefined;
  const unread = whyUnread(service);
  const account = found?.account ?? (unread === undefined ? networkService.name : usualAccount);
  if (perMachineUnread !== undefined) return { account, from: 'account', unread: perMachineUnread };
  if (perMachine) {
    const own = await settingsBelow(windows, 'HKLM');
    const usable =
      own.state === 'absent' && machine.state === 'seen' && hasSome(machine.value) ? machine : own;
    return { account, from: 'machine', ...said(usable, undefined) };
  }
  // Whose settings count is not known then: those of another account say nothing.
  if (unread !== undefined) return { account, from: 'account', unread };
  const sid = await sidOf(windows, account);
  if (sid === 'denied') return { account, from: 'account', unread: notAllowed };
  if (sid === undefined)
    return {
      account,
      from: 'account',
      unread: { code: 'NO_ACCOUNT', text: 'Windows does not know its SID' },
    };
  return {
    account,
    from: 'account',
    ...said(await settingsBelow(windows, `HKU\\${sid}`), notLoaded(found, sid)),
  };
}

const notAllowed: Problem = { code: 'EACCES', text: 'Windows does not let this account look' };

function hasSome({ proxy, autoConfigUrl }: ProxyChoice): boolean {
  return proxy !== undefined || autoConfigUrl !== undefined;
}

/** The settings of an account are there while it is logged on: of a service that stands still nothing is known. */
function notLoaded(service: Service | undefined, sid: string): Problem | undefined {
  if (service === undefined || service.state === 'running' || builtIn.some((one) => one.sid === sid))
    return undefined;
  return { code: 'NOT_LOADED', text: 'its settings can be read while the service runs' };
}

async function sidOf(windows: WindowsReader, account: string): Promise<string | 'denied' | undefined> {
  const known = builtIn.find(({ names }) => names.test(account));
  if (known !== undefined) return known.sid;
  const asked = await windows.account(account);
  if (asked.state === 'denied') return 'denied';
  if (asked.state === 'seen') return asked.value.sid;
  const virtual = /^NT SERVICE\\(.+)$/i.exec(account)?.[1];
  return virtual === undefined ? undefined : serviceSid(virtual);
}

function said(
  seen: WindowsAnswer<ProxyChoice>,
  missing: Problem | undefined,
): Pick<ServicesSettings, 'choice' | 'unread'> {
  switch (seen.state) {
    case 'seen':
      return { choice: seen.value };
    case 'absent':
      return missing === undefined ? { choice: { autoDetect: true } } : { unread: missing };
    case 'denied':
      return { unread: notAllowed };
    case 'failed':
      return { unread: seen.problem };
  }
}

/** By the binary value that programs write; where it is missing, by the texts that policies write. */
async function settingsBelow(windows: WindowsReader, root: string): Promise<WindowsAnswer<ProxyChoice>> {
  const path = `${root}\\${internetSettings}`;
  const connections = await windows.registry(`${path}\\Connections`, ['DefaultConnectionSettings']);
  if (connections.state === 'denied' || connections.state === 'failed') return connections;
  const blob = valueIn(connections, 'DefaultConnectionSettings');
  if (blob !== undefined) {
    const choice = blob.type === 'binary' ? connectionSettings(blob.data) : undefined;
    if (choice !== undefined) return { state: 'seen', value: choice };
    const text = `${path}\\Connections\\DefaultConnectionSettings is not what Windows writes there`;
    return { state: 'failed', problem: { code: 'WRONG_TYPE', text } };
  }
  const texts = internetSettingsOf(await windows.registry(path, internetNames));
  return texts.state !== 'seen' || hasSome(texts.value) ? texts : { state: 'absent' };
}
