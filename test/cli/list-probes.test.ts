import { describe, expect, test } from 'vitest';
import { probeList } from '../../src/cli/list-probes.ts';

describe('--list', () => {
  test('is a table where it is read by a program, or fits', async () => {
    const piped = await probeList(false, undefined);
    expect(piped.split('\n')[0]).toMatch(/^ID +TITLE +PREVIEW +GA +REQUIREMENTS +SOURCE$/);
    expect(await probeList(false, 1000)).toBe(piped);
  });

  test.each([60, 80, 120])('in %i columns is broken between words, and says the same', async (columns) => {
    const text = await probeList(false, columns);
    const lines = text.split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(columns);
    const piped = await probeList(false, undefined);
    const words = (all: string) => new Set(all.split(/\s+/));
    const lacking = [...words(piped.split('\n').slice(1).join('\n'))].filter(
      (word) => !words(text.replaceAll(',', '')).has(word.replaceAll(',', '')),
    );
    expect(lacking).toEqual([]);
  });

  test('as JSON does not depend on the terminal', async () => {
    expect(await probeList(true, 60)).toBe(await probeList(true, undefined));
  });
});
