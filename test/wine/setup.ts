import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, kitPackages, koffiFile, makeBasePrefix, nodeExe, wine } from './bed.ts';

/** Makes Wine ready for the tests: `node test/wine/setup.ts`. Does nothing when it is. */
if (!existsSync(wine)) throw new Error('install the Debian package first: apt-get install wine64');
if (!existsSync(nodeExe()) || !existsSync(koffiFile())) {
  const kit = join(cacheFolder(), 'kit');
  mkdirSync(kit, { recursive: true });
  writeFileSync(join(kit, 'package.json'), '{"private":true}\n');
  const forWindows = ['--force', '--os=win32', '--cpu=x64', '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', ['install', ...forWindows, ...kitPackages], { cwd: kit, stdio: 'inherit' });
}
makeBasePrefix();
