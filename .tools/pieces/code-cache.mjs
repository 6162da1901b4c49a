// What V8 compiles until the list stands, kept beside the pieces: half the time between the first words and the list.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const warm = fileURLToPath(new URL('warm.cjs', import.meta.url));

/**
 * Makes the code cache of the pieces in `folder` for this `node` with these V8 `flags`. False, with a line on stderr,
 * where it cannot be made: the program runs without it.
 */
export function makeCodeCache({ node, folder, out, flags }) {
  const place = mkdtempSync(join(tmpdir(), 'ecma-doctor-warm-'));
  try {
    const { status, stderr, error } = spawnSync(node, [warm, folder, out, ...flags], {
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
