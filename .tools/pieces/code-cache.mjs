// V8's code cache of the pieces, kept beside them: half the time between the first words and the list.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * When V8 makes machine code of a function depends on how fast the machine is, and its numbers are in the cache (warm.cjs
 * puts the flag back: a cache is for the flags with which it was written). The seed, of V8's hashes, is no such flag.
 */
const sameBytes = ['--random-seed=1', '--no-sparkplug'];

/**
 * Makes the code cache: what V8 had compiled when the list stood, for this `node` with these V8 flags: `flags`, given
 * when V8 begins, and `laterFlags`, which the program sets. The same program gives the same bytes. False, with a line on stderr, where it cannot be made: the program runs without it.
 */
export function makeCodeCache({ node, folder, out, flags = [], laterFlags = [] }) {
  const warm = fileURLToPath(new URL('warm.cjs', import.meta.url));
  const place = mkdtempSync(join(tmpdir(), 'ecma-doctor-cache-'));
  try {
    const args = [...sameBytes, ...flags, warm, folder, out, ...laterFlags];
    const { status, stderr, error } = spawnSync(node, args, {
      cwd: place,
      // Nothing of whoever builds: no settings, no state, no CI.
      env: {
        PATH: '',
        HOME: place,
        USERPROFILE: place,
        ECMA_DOCTOR_STATE: place,
        TERM: 'xterm-256color',
        LANG: 'C.UTF-8',
        SystemRoot: process.env.SystemRoot ?? '',
      },
      encoding: 'utf8',
      timeout: 120_000,
    });
    if (status === 0) return true;
    process.stderr.write(`without a code cache, so a slower start: ${error?.message ?? stderr}\n`);
    return false;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
