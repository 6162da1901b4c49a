// V8's code cache of the pieces, kept beside them: half the time between the first words and the list.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const script = (name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * The code cache of a run: what V8 had compiled when the list stood, the quickest start. For this `node` with these V8
 * `flags`. False, with a line on stderr, where it cannot be made: the program runs without it.
 */
export function cacheOfRun({ node, folder, out, flags }) {
  return made(node, [script('warm.cjs'), folder, out, ...flags]);
}

/** The code cache of the text: the same bytes each time, and a little larger. `flags` are given when V8 begins. */
export function cacheOfText({ node, folder, out, flags }) {
  // The seed is of V8's hashes: no flag that a cache is refused for.
  return made(node, ['--random-seed=1', ...flags, script('compile.cjs'), folder, out]);
}

function made(node, args) {
  const place = mkdtempSync(join(tmpdir(), 'ecma-doctor-cache-'));
  try {
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
