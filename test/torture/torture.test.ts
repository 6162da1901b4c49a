import { beforeAll, expect, it } from 'vitest';
import { createPlatform } from '../../src/platform/node.ts';
import { recordedWindows } from '../../src/platform/windows/recorded.ts';
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
});

checkVerdicts(cases, () => ({ stop: async () => all.flatMap(({ behind }) => behind) }));

it('is tried over all targets, on every probe that there is', () => {
  const asked = new Set(all.flatMap(({ rows }) => rows));
  expect(definitions.map(({ token }) => token.id).filter((id) => !asked.has(id))).toEqual([]);
  for (const { world, cases: its } of all) expect(its.length, world).toBeGreaterThan(0);
  expect(cases.length).toBeGreaterThan(2_000);
  expect(new Set(cases.map(({ layer }) => layer)).size).toBe(6);
});

/** Members that no row calls, or that cannot be answered otherwise, and why. */
const notTried: Readonly<Record<string, string>> = {
  'platform machine': 'of this process: nothing is asked for it',
  'platform now': 'of this process: nothing is asked for it',
  'platform env': 'of this process: nothing is asked for it',
  'windows folders':
    'answers at once, out of what was asked at the start; its refusals: agent-source.test.ts',
  'windows remoteSession': 'of the screen: no row asks',
  'windows console': 'of the screen: no row asks',
  'windows holdConsole': 'of the screen: no row asks',
  'windows close': 'ends what was started, behind the last row',
};

it('every function of the platform is called, and answered otherwise', () => {
  const reader = Object.keys(recordedWindows({})).map((name) => (name === 'powershell' ? 'ask' : name));
  const platform = createPlatform({});
  const members = [
    ...Object.entries(platform).flatMap(([name, of]) =>
      typeof of === 'function' ? [`platform ${name}`] : [],
    ),
    ...Object.keys(platform.network).map((name) => `network ${name}`),
    ...Object.keys(platform.files).map((name) => `files ${name}`),
    ...reader.map((name) => `windows ${name}`),
  ];
  const called = new Set(cases.map(({ layer, call }) => `${layer} ${call.split(' ')[0]}`));
  const never = members.filter((name) => !called.has(name));
  expect(never).toEqual(Object.keys(notTried));
});
