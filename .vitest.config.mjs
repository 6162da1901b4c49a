import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { ClosingLine } from './.tools/closing-line.mjs';

// The tests start hundreds of Nodes, whose start is mostly the compiling of the same sources.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/ecma-doctor/compiled');

// React as it is shipped; the other one notes a stack for every element.
process.env.NODE_ENV = 'production';

export default defineConfig({
  mode: 'production',
  root: import.meta.dirname,
  define: { ECMA_DOCTOR_VERSION: '"0.0.0-test"' },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    setupFiles: process.env.RECORD_VERDICTS === undefined ? [] : ['test/verdicts/record.ts'],
    reporters: ['default', new ClosingLine()],
    pool: 'forks',
    // More than the two cores that are here: a third of the files mostly wait, for deadlines and for servers' starts.
    maxWorkers: 3,
    // Bounds for what hangs, no measure of speed: a slow machine on which others work too must come through. A hook can do
    // what a whole file looks at.
    testTimeout: 900_000,
    hookTimeout: 1_800_000,
    expect: { poll: { timeout: 200_000 } },
    // `npm run renew` writes golden files anew, those of the reports too.
    env: { FORCE_COLOR: '0', ...(process.argv.includes('--update') && { UPDATE_GOLDEN: '1' }) },
  },
});
