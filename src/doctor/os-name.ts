import type { Platform } from '../platform/types.ts';

const kernels: Readonly<Record<string, string>> = { linux: 'Linux', darwin: 'Darwin', freebsd: 'FreeBSD' };

/**
 * "Windows Server 2019 Standard 10.0.17763", "Linux 6.1". Off Windows the system's own version text is about how
 * its kernel was built.
 */
export function osNameOf(platform: Platform): string {
  const { platform: system, osName, osRelease } = platform.machine();
  if (system === 'win32') return `${osName} ${osRelease}`;
  return `${kernels[system] ?? system} ${/^\d+(?:\.\d+)?/.exec(osRelease)?.[0] ?? osRelease}`;
}
