// The blob that makes a Node a single executable: https://nodejs.org/api/single-executable-applications.html
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const blobName = 'NODE_SEA_BLOB';
export const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/** The blob of these assets, made by the Node that runs this; works in older ones too. */
export function makeBlob(assets, workFolder) {
  copyFileSync(new URL('start.cjs', import.meta.url), join(workFolder, 'start.cjs'));
  const settings = {
    // Its path as given here stands in the blob: nothing of this machine may be in it.
    main: 'start.cjs',
    output: 'sea.blob',
    disableExperimentalSEAWarning: true,
    // NODE_OPTIONS (--require ...) does nothing. OPENSSL_CONF and what the system's own loader heeds still do.
    execArgvExtension: 'none',
    assets,
  };
  writeFileSync(join(workFolder, 'sea.json'), JSON.stringify(settings));
  execFileSync(process.execPath, ['--experimental-sea-config', 'sea.json'], {
    cwd: workFolder,
    stdio: 'pipe',
  });
  return readFileSync(join(workFolder, 'sea.blob'));
}
