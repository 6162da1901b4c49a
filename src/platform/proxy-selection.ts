import { isIP } from 'node:net';
import { defined } from '../base/defined.ts';
import { type DefaultProxy, type Exceptions, wayText } from '../formats/dotnet-config/default-proxy.ts';
import { exceptionsIn, goesRound, leftOpen, proxyIn } from '../formats/dotnet-config/exceptions.ts';
import { type ConfiguredWay, configuredBy, decidedByFile } from './configured-way.ts';
import { environmentProxy, isOfMachine, parseProxy } from './proxy-address.ts';
import { bypassesProxy } from './proxy-bypass.ts';
import type { NeighbourSource, Problem, ProxySources } from './types.ts';
import { withoutBrackets } from './url-host.ts';

/**
 * Which way out of the network a connection takes (decisions: Which way out). Pure: sources in, way out.
 * Order: the agent's own file, machine.config, `network.proxy`, Windows' settings of the services' account, this
 * user's, this environment's. The last two are no way of the services'.
 */

export type ProxySource =
  | 'agent'
  | 'machine-config'
  | 'settings'
  /** Internet settings of the services' account; of the machine by policy. */
  | 'service'
  | 'machine'
  /** WinHTTP, in reports of older versions. */
  | 'system'
  | 'user'
  /** A variable that every process of this machine starts with; .NET never reads it. */
  | 'machine-environment'
  | 'environment';

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
      /** .NET answers its questions for a sign-in as the account of the service (Negotiate, NTLM). */
      readonly ownAccount?: boolean;
      /** The same as .NET understands them; then `bypass` is for the eye alone. */
      readonly exceptions?: Exceptions & { readonly suffix?: string };
    };

/** A way of this user or of an environment, which .NET in a service does not go. */
export function lackedByServices(source: ProxySource): boolean {
  return source === 'user' || source === 'environment' || source === 'machine-environment';
}

export type ProxyEndpoint = Extract<ProxyOrDirect, { kind: 'proxy' }>;

/** What decides for .NET before all settings: a file, or what stands wrong in Windows' own settings. */
export type Configured = {
  readonly from: 'agent' | 'machine-config' | 'service';
  /** The file, or whose settings. */
  readonly file: string;
  readonly kind: DefaultProxy['kind'];
  readonly text: string;
};

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
  readonly configured?: Configured;
  /** Whose Internet settings the services have; `detects`: they look for a proxy by automatic detection. */
  readonly services?: {
    readonly account: string;
    readonly from: 'account' | 'machine';
    readonly detects: boolean;
  };
  /** Why the services' settings are not known. */
  readonly systemUnread?: Problem;
  /** What automatic detection found, where somebody goes by it. */
  readonly detection?: 'found' | 'nothing';
  /** The proxy for downloads of revocation lists. */
  readonly winHttp?: ProxyEndpoint;
  /** What the files of the updater and of the wizard say. */
  readonly neighbours?: readonly NeighbourWay[];
  /** A proxy in the environment of the machine, which this process does not have. */
  readonly machineEnvironment?: ProxyEndpoint;
  readonly machineEnvironmentUnread?: Problem;
}

export type NeighbourWay = Pick<Configured, 'file' | 'kind' | 'text'> & {
  readonly program: 'updater' | 'wizard';
  readonly unread?: Problem;
};

export function selectProxy(sources: ProxySources): ProxySelection {
  const found: ProxyEndpoint[] = [];
  const unusable: { source: ProxySource; why: string }[] = [];
  const file = configuredBy(sources);
  const services = servicesProxy(sources, file);
  for (const candidate of candidates(sources, file, services)) {
    const endpoint = endpointOf(candidate);
    if (endpoint === undefined)
      unusable.push({ source: candidate.source, why: 'not the address of an http or https proxy' });
    else found.push(endpoint);
  }
  const { winHttp, neighbours } = sources;
  const ofMachine = environmentProxy(sources.machineEnv ?? {});
  const configured = file ?? services.fault;
  const { unread, choice, account, from } = sources.services ?? {};
  return {
    way: (file?.way.kind === 'direct' ? undefined : found[0]) ?? { kind: 'direct' },
    found,
    unusable,
    pac: needsScript(sources, file),
    ...agentSays(sources.agent, file),
    ...defined({
      configured: configured && {
        from: configured.from,
        file: configured.file,
        kind: configured.way.kind,
        text: wayText(configured.way),
      },
      services:
        account === undefined || from === undefined
          ? undefined
          : { account, from, detects: choice?.autoDetect === true },
      detection: detectionOf(sources),
      systemUnread: decidedByFile(file) ? undefined : unread,
      winHttp: winHttp && endpointOf({ source: 'system', ...winHttp }),
      neighbours: neighbours?.map(neighbourWay),
      machineEnvironmentUnread: sources.machineEnvUnread,
      machineEnvironment:
        ofMachine === undefined || isOfMachine(sources)
          ? undefined
          : endpointOf({ source: 'machine-environment', ...ofMachine }),
    }),
  };
}

