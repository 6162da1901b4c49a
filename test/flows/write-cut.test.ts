import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installed } from '../beds/program.ts';
import { type CutBed, makeCutBed, ways } from './cut-table.ts';
import { removePlaces } from './program.ts';

let bed: CutBed;

// By hand, fifty times each: node test/flows/cut-table.ts 50
describe.skipIf(!installed('slapd'))('the program is cut in its write test, at a random moment', () => {
  beforeAll(async () => {
    bed = await makeCutBed();
  });

  afterAll(async () => {
    await bed?.stop();
    removePlaces();
  });

  it.each(ways)('by %s: what stays is told, and gone after the next write test', async (way) => {
    const { left, told, toldByNext, leftInTheEnd } = await bed.cut(way);
    if (left > 0) {
      if (way !== 'SIGKILL') expect(told).toBe(true);
      expect(toldByNext).toBe(true);
    }
    if (!['SIGKILL', 'dropped'].includes(way)) expect(left).toBe(0);
    expect(leftInTheEnd).toBe(0);
  });
});
