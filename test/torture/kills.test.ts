import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleVictim, type Kill, killDatabaseRun, killDirectoryRun } from './kills.ts';

/** Each some calls, one signal: `npm run faults` kills at every call, with both, on every kind of directory. */

let victim: { readonly file: string; remove(): void };
beforeAll(async () => {
  victim = await bundleVictim();
});
afterAll(() => victim?.remove());

const wrong = ({ faults }: Kill) => faults.length > 0;

it('a write test in a directory that is killed at a call leaves nothing behind the next run', async () => {
  const kills: Kill[] = [];
  for (let at = 1; kills.length < 40; at += 4) {
    const kill = await killDirectoryRun(victim.file, 'OpenDJ', at, at % 8 === 1 ? 'SIGKILL' : 'SIGTERM');
    kills.push(kill);
    if (!kill.struck) break;
  }
  expect(kills.filter(wrong)).toEqual([]);
  expect(kills.length).toBeGreaterThan(5);
  expect(kills.at(-1)?.struck).toBe(false);
});

it('a write test in a database that is killed at a statement leaves no transaction', async () => {
  const kills: Kill[] = [];
  for (let at = 2; kills.length < 40; at += 6) {
    const kill = await killDatabaseRun(victim.file, at, at % 4 === 0 ? 'SIGKILL' : 'SIGTERM');
    kills.push(kill);
    if (!kill.struck) break;
  }
  expect(kills.filter(wrong)).toEqual([]);
  expect(kills.length).toBeGreaterThan(3);
});
