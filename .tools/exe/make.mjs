// Makes the single executables, of any Node that is given; `../exe.mjs` makes those that are shipped.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { executableFlags } from '../../src/v8-flags.ts';
import { folder } from '../bundle.mjs';
import { lockedPackage } from '../locked-package.mjs';
import { makeCodeCache } from '../pieces/code-cache.mjs';
import { writePieces } from '../pieces/write.mjs';
import { makeBlob } from './blob.mjs';
import { makeLinux } from './linux.mjs';
import { lackedByServer2016 } from './server-2016.mjs';
import { makeWindows } from './windows.mjs';

const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const copyright = /^Copyright .*$/m.exec(readFileSync(join(folder, 'LICENSE'), 'utf8'))?.[0] ?? '';

/** Where the Windows executable's native module lies; npm fetches it where it is not installed. */
export function nativeModule() {
  return join(lockedPackage('@koromix/koffi-win32-x64'), 'win32_x64', 'koffi.node');
}

/**
 * Makes one executable. `system` is `linux` or `win32`, `node` its Node, `out` the file to be written, `native` the
 * file of the native module (Windows). Gives esbuild's metafile of what is in it.
 */
export async function makeExecutable({ system, node, out, native }) {
  const workFolder = mkdtempSync(join(tmpdir(), 'ecma-doctor-exe-'));
  try {
    const define = { ECMA_DOCTOR_VERSION: JSON.stringify(version) };
    if (native !== undefined) define.ECMA_DOCTOR_NATIVE = JSON.stringify(nativeVersion(native));
    const { assets, metafile } = await writePieces(workFolder, { define, minify: true });
    const carried = { ...assets, 'build.json': join(workFolder, 'build.json') };
    writeFileSync(carried['build.json'], JSON.stringify(buildFacts({ node, native, assets })));
    if (native !== undefined) carried['koffi.node'] = native;
    // By its own Node. Windows' runs on Wine 10; but the executable's bytes must not depend on whether who builds it has
    // Wine, and no build is to need one for a fifth of the time to the list.
    if (system === process.platform) {
      const out = join(workFolder, 'code.cache');
      if (!makeCodeCache({ node, folder: workFolder, out, flags: executableFlags }))
        throw new Error(
          'an executable without its code cache would have other bytes than others of this tree',
        );
      carried['code.cache'] = out;
    }
    const blob = await makeBlob(system, carried, workFolder);
    if (system === 'linux') makeLinux({ node, blob, out, workFolder });
    else makeWindows({ node, blob, out, about: { fileName: 'ecma-doctor.exe', version, copyright } });
    return metafile;
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
}

/** What `--version --json` says: the same for the same tree. */
function buildFacts({ node, native, assets }) {
  const program = createHash('sha256');
  for (const piece of Object.keys(assets).sort())
    program.update(`${piece}\0`).update(readFileSync(assets[piece]));
  return {
    ...commitOf(),
    parts: {
      node: sha256(readFileSync(node)),
      ...(native !== undefined && { 'koffi.node': sha256(readFileSync(native)) }),
      program: program.digest('hex'),
    },
  };
}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Nothing where this is no repository of its own. */
function commitOf() {
  const git = (...args) => execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' }).trim();
  try {
    if (git('rev-parse', '--show-cdup') !== '') return {};
    const changed = git('status', '--porcelain', '--untracked-files=no') !== '';
    return { commit: `${git('rev-parse', 'HEAD')}${changed ? '+changes' : ''}` };
  } catch {
    return {};
  }
}

/** Names the folder that it is unpacked to: the start of its SHA-256. */
function nativeVersion(file) {
  const bytes = readFileSync(file);
  const lacking = lackedByServer2016(bytes);
  if (lacking.length > 0)
    throw new Error(`${file} would not load on Windows Server 2016: ${lacking.join('; ')}`);
  return sha256(bytes).slice(0, 32);
}
