import { describe, expect, it } from 'vitest';
import { packets, packetTypes } from '../beds/tds/packets.ts';
import { done } from '../beds/tds/tokens.ts';
import { fileTargets } from './file-targets.ts';
import { fuzz } from './target.ts';
import { typedRow } from './tds-typed-rows.ts';
import { wireTargets } from './wire-targets.ts';

/** A slice of `npm run fuzz`, other inputs than its first ones. */
describe.each([...wireTargets, ...fileTargets])('$name', (target) => {
  it('good input is read, and what is damaged is no fault', async () => {
    for (const seed of target.seeds) await target.read(seed);
    const { faults } = await fuzz(target, 5_000_000, target.name.startsWith('tds-') ? 60 : 250);
    expect(faults).toEqual([]);
  });
});

it('a packet size with no room for a byte is not taken from a server', async () => {
  const target = wireTargets.find(({ name }) => name === 'tds-login');
  expect(target && (await fuzz(target, 220_655, 1))).toMatchObject({ outcomes: { rows: 1 }, faults: [] });
});

it('a date or a number that is none is no value', async () => {
  const target = wireTargets.find(({ name }) => name === 'tds-rows');
  const row = { datetime: null, float: null, whole: -(2 ** 31), date: '+045935-06-17T00:00:00.000Z' };
  expect(await target?.read(packets(packetTypes.answer, Buffer.concat([typedRow(), done()])))).toMatchObject({
    value: { ok: true, sets: [[row]] },
  });
});
