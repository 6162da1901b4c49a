import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasOdbc } from '../beds/odbc/drivers.ts';
import { hasPostgresql } from '../beds/odbc/postgresql.ts';
import { faultKindsOf } from './faults.ts';
import { makeOdbcWorld } from './odbc-world.ts';
import { type Case, childrenAlive, Torture } from './run-cases.ts';
import { checkVerdicts } from './verdict-checks.ts';
import type { World } from './world.ts';

/** As torture.test.ts, of a database that is asked through a child process: each request to it, in every way. */
describe.runIf(hasOdbc && hasPostgresql)('every request to the child that holds a driver', () => {
  let world: World;
  let torture: Torture;
  const cases: Case[] = [];

  beforeAll(async () => {
    world = await makeOdbcWorld();
    torture = new Torture(world);
    await torture.start();
    for (const id of torture.probes.keys())
      for await (const one of torture.cases(id, ['odbc'])) cases.push(one);
  });
  afterAll(async () => {
    await torture?.stop();
    await world?.stop();
  });

  it('is tried in all ways, of all rows that ask it', () => {
    expect(new Set(cases.map(({ kind }) => kind))).toEqual(new Set(faultKindsOf('odbc')));
    expect(new Set(cases.map(({ probe }) => probe.split('@')[0])).size).toBeGreaterThan(6);
    expect(cases.length).toBeGreaterThan(150);
  });

  it('children are among what is counted as left open: the database and the shared conversation live', () => {
    expect(childrenAlive()).toBeGreaterThan(1);
  });

  checkVerdicts(cases, () => torture);
});
