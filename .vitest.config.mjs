import { defineConfig } from 'vitest/config';
import { ClosingLine } from './.tools/closing-line.mjs';

export default defineConfig({
  root: import.meta.dirname,
  define: { ECMA_DOCTOR_VERSION: '"0.0.0-test"' },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    reporters: ['default', new ClosingLine()],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    env: { FORCE_COLOR: '0' },
  },
});
