// V8's code cache of the pieces, kept beside them: half the time between the first words and the list.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * For the same bytes on each machine. When V8 makes machine code of a function depends on how fast the machine is, when
 * it collects garbage on its memory, and both leave numbers in the cache. warm.cjs takes these flags back: a cache is for
 * the flags with which it was written.
 */
const sameBytes = ['--no-sparkplug', '--max-old-space-size=1024', '--initial-heap-size=512'];

/**
 * Makes the code cache: what V8 had compiled when the list stood, for this `node` with these V8 flags: `flags`, given
 * when V8 begins, and `laterFlags`, which the program sets. The same program with the same `flags` gives the same bytes.
 * `folder` and `out` are absolute paths. False, with a line on stderr, where it cannot be made: the program runs
 * without it.
 */
export function makeCodeCache({ node, folder, out, flags = [], laterFlags = [] }) {
  const warm = fileURLToPath(new URL('warm.cjs', import.meta.url));
  const place = mkdtempSync(join(tmpdir(), 'ecma-doctor-cache-'));
  try {
    // The seed is of V8's hashes: no flag that a cache is refused for.
    const args = ['--random-seed=1', ...sameBytes, ...flags, warm, folder, out, ...laterFlags];
    const { status, stderr, error } = spawnSync(node, args, {
      // Settings are looked for from here upwards.
      cwd: parse(place).root,
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
