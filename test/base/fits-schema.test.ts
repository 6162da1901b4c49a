import { isDeepStrictEqual } from 'node:util';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { fitsSchema } from '../../src/base/fits-schema.ts';

/** What fits is what the schema takes and gives back as it is. */
const schema = z.object({
  name: z.string(),
  kind: z.enum(['a', 'b']).describe('of two'),
  count: z.number().nonnegative(),
  from: z.string().nullable(),
  more: z.string().exactOptional(),
  list: z.array(z.object({ label: z.string() })),
  facts: z.looseObject({ usable: z.boolean() }).nullable(),
  end: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('seen') }),
      z.object({ kind: z.literal('late'), ms: z.number().nonnegative() }),
    ])
    .exactOptional(),
});
const whole = { name: 'n', kind: 'a', count: 0, from: null, list: [{ label: 'l' }], facts: { usable: true } };

const given: readonly (readonly [what: string, value: unknown])[] = [
  ['whole', whole],
  ['with what may be left out', { ...whole, more: 'm', end: { kind: 'late', ms: 2 } }],
  ['with facts of any kind', { ...whole, facts: { usable: false, steps: [{ ok: 1 }], none: null } }],
  ['without facts', { ...whole, facts: null }],
  ['facts without usable', { ...whole, facts: { steps: [] } }],
  ['a member missing', { ...whole, name: undefined }],
  ['a member too many', { ...whole, other: 1 }],
  ['too many further down', { ...whole, list: [{ label: 'l', x: 1 }] }],
  ['a number as text', { ...whole, count: '0' }],
  ['a number below its bound', { ...whole, count: -1 }],
  ['another word', { ...whole, kind: 'c' }],
  ['another end', { ...whole, end: { kind: 'gone' } }],
  ['an end with a part of another', { ...whole, end: { kind: 'seen', ms: 1 } }],
  ['a list in place of an object', { ...whole, facts: [] }],
  ['an object in place of a list', { ...whole, list: { 0: { label: 'l' } } }],
  ['nothing', null],
  ['a text', 'x'],
];

it.each(given)('%s', (_, value) => {
  const json: unknown = JSON.parse(JSON.stringify(value));
  const { success, data } = schema.safeParse(json);
  expect(fitsSchema(schema)(json)).toBe(success && isDeepStrictEqual(data, json));
});

it('a kind of schema that it does not know fits nothing: the schema itself is asked then', () => {
  expect(fitsSchema(z.object({ when: z.iso.datetime() }))({ when: '2026-11-24T08:00:00Z' })).toBe(false);
  expect(fitsSchema(z.record(z.string(), z.string()))({})).toBe(false);
  expect(fitsSchema(z.string().min(1))('a')).toBe(false);
});
