/**
 * `npm run record`: runs the tests of the probes with `record.ts` as their set-up, and takes what the judges were asked there
 * into the recordings. `npm run renew` then writes down the verdicts.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importInputs } from './import-inputs.ts';

const folder = mkdtempSync(join(tmpdir(), 'ecma-doctor-verdicts-'));
try {
  const program = join('node_modules', 'vitest', 'vitest.mjs');
  execFileSync(process.execPath, [program, 'run', '--config', '.vitest.config.mjs', 'test/probes'], {
    stdio: 'inherit',
    env: { ...process.env, RECORD_VERDICTS: folder },
  });
  importInputs(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
