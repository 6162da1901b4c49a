import { beforeAll, expect, it } from 'vitest';
import { definitions } from '../../src/probes/index.ts';
import { type Tortured, tortureAll } from './all-worlds.ts';
import type { Case } from './run-cases.ts';
import { checkVerdicts } from './verdict-checks.ts';

/**
 * Every probe, and each call that it makes, one at a time: denied, failed, against its contract, late, absent, odd. A new
 * probe is in it by itself. `npm run faults` tells the figures.
 */

const all: Tortured[] = [];
const cases: Case[] = [];

beforeAll(async () => {
  all.push(...(await tortureAll()));
  cases.push(...all.flatMap((one) => one.cases));
}, 300_000);

checkVerdicts(cases, () => ({ stop: async () => all.flatMap(({ behind }) => behind) }));

it('is tried over all targets, on every probe that there is', () => {
  const asked = new Set(all.flatMap(({ rows }) => rows));
  expect(definitions.map(({ token }) => token.id).filter((id) => !asked.has(id))).toEqual([]);
  for (const { world, cases: its } of all) expect(its.length, world).toBeGreaterThan(0);
  expect(cases.length).toBeGreaterThan(2_000);
  expect(new Set(cases.map(({ layer }) => layer)).size).toBe(6);
});
