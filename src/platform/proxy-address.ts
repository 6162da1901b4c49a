import { defined } from '../base/defined.ts';
import type { ProxySources } from './types.ts';
import { withoutBrackets } from './url-host.ts';

/** Addresses of proxies as their sources write them. */

export interface ProxyAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly user?: string;
  /** Only for the moment of sending; never a part of facts. */
  readonly password?: string;
}

export function parseProxy(address: string): ProxyAddress | undefined {
  const plain = forHttps(address.trim());
  const url = plain.includes('://') ? plain : `http://${plain}`;
  const parsed = URL.parse(url);
  if (parsed === null) return undefined;
  const { protocol, hostname, port, username, password } = parsed;
  if ((protocol !== 'http:' && protocol !== 'https:') || hostname === '') return undefined;
  const tls = protocol === 'https:';
  return {
    host: withoutBrackets(hostname),
    port: port === '' ? (tls ? 443 : 80) : Number(port),
    tls,
    ...(username === '' ? {} : { user: decoded(username) }),
    ...(password === '' ? {} : { password: decoded(password) }),
  };
}

/** The proxy of the environment: HTTPS_PROXY, else ALL_PROXY, in either case; lower case first, as curl does. */
export function environmentProxy(env: ProxySources['env']): { address: string; bypass?: string } | undefined {
  const address = variable(env, 'https_proxy') ?? variable(env, 'all_proxy');
  if (address === undefined) return undefined;
  const bypass = variable(env, 'no_proxy');
  return { address, ...defined({ bypass }) };
}

/** WinINET and WinHTTP may name a proxy for each scheme: `http=a:80;https=b:443`. */
function forHttps(address: string): string {
  if (!/^[a-z]+=/i.test(address)) return address;
  const parts = new Map(
    address.split(/[; ]+/).map((part): [string, string] => {
      const at = part.indexOf('=');
      return [part.slice(0, at).toLowerCase(), part.slice(at + 1)];
    }),
  );
  return parts.get('https') ?? '';
}

function variable(env: ProxySources['env'], name: string): string | undefined {
  for (const key of [name, name.toUpperCase()]) if (env[key]) return env[key];
  return undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Does this process have its proxy from the machine's environment? Passwords of that are not kept, so not compared. */
export function isOfMachine({ env, machineEnv = {} }: ProxySources): boolean {
  const [own, machine] = [environmentProxy(env), environmentProxy(machineEnv)].map((one) =>
    one === undefined ? undefined : parseProxy(one.address),
  );
  return own !== undefined && own.host === machine?.host && own.port === machine.port;
}
