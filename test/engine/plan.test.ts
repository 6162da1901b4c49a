import { expect, test } from 'vitest';
import { idMatcher } from '../../src/engine/glob.ts';
import { allDependents, makePlan, PlanError } from '../../src/engine/plan.ts';
import { probe, random, type TestProbe } from './kit.ts';

test.each<[what: string, probes: TestProbe[], message: string]>([
  ['an id twice', [probe('a.x'), probe('a.y'), probe('a.x')], 'two probes are called a.x'],
  ['an unknown need', [probe('a.x', { needs: ['a.z'] })], 'a.x asks for a.z, which is not in the list'],
  ['an unknown use', [probe('a.x', { uses: ['a.z'] })], 'a.x asks for a.z, which is not in the list'],
  ['a need of itself', [probe('a.x', { needs: ['a.x'] })], 'needs run in a circle: a.x > a.x'],
  [
    'a circle behind a straight piece',
    [
      probe('a.start', { needs: ['a.one'] }),
      probe('a.one', { needs: ['a.two'] }),
      probe('a.two', { needs: ['a.three'] }),
      probe('a.three', { needs: ['a.one'] }),
    ],
    'needs run in a circle: a.one > a.two > a.three > a.one',
  ],
])('%s is an error with its name', (_what, probes, message) => {
  expect(() => makePlan(probes)).toThrow(new PlanError(message));
});

test('uses may be mutual', () => {
  const plan = makePlan([probe('a.x', { uses: ['a.y'] }), probe('a.y', { uses: ['a.x'] })]);
  expect(plan.order.map(({ id }) => id)).toEqual(['a.x', 'a.y']);
});

test('the list keeps its order; the order puts needs first', () => {
  const probes = [
    probe('a.last', { needs: ['a.mid'] }),
    probe('a.mid', { needs: ['a.first'] }),
    probe('a.first'),
  ];
  const plan = makePlan(probes);
  expect(plan.probes.map(({ id }) => id)).toEqual(['a.last', 'a.mid', 'a.first']);
  expect(plan.order.map(({ id }) => id)).toEqual(['a.first', 'a.mid', 'a.last']);
  expect([...allDependents(plan, 'a.first')]).toEqual(['a.mid', 'a.last']);
  expect([...allDependents(plan, 'a.last')]).toEqual([]);
});

test('in any graph needs come first, and nothing is lost', () => {
  const next = random(11);
  for (let round = 0; round < 50; round += 1) {
    const ids = Array.from({ length: 40 }, (_, index) => `p.${index}`);
    const probes = ids.map((id, index) =>
      probe(id, {
        needs: ids.slice(0, index).filter(() => next() < 0.1),
        uses: ids.filter(() => next() < 0.02),
      }),
    );
    probes.sort(() => next() - 0.5);
    const place = new Map(makePlan(probes).order.map(({ id }, index) => [id, index]));
    expect(place.size).toBe(40);
    for (const { id, needs } of probes) {
      for (const need of needs) expect(place.get(need)).toBeLessThan(place.get(id) ?? -1);
    }
  }
});

test.each<[only: string[], skip: string[], chosen: string[]]>([
  [['ldap.bind'], [], ['ldap.bind@D', 'ldap.reach@D', 'ldap.tls@D']],
  [['ldap.bind'], ['ldap.tls'], ['ldap.bind@D', 'ldap.reach@D', 'ldap.tls@D']],
  [['*'], ['ldap.bind'], ['ldap.reach@D', 'ldap.tls@D', 'server.os']],
  [['*'], ['ldap.tls', 'ldap.bind'], ['ldap.reach@D', 'server.os']],
  [['server.*'], [], ['server.os']],
  [['nothing'], [], []],
])('--only %j --skip %j chooses %j: what is needed runs too', (only, skip, chosen) => {
  const probes = [
    probe('server.os', { uses: ['ldap.bind@D'] }),
    probe('ldap.reach@D'),
    probe('ldap.tls@D', { needs: ['ldap.reach@D'] }),
    probe('ldap.bind@D', { needs: ['ldap.tls@D'], uses: ['server.os'] }),
  ];
  const [wanted, unwanted] = [idMatcher(only), idMatcher(skip)];
  const plan = makePlan(probes, (id) => wanted(id) && !unwanted(id));
  expect([...plan.chosen].sort()).toEqual(chosen);
});
