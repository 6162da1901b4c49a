import { hostname, release, userInfo, version } from 'node:os';
import { rootCertificates } from 'node:tls';
import { defined } from '../base/defined.ts';
import { addresses } from './addresses.ts';
import { createAliases } from './aliases.ts';
import { files } from './files.ts';
import { get, tunnel } from './http.ts';
import { createLookup } from './lookup.ts';
import { memory } from './memory.ts';
import { connect } from './tcp.ts';
import { secure } from './tls.ts';
import { createTrustStore, type Roots, systemRoots } from './trust.ts';
import type { Machine, Network, Platform, ProgramCommand, WindowsProxySources } from './types.ts';
import { datagram } from './udp.ts';
import type { WindowsReader } from './windows/types.ts';
import { windowsMemory, windowsProxies, windowsRoots } from './windows-machine.ts';

/** What stands in for a part of this machine: Windows' own sources, or a test's. */
export interface PlatformOptions {
  /** The trusted authorities; the system's store when absent. On Windows: LocalMachine, as the services see it. */
  readonly roots?: () => Promise<Roots>;
  /** The authorities that count as public, in PEM; Node's own list when absent. */
  readonly publicRoots?: readonly string[];
  /** How Windows is asked: given on Windows only. Then its roots, memory and proxies come from there. */
  readonly windows?: () => Promise<WindowsReader>;
  /** Sources beyond those: the agent's file. */
  readonly windowsProxySources?: (signal: AbortSignal) => Promise<WindowsProxySources>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly now?: () => Date;
  /** How this program is started once more, in one of its hidden modes. */
  readonly program?: ProgramCommand;
}

/** This machine. Nothing is asked before a method is called. */
export function createPlatform(options: PlatformOptions): Platform {
  const env = options.env ?? { ...process.env };
  const { windows, program } = options;
  // Asked for late: Node's list brings OpenSSL up.
  const publicRoots = (): readonly string[] => options.publicRoots ?? rootCertificates;
  const ownRoots = windows === undefined ? systemRoots : () => windowsRoots(windows, publicRoots());
  let known: Machine | undefined;
  return {
    // The same as long as the program runs, and asked for with every picture of the screen.
    machine: () => {
      known ??= machine();
      return known;
    },
    now: options.now ?? (() => new Date()),
    env: () => ({ ...env }),
    memory: windows === undefined ? memory : (signal) => windowsMemory(windows, signal),
    addresses,
    files,
    network: createNetwork(options.roots ?? ownRoots, publicRoots),
    ...defined({ windows, program }),
    windowsProxySources: async (signal) => ({
      ...(windows === undefined ? {} : await windowsProxies(windows, signal)),
      ...(await options.windowsProxySources?.(signal)),
    }),
  };
}

export function createNetwork(roots: () => Promise<Roots>, publicRoots: () => readonly string[]): Network {
  const store = createTrustStore(roots, publicRoots);
  return {
    lookup: createLookup(),
    aliases: createAliases(),
    connect,
    tunnel,
    get,
    datagram,
    async secure(socket, peer, signal) {
      return secure(socket, peer, await store.get(peer, signal), signal);
    },
    async trust(extraCaFile, signal) {
      const { source, roots: count, extraProblem } = await store.get({ extraCaFile }, signal);
      return { source, roots: count, ...defined({ extraProblem }) };
    },
  };
}

function machine(): Machine {
  return {
    hostName: hostname(),
    platform: process.platform,
    osName: version(),
    osRelease: release(),
    user: userName(),
  };
}

/** `userInfo` throws for a user that the system has no record of. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env.USERNAME ?? process.env.USER ?? 'unknown';
  }
}
