import { expect, it } from 'vitest';
import type { Facts } from '../../src/engine/facts.ts';
import { definitions } from '../../src/probes/index.ts';
import { wrongFactsAt } from '../../src/probes/saved-facts.ts';
import { huntSavedFacts } from '../torture/saved-facts-hunt.ts';
import { factsSchemasText, schemasFile } from './facts-schemas.ts';

it('there is a schema of the facts of every probe, as its type says it', async () => {
  await expect(factsSchemasText()).toMatchFileSnapshot(schemasFile);
  for (const { token } of definitions) expect(wrongFactsAt(token, {} as Facts), token.id).toBeDefined();
});

/** A test gave its judge less than any run keeps. */
const partial: readonly string[] = ['ldap.reach', 'network.agent-hosts', 'network.dns', 'server.os'];

it.each([
  [
    'a number for a text',
    { outcome: 'bound', authentication: 'simple', account: 7, usable: true },
    'account',
  ],
  [
    'a word that no version says',
    { outcome: 'in', authentication: 'simple', account: '', usable: true },
    'outcome',
  ],
  ['a member left out', { outcome: 'bound', authentication: 'simple', usable: true }, 'account'],
  [
    'no number',
    { outcome: 'bound', authentication: 'simple', account: '', ms: Number.POSITIVE_INFINITY, usable: true },
    'ms',
  ],
  ['an own __proto__', JSON.parse('{"__proto__":{"outcome":"bound"},"usable":true}'), 'outcome'],
])('%s is refused, and where it is is told', (_, facts, place) => {
  const bind = definitions.find(({ token }) => token.id === 'ldap.bind');
  expect(bind && wrongFactsAt(bind.token, facts)).toBe(place);
});

it('all that was ever recorded is let through; changed, it is refused or judged: no judge throws', () => {
  const { faults, inputs, refused, judged, partial: recorded } = huntSavedFacts(22, 0.4);
  expect(recorded).toEqual(partial);
  expect([...faults.keys()]).toEqual([]);
  expect(refused).toBeGreaterThan(inputs / 3);
  expect(judged).toBeGreaterThan(inputs / 10);
});
