import { afterAll, beforeAll, expect, it } from 'vitest';
import { definitions } from '../../src/probes/index.ts';
import { type Case, Torture } from './run-cases.ts';
import { checkVerdicts } from './verdict-checks.ts';
import { makeWorld, type World } from './world.ts';

/**
 * Every probe, and each call that it makes, one at a time: denied, failed, against its contract, late, absent, odd. A new
 * probe is in it by itself. `npm run faults` tells the figures.
 */

let world: World;
let torture: Torture;
const cases: Case[] = [];

beforeAll(async () => {
  world = await makeWorld();
  torture = new Torture(world);
  await torture.start();
  for (const id of torture.probes.keys()) for await (const one of torture.cases(id)) cases.push(one);
});
afterAll(async () => {
  await torture?.stop();
  await world?.stop();
});

checkVerdicts(cases, () => torture);

it('is tried over all targets, on every probe that can run', () => {
  const asked = new Set([...torture.probes.keys()].map((id) => id.split('@')[0]));
  const never = definitions.map(({ token }) => token.id).filter((id) => !asked.has(id));
  // What they need is not there on this server, in this tenant.
  expect(never.toSorted()).toEqual([
    'host.answer',
    'network.agent-hosts',
    'network.revocation',
    'tenant.roles',
  ]);
  expect(cases.length).toBeGreaterThan(1_000);
  expect(new Set(cases.map(({ layer }) => layer)).size).toBe(6);
});
