import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The Debian release whose Wine is 10; on Debian 12 Wine is 8. */
const release = 'trixie';

export function wine10Folder(cache: string): string {
  return join(cache, 'wine-10');
}

const mark = (folder: string): string => join(folder, 'unpacked');

export function wine10Whole(cache: string): boolean {
  return existsSync(mark(wine10Folder(cache)));
}

/**
 * Unpacks Wine 10 beside Debian 12's own: no packages are installed, nothing is mounted, no root is changed. It comes by
 * Debian's package system from where this machine's own packages come. Throws what the package system says.
 */
export function unpackWine10(cache: string): void {
  if (wine10Whole(cache)) return;
  const folder = wine10Folder(cache);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  const unpack = ['--quiet', '--variant=extract', '--include=wine64', release, folder, debianSource()];
  execFileSync('mmdebstrap', unpack, { stdio: ['ignore', 'inherit', 'inherit'] });
  linkLibraries(folder);
  markZlib(folder);
  writeFileSync(mark(folder), '');
}

/** Where apt has Debian's main packages from. */
function debianSource(): string {
  const format = '$(REPO_URI)\t$(ORIGIN)\t$(SUITE)\t$(CODENAME)';
  const lines = execFileSync('apt-get', ['indextargets', '--format', format, 'Created-By: Packages'], {
    encoding: 'utf8',
  });
  const sources = lines.split('\n').map((line) => line.split('\t'));
  const main = sources.find(([, origin, , name = '']) => origin === 'Debian' && /^[a-z]+$/.test(name));
  if (main?.[0] === undefined)
    throw new Error('apt knows no packages of Debian: Wine 10 cannot be unpacked (apt-get update first)');
  return main[0];
}

/** Its own loader and libraries for the two programs: what they load inherits the path (RPATH, not RUNPATH). */
function linkLibraries(folder: string): void {
  const libraries = join(folder, 'usr/lib/x86_64-linux-gnu');
  const loader = ['--set-interpreter', join(libraries, 'ld-linux-x86-64.so.2')];
  for (const program of ['wine64', 'wineserver64'])
    execFileSync('patchelf', [
      ...loader,
      '--force-rpath',
      '--set-rpath',
      libraries,
      join(folder, 'usr/lib/wine', program),
    ]);
  // A script there names the folder of the installed one.
  const script = join(folder, 'usr/lib/wine/wineserver');
  rmSync(script, { force: true });
  symlinkSync('wineserver64', script);
}

/** What its package does when it is installed: zlib1.dll marked as Wine's own. */
function markZlib(folder: string): void {
  for (const [from, to] of [
    ['x86_64', 'x86_64'],
    ['i686', 'i386'],
  ]) {
    const bytes = readFileSync(join(folder, `usr/${from}-w64-mingw32/lib/zlib1.dll`));
    bytes.fill(0, 64, 96).write('Wine builtin DLL', 64, 'latin1');
    const out = join(folder, `usr/lib/x86_64-linux-gnu/wine/${to}-windows/zlib1.dll`);
    writeFileSync(`${out}.new`, bytes);
    renameSync(`${out}.new`, out);
  }
}