function detectionOf({ detected }: ProxySources): ProxySelection['detection'] {
  return detected === undefined ? undefined : detected ? 'found' : 'nothing';
}

function neighbourWay({ program, file, says, unread }: NeighbourSource): NeighbourWay {
  const way: DefaultProxy = says ?? {
    kind: 'open',
    what: `a file that cannot be read (${unread?.text ?? ''})`,
  };
  return { program, file, kind: way.kind, text: wayText(way), ...defined({ unread }) };
}

function needsScript(sources: ProxySources, file: ConfiguredWay | undefined): boolean {
  const { services, user, detected } = sources;
  const found = detected !== false;
  if (file?.way.kind === 'detect') return found;
  if (file !== undefined && file.way.kind !== 'system') return false;
  const choice = services?.choice;
  if (choice !== undefined)
    return choice.autoConfigUrl !== undefined || (choice.autoDetect === true && found);
  return user?.pac !== undefined || (user?.autoDetect === true && found);
}

/** Does somebody go by automatic detection, so that it must be looked whether there is any? */
export function wantsDetection(sources: ProxySources): boolean {
  return needsScript({ ...sources, detected: true }, configuredBy(sources));
}

/** Such a file names no proxy. */
const leavesItOpen: readonly DefaultProxy['kind'][] = ['system', 'system-fixed', 'detect'];

function agentSays(
  agent: ProxySources['agent'],
  file: ConfiguredWay | undefined,
): Pick<ProxySelection, 'agentFile' | 'agentUnread'> {
  if (file?.way.kind === 'script')
    return { agentUnread: { code: 'PAC', text: 'it names a PAC script, which is not evaluated' } };
  if (agent?.installed !== true) return {};
  return agent.unread === undefined
    ? { agentFile: file?.from === 'agent' && !leavesItOpen.includes(file.way.kind) }
    : { agentUnread: agent.unread };
}

/** The way to one host: round the proxy where its source says so. */
export function proxyForHost(way: ProxyOrDirect, host: string, port: number): ProxyOrDirect {
  if (way.kind === 'direct' || way.source === 'settings') return way;
  if (isLoopback(host)) return { kind: 'direct' };
  const { exceptions, bypass = '' } = way;
  const round =
    exceptions === undefined
      ? bypassesProxy(bypass, host, port)
      : goesRound(exceptions, addressed(host, port), exceptions) === true;
  return round ? { kind: 'direct' } : way;
}

/** Exceptions of .NET that cannot be followed here: whether this host goes round the proxy is not known then. */
export function unclearExceptions(way: ProxyOrDirect, host: string, port: number): readonly string[] {
  if (way.kind === 'direct' || way.exceptions === undefined || isLoopback(host)) return [];
  return leftOpen(way.exceptions, addressed(host, port), way.exceptions);
}

function addressed(host: string, port: number): { scheme: 'http' | 'https'; host: string; port: number } {
  return { scheme: port === 80 ? 'http' : 'https', host, port };
}

/** "direct", or the proxy's address: how a row says which way it went. */
export function proxyLabel(way: ProxyOrDirect): string {
  return way.kind === 'direct'
    ? 'direct'
    : `${withoutBrackets(way.host).includes(':') ? `[${withoutBrackets(way.host)}]` : way.host}:${way.port}`;
}

export function isLoopback(host: string): boolean {
  const name = withoutBrackets(host).toLowerCase().replace(/\.$/, '');
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  return isIP(name) === 4 ? name.startsWith('127.') : name === '::1';
}

interface Candidate {
  readonly source: ProxySource;
  readonly address: string;
  readonly user?: string | undefined;
  readonly bypass?: string | undefined;
  readonly exceptions?: ProxyEndpoint['exceptions'] | undefined;
  readonly ownAccount?: boolean | undefined;
}

