import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driverDatabases } from './driver-databases.ts';
import { bundleVictim, type Kill } from './kills.ts';
import { type OdbcKills, type Struck, startOdbcKills } from './odbc-kills.ts';

/** Write tests through a database's driver, some calls of each: `npm run faults` kills at every call, its child and the doctor. */

/** Dozens of processes: on a machine on which others work too each takes its time. */

let victim: { readonly file: string; remove(): void };
beforeAll(async () => {
  victim = await bundleVictim();
});
afterAll(() => victim?.remove());

/** First call, step to the next: few, and each signal behind an insert. */
const some: Readonly<Record<string, readonly (readonly [who: Struck, first: number, step: number])[]>> = {
  PostgreSQL: [
    ['child', 3, 21],
    ['SIGKILL', 19, 27],
    ['SIGTERM', 32, 33],
  ],
  MariaDB: [
    ['child', 11, 41],
    ['SIGTERM', 29, 40],
  ],
  'SQL Server': [
    ['child', 9, 29],
    ['SIGKILL', 20, 37],
  ],
};

describe.each(Object.entries(driverDatabases))(
  'a write test through a driver that is killed at a call: %s',
  (name, start) => {
    let bed: OdbcKills;
    beforeAll(async () => {
      bed = await startOdbcKills(start);
    });
    afterAll(() => bed?.stop());

    it.each(some[name] ?? [])(
      'leaves no row and no session, and never passes: %s',
      async (who, first, step) => {
        const kills: Kill[] = [];
        if (bed.holds) kills.push(await bed.kill(victim.file, who, 'held'));
        for (let at = first; kills.length < 40; at += step) {
          const kill = await bed.kill(victim.file, who, at);
          kills.push(kill);
          if (!kill.struck) break;
        }
        expect(kills.filter(({ faults }) => faults.length > 0)).toEqual([]);
        expect(kills.length).toBeGreaterThan(2);
        expect(kills.map(({ struck }) => struck)).toEqual(kills.map((_, at) => at < kills.length - 1));
      },
    );
  },
);
