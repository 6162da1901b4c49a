import { isIP } from 'node:net';
import { defined } from '../base/defined.ts';
import { bypassesProxy } from './proxy-bypass.ts';
import type { Problem, ProxySources } from './types.ts';
import { withoutBrackets } from './url-host.ts';

/**
 * Which way out of the network a connection takes (decisions: Which way out). Pure: sources in, way out.
 * Order: the agent's own file, `network.proxy`, the system-wide setting, this user's, this environment's.
 */

export type ProxySource = 'agent' | 'settings' | 'system' | 'user' | 'environment';

export type ProxyOrDirect =
  | { readonly kind: 'direct' }
  | {
      readonly kind: 'proxy';
      readonly host: string;
      readonly port: number;
      /** The proxy itself is spoken to by TLS. */
      readonly tls: boolean;
      readonly source: ProxySource;
      /** The account's name, where one is given. Its secret never is in here. */
      readonly account?: string;
      /** Hosts that go round the proxy, as its source writes them. */
      readonly bypass?: string;
    };

export type ProxyEndpoint = Extract<ProxyOrDirect, { kind: 'proxy' }>;

export interface ProxySelection {
  readonly way: ProxyOrDirect;
  /** All proxies found, the one taken first. */
  readonly found: readonly ProxyEndpoint[];
  /** Sources whose address cannot be used: not an http or https proxy. */
  readonly unusable: readonly { readonly source: ProxySource; readonly why: string }[];
  /** A PAC file or automatic detection that nobody evaluated. */
  readonly pac: boolean;
  /** True or false once an agent is installed: does its file name a proxy? */
  readonly agentFile?: boolean;
  /** Why that is not known. */
  readonly agentUnread?: Problem;
  /** Why the system-wide proxy is not known. */
  readonly systemUnread?: Problem;
}

export function selectProxy(sources: ProxySources): ProxySelection {
  const found: ProxyEndpoint[] = [];
  const unusable: { source: ProxySource; why: string }[] = [];
  for (const { source, address, user, bypass } of candidates(sources)) {
    const parsed = parseProxy(address);
    if (parsed === undefined) {
      unusable.push({ source, why: 'not the address of an http or https proxy' });
      continue;
    }
    const account = user ?? parsed.user;
    found.push({
      kind: 'proxy',
      host: parsed.host,
      port: parsed.port,
      tls: parsed.tls,
      source,
      ...defined({ account, bypass }),
    });
  }
  return {
    way: found[0] ?? { kind: 'direct' },
    found,
    unusable,
    pac: sources.user?.pac !== undefined || sources.user?.autoDetect === true,
    ...agentSays(sources.agent),
    ...defined({ systemUnread: sources.systemUnread }),
  };
}

function agentSays(agent: ProxySources['agent']): Pick<ProxySelection, 'agentFile' | 'agentUnread'> {
  if (agent?.installed !== true) return {};
  return agent.unread === undefined
    ? { agentFile: agent.address !== undefined }
    : { agentUnread: agent.unread };
}

/** The way to one host: round the proxy where its source says so. */
export function proxyForHost(way: ProxyOrDirect, host: string, port: number): ProxyOrDirect {
  if (way.kind === 'direct' || way.source === 'settings') return way;
  if (isLoopback(host) || bypassesProxy(way.bypass ?? '', host, port)) return { kind: 'direct' };
  return way;
}

/** "direct", or the proxy's address: how a row says which way it went. */
export function proxyLabel(way: ProxyOrDirect): string {
  return way.kind === 'direct'
    ? 'direct'
    : `${withoutBrackets(way.host).includes(':') ? `[${withoutBrackets(way.host)}]` : way.host}:${way.port}`;
}

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
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, port, username, password } = new URL(url);
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

export function isLoopback(host: string): boolean {
  const name = withoutBrackets(host).toLowerCase().replace(/\.$/, '');
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  return isIP(name) === 4 ? name.startsWith('127.') : name === '::1';
}

function candidates(sources: ProxySources): readonly {
  source: ProxySource;
  address: string;
  user?: string | undefined;
  bypass?: string | undefined;
}[] {
  const { agent, settings, system, user } = sources;
  const environment = environmentProxy(sources.env);
  const given = (
    source: ProxySource,
    from: { address?: string; bypass?: string; user?: string } | undefined,
  ) =>
    from?.address === undefined
      ? []
      : [{ source, address: from.address, user: from.user, bypass: from.bypass }];
  return [
    ...given('agent', agent),
    ...given('settings', settings),
    ...given('system', system),
    ...given('user', user),
    ...given('environment', environment),
  ];
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
