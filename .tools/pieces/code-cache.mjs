// What V8 compiles until the list stands, kept beside the pieces: half the time between the first words and the list.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const warm = fileURLToPath(new URL('warm.cjs', import.meta.url));

/**
 * Makes the code cache of the pieces in `folder` for this `node` with these V8 `flags`. False, with a line on stderr,
 * where it cannot be made: the program runs without it.
 *
 * V8 writes some padding as it lies in memory, so that a few bytes of a cache may be any: it is made anew until one was
 * made twice.
 */
export function makeCodeCache({ node, folder, out, flags }) {
  const seen = new Set();
  for (let attempt = 0; attempt < 12; attempt += 1) {
    if (!warmUp({ node, folder, out, flags })) return false;
    const bytes = readFileSync(out).toString('latin1');
    if (seen.has(bytes)) return true;
    seen.add(bytes);
  }
  process.stderr.write('no code cache came out twice: the same tree may give other bytes\n');
  return true;
}

function warmUp({ node, folder, out, flags }) {
  const place = mkdtempSync(join(tmpdir(), 'ecma-doctor-warm-'));
  try {
    // The seed is of V8's hashes: no flag that a cache is refused for.
    const { status, stderr, error } = spawnSync(node, ['--random-seed=1', warm, folder, out, ...flags], {
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
