import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleVictim, type Kill, killDatabaseRun, killDirectoryRun } from './kills.ts';
import { killWldap32Run } from './wldap32-kills.ts';

/** Each some calls, one signal: `npm run faults` kills at every call, with both, on every kind of directory. */

/** Dozens of processes: on a machine on which others work too each takes its time. */

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

it.each([
  ['child', 2, 9],
  ['SIGKILL', 4, 9],
  ['SIGTERM', 3, 11],
] as const)(
  "a write test through Windows' own client: nothing stays behind the next run: %s",
  async (who, first, step) => {
    const kills: Kill[] = [];
    for (let at = first; kills.length < 40; at += step) {
      const kill = await killWldap32Run(victim.file, who, at);
      kills.push(kill);
      if (!kill.struck) break;
    }
    expect(kills.filter(wrong)).toEqual([]);
    expect(kills.length).toBeGreaterThan(2);
    expect(kills.at(-1)?.struck).toBe(false);
  },
);
