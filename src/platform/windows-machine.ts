import { defined } from '../base/defined.ts';
import { visibleMemory } from './memory.ts';
import { type Roots, systemRoots } from './trust.ts';
import type { Memory, WindowsProxySources } from './types.ts';
import { orAborted } from './wait.ts';
import { whyUnread } from './windows/answer.ts';
import { textIn, wrongTypeIn } from './windows/registry-value.ts';
import { serviceSettings } from './windows/service-proxy.ts';
import type { ProxyChoice, WindowsAnswer, WindowsProxySettings, WindowsReader } from './windows/types.ts';

/** What this machine is asked on Windows, where Windows itself knows better than Node. */

type Windows = () => Promise<WindowsReader>;

/**
 * LocalMachine\Root, as services see it: neither this user's store nor what only Node knows. Windows fetches an
 * authority of its public programme when it is first needed, so one that is public counts though it is not there
 * yet; whether Windows is kept from fetching shows when .NET asks the same host. What LocalMachine\CA holds closes a
 * chain that its server sends without the authorities between; what LocalMachine\Disallowed holds spoils any chain.
 */
export async function windowsRoots(windows: Windows, publicRoots: readonly string[]): Promise<Roots> {
  const reader = await windows();
  const [answer, programme, held, banned] = await Promise.all([
    reader.certificates('LocalMachine', 'Root'),
    reader.certificates('LocalMachine', 'AuthRoot'),
    reader.certificates('LocalMachine', 'CA'),
    reader.certificates('LocalMachine', 'Disallowed'),
  ]);
  if (answer.state !== 'seen') return systemRoots();
  const machine = answer.value.map((one) => one.pem);
  const alsoPublic = programme.state === 'seen' ? programme.value.map((one) => one.pem) : [];
  return {
    pems: [...new Set([...machine, ...alsoPublic, ...publicRoots])],
    alsoPublic,
    between: held.state === 'seen' ? held.value.map((one) => one.pem) : [],
    distrusted: banned.state === 'seen' ? banned.value.map((one) => one.pem) : [],
    // CurrentUser shows the machine's as well.
    async ofUser() {
      const users = await (await windows()).certificates('CurrentUser', 'Root');
      return users.state === 'seen'
        ? users.value.map((one) => one.pem).filter((pem) => !machine.includes(pem))
        : [];
    },
    source: 'LocalMachine\\Root, and the public authorities that Windows fetches when needed',
  };
}

export async function windowsMemory(windows: Windows, signal: AbortSignal): Promise<Memory> {
  const answer = await orAborted(
    signal,
    windows().then((reader) => reader.memory()),
  );
  if (answer.state !== 'seen')
    // The firmware's list is read by starting a program: where Windows cannot be asked, none is.
    return { ...visibleMemory(), ...defined({ unread: whyUnread(answer) }) };
  const { visible, installed, balloon } = answer.value;
  return {
    visible,
    visibleSource: 'GlobalMemoryStatusEx',
    modules:
      installed === undefined
        ? null
        : { count: null, bytes: installed, source: "the firmware's list of memory modules" },
    ...defined({ balloon }),
  };
}

export async function windowsProxies(windows: Windows, signal: AbortSignal): Promise<WindowsProxySources> {
  return orAborted(
    signal,
    windows().then(async (reader) => {
      const proxies = await reader.proxies();
      const [services, suffix] = await Promise.all([serviceSettings(reader, proxies), primarySuffix(reader)]);
      return {
        ...fromWindows(proxies),
        services,
        ...suffix,
        machineEnv: proxies.environment,
        ...defined({ machineEnvUnread: proxies.environmentUnread }),
      };
    }),
  );
}

/** What is not the services': WinHTTP's proxy and this user's. */
export function fromWindows({ winHttp, user }: WindowsProxySettings): WindowsProxySources {
  const own = choiceOf(user);
  return {
    ...defined({
      winHttp: named(choiceOf(winHttp)),
      winHttpUnread: whyUnread(winHttp),
      userUnread: whyUnread(user),
    }),
    user: {
      ...named(own),
      ...defined({ pac: own.autoConfigUrl, autoDetect: own.autoDetect }),
    },
  };
}

/** A policy's suffix counts before the computer's own. */
async function primarySuffix(
  windows: WindowsReader,
): Promise<Pick<WindowsProxySources, 'suffix' | 'suffixUnread'>> {
  const policy = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\System\\DNSClient';
  const own = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters';
  const asked = [
    await windows.registry(policy, ['PrimaryDnsSuffix']),
    await windows.registry(own, ['Domain']),
  ] as const;
  const wrong =
    wrongTypeIn(asked[0], { PrimaryDnsSuffix: 'text' }) ?? wrongTypeIn(asked[1], { Domain: 'text' });
  const suffix = textIn(asked[0], 'PrimaryDnsSuffix') ?? textIn(asked[1], 'Domain');
  return defined({ suffix, suffixUnread: whyUnread(asked[0]) ?? whyUnread(asked[1]) ?? wrong });
}

function choiceOf(seen: WindowsAnswer<ProxyChoice>): ProxyChoice {
  return seen.state === 'seen' ? seen.value : {};
}

function named({ proxy, bypass }: ProxyChoice): { address: string; bypass?: string } | undefined {
  if (proxy === undefined) return undefined;
  return { address: proxy, ...defined({ bypass }) };
}