function endpointOf({
  source,
  address,
  user,
  bypass,
  exceptions,
  ownAccount,
}: Candidate): ProxyEndpoint | undefined {
  const parsed = parseProxy(address);
  if (parsed === undefined) return undefined;
  const { host, port, tls } = parsed;
  return {
    kind: 'proxy',
    host,
    port,
    tls,
    source,
    ...defined({ account: user ?? parsed.user, bypass, exceptions, ownAccount }),
  };
}

function candidates(
  sources: ProxySources,
  file: ConfiguredWay | undefined,
  services: ServicesProxy,
): readonly Candidate[] {
  const { settings, user, suffix } = sources;
  const environment = environmentProxy(sources.env);
  const given = (
    source: ProxySource,
    from: (Omit<Candidate, 'source' | 'address'> & { address?: string }) | undefined,
  ) => (from?.address === undefined ? [] : [{ ...from, source, address: from.address }]);
  return [
    ...fromFile(file, services.exceptions, suffix),
    ...given('settings', settings),
    ...given(sources.services?.from === 'machine' ? 'machine' : 'service', services.proxy),
    ...given('user', user && { ...user, exceptions: withSuffix(exceptionsIn(user.bypass ?? ''), suffix) }),
    ...given(isOfMachine(sources) ? 'machine-environment' : 'environment', environment),
  ];
}

function fromFile(
  file: ConfiguredWay | undefined,
  ofSystem: Exceptions,
  suffix: string | undefined,
): readonly Candidate[] {
  if (file === undefined || file.way.kind !== 'proxy' || file.from === 'service') return [];
  const { address, local, expressions, ofSystem: inherits, ownAccount } = file.way;
  const base = inherits === true ? ofSystem : noExceptions;
  const exceptions = { local: local ?? base.local, expressions: expressions ?? base.expressions };
  return [
    {
      source: file.from,
      address: withoutUser(address),
      exceptions: withSuffix(exceptions, suffix),
      ownAccount,
    },
  ];
}

/** .NET never uses a name or password of the address. */
function withoutUser(address: string): string {
  return address.replace(/^(http:\/\/)[^/@]*@/i, '$1');
}

const noExceptions: Exceptions = { local: false, expressions: [] };

function withSuffix(
  exceptions: Exceptions,
  suffix: string | undefined,
): NonNullable<ProxyEndpoint['exceptions']> {
  return { ...exceptions, ...defined({ suffix }) };
}

interface ServicesProxy {
  readonly exceptions: Exceptions;
  readonly proxy?: {
    readonly address: string;
    readonly bypass?: string;
    readonly exceptions: ProxyEndpoint['exceptions'];
    readonly ownAccount?: boolean;
  };
  /** Their text is one that .NET cannot use: every request throws. */
  readonly fault?: ConfiguredWay;
}

function servicesProxy(sources: ProxySources, file: ConfiguredWay | undefined): ServicesProxy {
  const { services, suffix } = sources;
  const { proxy, bypass } = services?.choice ?? {};
  const exceptions = exceptionsIn(proxy === undefined ? '' : (bypass ?? ''));
  if (services === undefined || proxy === undefined || (file !== undefined && decidedByFile(file)))
    return { exceptions };
  // _WebProxyDataBuilder trims it first: blanks are no proxy.
  if (proxy.trim() === '') return { exceptions };
  const read = proxyIn(proxy);
  if (read.kind === 'none') return { exceptions };
  const whose = `the Internet settings of ${services.from === 'machine' ? 'the machine' : services.account}`;
  if (read.kind === 'throws') {
    const way: DefaultProxy = { kind: 'throws', place: 'ProxyServer', reason: read.reason };
    return { exceptions, fault: { from: 'service', file: whose, way } };
  }
  const replaced: Partial<Exceptions> = file?.way.kind === 'system-fixed' ? file.way : {};
  const counts = {
    local: replaced.local ?? exceptions.local,
    expressions: replaced.expressions ?? exceptions.expressions,
  };
  const host = read.host.includes(':') ? `[${read.host}]` : read.host;
  return {
    exceptions,
    proxy: {
      address: `http://${host}:${read.port}`,
      ...defined({ bypass }),
      exceptions: withSuffix(counts, suffix),
      ...(file !== undefined && 'ownAccount' in file.way && file.way.ownAccount === true
        ? { ownAccount: true }
        : {}),
    },
  };
}
