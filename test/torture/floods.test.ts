import { expect, it } from 'vitest';
import { flooded, floods } from './floods.ts';

it.each(floods.map((flood) => [flood.name, flood] as const))(
  '%s without end: a row in little memory, never the end of the program',
  async (_, flood) => {
    const { code, said, peakMb } = await flooded(flood);
    expect({ code, said }).toEqual({ code: 0, said: expect.stringMatching(flood.said) });
    expect(peakMb).toBeLessThan(600);
  },
);
