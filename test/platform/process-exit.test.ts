import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const module = fileURLToPath(new URL('../../src/platform/process-exit.ts', import.meta.url));

test.skipIf(process.platform === 'win32')(
  'a file that never opens does not hold the end, nor its code',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'exit-'));
    try {
      const pipe = join(folder, 'pipe');
      execFileSync('mkfifo', [pipe]);
      // As a file on a share that hangs: the open waits in Node's pool.
      const script = `
      import { open } from 'node:fs';
      const { exitWithoutWaiting } = await import(process.env.MODULE);
      exitWithoutWaiting();
      open(process.env.PIPE, 'r', () => {});
      process.exit(130);
    `;
      const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
        env: { ...process.env, MODULE: module, PIPE: pipe, NODE_OPTIONS: '' },
        stdio: 'ignore',
        timeout: 120_000,
        killSignal: 'SIGKILL',
      });
      expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(130);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
