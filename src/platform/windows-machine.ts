import { defined } from '../base/defined.ts';
import { memory as memoryBySystem } from './memory.ts';
import { type Roots, systemRoots } from './trust.ts';
import type { Memory, WindowsProxySources } from './types.ts';
import { orAborted } from './wait.ts';
import type { ProxyChoice, WindowsAnswer, WindowsProxySettings, WindowsReader } from './windows/types.ts';

/** What this machine is asked on Windows, where Windows itself knows better than Node. */

type Windows = () => Promise<WindowsReader>;

/**
 * LocalMachine\Root, as services see it: neither this user's store nor what only Node knows. Windows fetches an
 * authority of its public programme when it is first needed, so one that is public counts though it is not there
 * yet; whether Windows is kept from fetching shows when .NET asks the same host.
 */
export async function windowsRoots(windows: Windows, publicRoots: readonly string[]): Promise<Roots> {
  const answer = await (await windows()).certificates('LocalMachine', 'Root');
  if (answer.state !== 'seen') return systemRoots();
  const machine = answer.value.map((one) => one.pem);
  return {
    pems: [...new Set([...machine, ...publicRoots])],
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
  if (answer.state !== 'seen') return memoryBySystem(signal);
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
  return fromWindows(
    await orAborted(
      signal,
      windows().then((reader) => reader.proxies()),
    ),
  );
}

/** WinHTTP is the machine's; where a policy makes Internet settings the machine's, they are too. */
export function fromWindows(sources: WindowsProxySettings): WindowsProxySources {
  const { winHttp, machine, user, perMachine } = sources;
  const forAll = choiceOf(winHttp).proxy === undefined && perMachine ? machine : winHttp;
  const system = named(choiceOf(forAll));
  // Where a policy makes them the machine's, its script is everybody's.
  const { autoConfigUrl } = choiceOf(machine);
  const script = autoConfigUrl === undefined ? {} : { autoConfigUrl };
  const own: ProxyChoice = perMachine ? script : choiceOf(user);
  return {
    ...(system === undefined ? unread(forAll) : { system }),
    user: {
      ...named(own),
      ...defined({ pac: own.autoConfigUrl, autoDetect: own.autoDetect }),
    },
  };
}

function unread(seen: WindowsAnswer<ProxyChoice>): Pick<WindowsProxySources, 'systemUnread'> {
  if (seen.state === 'denied')
    return { systemUnread: { code: 'EACCES', text: 'Windows does not let this account look' } };
  return seen.state === 'failed' ? { systemUnread: seen.problem } : {};
}

function choiceOf(seen: WindowsAnswer<ProxyChoice>): ProxyChoice {
  return seen.state === 'seen' ? seen.value : {};
}

function named({ proxy, bypass }: ProxyChoice): { address: string; bypass?: string } | undefined {
  if (proxy === undefined) return undefined;
  return { address: proxy, ...defined({ bypass }) };
}
