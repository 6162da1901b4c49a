import { afterAll, beforeAll, expect, it } from 'vitest';
import { faultKindsOf } from './faults.ts';
import { type Case, Torture } from './run-cases.ts';
import { checkVerdicts } from './verdict-checks.ts';
import { layersOf, makeWldap32World } from './wldap32-world.ts';
import type { World } from './world.ts';

/** As torture.test.ts, of a directory that is asked through Windows' own client: each request to its child, in every way. */

let world: World;
let torture: Torture;
const cases: Case[] = [];

beforeAll(async () => {
  world = await makeWldap32World();
  torture = new Torture(world);
  await torture.start();
  for (const id of torture.probes.keys())
    for await (const one of torture.cases(id, layersOf(id))) cases.push(one);
});
afterAll(async () => {
  await torture?.stop();
  await world?.stop();
});

it('is tried in all ways, of all rows that ask it', () => {
  expect(new Set(cases.map(({ kind }) => kind))).toEqual(new Set(faultKindsOf('wldap32')));
  const asked = new Set(cases.filter(({ layer }) => layer === 'wldap32').map(({ probe }) => probe));
  const through = 'bind schema users features delta write'.split(' ').map((name) => `ldap.${name}@Ticket`);
  expect(asked).toEqual(new Set([...through, 'ldap.rights@Reading', 'ldap.windows@Beside']));
  // Their calls are none in the other worlds: no TLS there, and a write test in place of a question.
  expect(cases.some(({ probe }) => probe === 'ldap.tls@Beside')).toBe(true);
  expect(cases.some(({ probe }) => probe === 'ldap.rights@Beside')).toBe(true);
  expect(cases.length).toBeGreaterThan(150);
});

checkVerdicts(cases, () => torture);
