import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasOdbc } from '../beds/odbc/drivers.ts';
import { hasPostgresql } from '../beds/odbc/postgresql.ts';
import { faultKindsOf } from './faults.ts';
import { makeOdbcWorld } from './odbc-world.ts';
import { type Case, childrenAlive, Torture } from './run-cases.ts';
import { told, unseen } from './told.ts';
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
  }, 300_000);
  afterAll(async () => {
    await torture?.stop();
    await world?.stop();
  });

  it('is tried in all ways, of all rows that ask it', () => {
    expect(new Set(cases.map(({ kind }) => kind))).toEqual(new Set(faultKindsOf('odbc')));
    expect(new Set(cases.map(({ probe }) => probe.split('@')[0])).size).toBeGreaterThan(6);
    expect(cases.length).toBeGreaterThan(150);
  });

  it('no answer makes a probe crash; only a call that breaks its contract does, and its row says so', () => {
    const crashed = cases.filter(({ status, kind }) => status.includes('crashed') && kind !== 'thrown');
    expect(crashed.map(told)).toEqual([]);
  });

  it('every row has a verdict of its own, in words', () => {
    const own = /^(pass|fail|warn|unknown|manual|timed-out|crashed)\//;
    expect(cases.filter(({ status, message }) => !own.test(status) || message === '').map(told)).toEqual([]);
  });

  it('nothing is left open, no child either', () => {
    // The database and the shared conversation: they are counted.
    expect(childrenAlive()).toBeGreaterThan(1);
    expect(cases.filter(({ left }) => left > 0).map(told)).toEqual([]);
  });

  it('no pass rests on what was not seen', () => {
    expect(
      cases.filter(({ kind, unmoved, silent }) => unseen.includes(kind) && (unmoved || silent)).map(told),
    ).toEqual([]);
  });
});
