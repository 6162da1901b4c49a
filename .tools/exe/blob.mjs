// The blob that makes a Node a single executable: https://nodejs.org/api/single-executable-applications.html
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { executableFlags } from '../../src/v8-flags.ts';
import { writeStart } from '../pieces/start.mjs';

export const blobName = 'NODE_SEA_BLOB';
export const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/** A file that every system has, and that is empty. */
const emptyFiles = { linux: '/dev/null', win32: 'NUL' };

/** The blob of these assets for `linux` or `win32`, made by the Node that runs this; works in older ones too. */
export async function makeBlob(system, assets, workFolder) {
  await writeStart(new URL('start.cjs', import.meta.url), join(workFolder, 'start.cjs'), {
    HAS_CODE_CACHE: String('code.cache' in assets),
  });
  const settings = {
    // Its path as given here stands in the blob: nothing of this machine may be in it.
    main: 'start.cjs',
    output: 'sea.blob',
    disableExperimentalSEAWarning: true,
    // NODE_OPTIONS (--require ...) does nothing. What the system's own loader heeds (LD_PRELOAD) still does.
    execArgvExtension: 'none',
    // OPENSSL_CONF neither: it names libraries to load, and some programs set it for the whole machine, to a file that
    // this OpenSSL cannot use.
    execArgv: [`--openssl-config=${emptyFiles[system]}`, ...executableFlags],
    assets,
  };
  writeFileSync(join(workFolder, 'sea.json'), JSON.stringify(settings));
  execFileSync(process.execPath, ['--experimental-sea-config', 'sea.json'], {
    cwd: workFolder,
    stdio: 'pipe',
  });
  return readFileSync(join(workFolder, 'sea.blob'));
}
