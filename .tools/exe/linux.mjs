// The executable for Linux: Node with the blob as an ELF note.
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { blobName, fuse } from './blob.mjs';
import { ignoreCompileCache } from './compile-cache.mjs';

/** Writes `out` from a Linux `node`. Throws what postject says when it fails. */
export function makeLinux({ node, blob, out, workFolder }) {
  const bytes = readFileSync(node);
  ignoreCompileCache(bytes);
  writeFileSync(out, bytes);
  chmodSync(out, 0o755);
  const blobFile = join(workFolder, 'note.blob');
  writeFileSync(blobFile, blob);
  const postject = join(dirname(fileURLToPath(import.meta.resolve('postject'))), 'cli.js');
  // As a program of its own: it warns of Node's nameless sections on its standard output and error.
  execFileSync(process.execPath, [postject, out, blobName, blobFile, '--sentinel-fuse', fuse], {
    stdio: 'pipe',
    encoding: 'utf8',
  });
}
