import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driverDatabases } from './driver-databases.ts';
import { bundleVictim, type Kill, killDatabaseRun, killDirectoryRun } from './kills.ts';
import { type OdbcKills, startOdbcKills } from './odbc-kills.ts';

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

describe.each(Object.entries(driverDatabases))(
  'a write test through a driver that is killed at a call: %s',
  (_, start) => {
    let bed: OdbcKills;
    beforeAll(async () => {
      bed = await startOdbcKills(start);
    });
    afterAll(() => bed?.stop());

    it.each([
      ['child', 3, 21],
      ['SIGKILL', 19, 27],
      ['SIGTERM', 32, 33],
    ] as const)('leaves no row and no session, and never passes: %s', async (who, first, step) => {
      const kills: Kill[] = [];
      for (let at = first; kills.length < 40; at += step) {
        const kill = await bed.kill(victim.file, who, at);
        kills.push(kill);
        if (!kill.struck) break;
      }
      expect(kills.filter(wrong)).toEqual([]);
      expect(kills.length).toBeGreaterThan(2);
      expect(kills.at(-1)?.struck).toBe(false);
    });
  },
);
