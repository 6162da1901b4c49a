import { expect, test } from 'vitest';
import { withEventLog } from '../../src/cli/event-log.ts';
import type { Sink } from '../../src/cli/streams.ts';

test.skipIf(process.platform === 'win32')('off Windows nothing runs: exit 2, and why', async () => {
  const said: string[] = [];
  const write = (text: string) => void said.push(text);
  const err: Sink = { write, command: write, flushed: async () => undefined };
  expect(await withEventLog(err, () => Promise.reject(new Error('it ran')))).toBe(2);
  expect(said.join('')).toMatch(/^ecma-doctor: --event-log .* there is none here\n$/);
});
