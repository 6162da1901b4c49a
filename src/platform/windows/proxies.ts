import { defined } from '../../base/defined.ts';
import { fromErrorCode, seen, whyUnread } from './answer.ts';
import type { NativeCalls } from './native.ts';
import { withoutPassword } from './proxy-text.ts';
import { readRegistry } from './registry.ts';
import { dwordIn, textIn, wrongTypeIn } from './registry-value.ts';
import type { ProxyChoice, RegistryKey, WindowsAnswer, WindowsProxySettings } from './types.ts';

const defaults = 'int WinHttpGetDefaultProxyConfiguration(void *info)';
const ofUser = 'int WinHttpGetIEProxyConfigForCurrentUser(void *config)';
const globalFree = 'uintptr_t GlobalFree(uintptr_t memory)';
const namedProxy = 3;

const internetSettings = 'Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const policy = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const environment = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment';
const variables = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'NODE_EXTRA_CA_CERTS'];

/** Every place where Windows keeps a proxy. Nothing is resolved, downloaded or tried. */
export function readProxies(native: NativeCalls): WindowsProxySettings {
  const perMachine = typed(readRegistry(native, policy, ['ProxySettingsPerUser']), {
    ProxySettingsPerUser: 'number',
  });
  const variablesKey = readRegistry(native, environment, variables);
  const variablesRead = typed(variablesKey, Object.fromEntries(variables.map((name) => [name, 'text'])));
  return {
    winHttp: winHttp(native),
    // Where the policy does not tell whose settings count, the user's are as good as not told.
    user: perMachine.state === 'denied' || perMachine.state === 'failed' ? perMachine : user(native),
    machine: internetSettingsOf(readRegistry(native, `HKLM\\SOFTWARE\\${internetSettings}`, internetNames)),
    perMachine: dwordIn(perMachine, 'ProxySettingsPerUser') === 0,
    environment: machineEnvironment(variablesKey),
    ...defined({ perMachineUnread: whyUnread(perMachine), environmentUnread: whyUnread(variablesRead) }),
  };
}

/** WINHTTP_PROXY_INFO: access type, proxy, bypass; the strings are ours to free. */
function winHttp(native: NativeCalls): WindowsAnswer<ProxyChoice> {
  const info = Buffer.alloc(24);
  if (native.call('winhttp.dll', defaults, info) === 0)
    return fromErrorCode(native.lastError(), 'asking for the WinHTTP proxy');
  const [proxy, bypass] = [take(native, info, 8), take(native, info, 16)];
  return seen(info.readUInt32LE(0) === namedProxy ? choice({ proxy, bypass }) : {});
}

/** WINHTTP_CURRENT_USER_IE_PROXY_CONFIG: auto-detect, address of the PAC file, proxy, bypass. */
function user(native: NativeCalls): WindowsAnswer<ProxyChoice> {
  const config = Buffer.alloc(32);
  if (native.call('winhttp.dll', ofUser, config) === 0)
    return fromErrorCode(native.lastError(), "asking for this user's proxy");
  const [autoConfigUrl, proxy, bypass] = [8, 16, 24].map((at) => take(native, config, at));
  return seen({ ...choice({ proxy, bypass, autoConfigUrl }), autoDetect: config.readUInt32LE(0) !== 0 });
}

function take(native: NativeCalls, structure: Buffer, at: number): string {
  const address = structure.readBigUInt64LE(at);
  const text = native.text(address);
  if (address !== 0n) native.call('kernel32.dll', globalFree, address);
  return text;
}

/** Whose value a reader would pass over, is not known: neither on nor off. */
function typed(
  key: WindowsAnswer<RegistryKey>,
  types: Readonly<Record<string, 'number' | 'text'>>,
): WindowsAnswer<RegistryKey> {
  const problem = wrongTypeIn(key, types);
  return problem === undefined ? key : { state: 'failed', problem };
}

const internetTypes = {
  ProxyEnable: 'number',
  ProxyServer: 'text',
  ProxyOverride: 'text',
  AutoConfigURL: 'text',
} as const;
export const internetNames: readonly string[] = Object.keys(internetTypes);

/** What a key of Internet settings (its `internetNames`) says in the texts that policies write. */
export function internetSettingsOf(read: WindowsAnswer<RegistryKey>): WindowsAnswer<ProxyChoice> {
  const key = typed(read, internetTypes);
  if (key.state !== 'seen') return key;
  const enabled = dwordIn(key, 'ProxyEnable') ?? 0;
  if (enabled > 1)
    return {
      state: 'failed',
      problem: { code: 'ODD_VALUE', text: `the value ProxyEnable is ${enabled}, not 0 or 1` },
    };
  const on = enabled === 1;
  return seen(
    choice({
      proxy: on ? textIn(key, 'ProxyServer') : undefined,
      bypass: on ? textIn(key, 'ProxyOverride') : undefined,
      autoConfigUrl: textIn(key, 'AutoConfigURL'),
    }),
  );
}

function machineEnvironment(key: WindowsAnswer<RegistryKey>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of variables) {
    const text = textIn(key, name);
    if (text !== undefined) found[name] = withoutPassword(text);
  }
  return found;
}

type Choice = { readonly [K in 'proxy' | 'bypass' | 'autoConfigUrl']?: string | undefined };

/** Leaves out what is empty. */
function choice(given: Choice): ProxyChoice {
  const kept: Record<string, string> = {};
  for (const [name, text] of Object.entries(given))
    if (text !== undefined && text !== '') kept[name] = withoutPassword(text);
  return kept;
}
