import { expect, it } from 'vitest';
import { deadlineMs, endedAtDeadline, mostBehindMs, storms } from './deadlines.ts';

it.each(storms.map((storm) => [storm.name, storm] as const))(
  'a probe ends at its deadline, and leaves nothing, under %s',
  async (_, storm) => {
    const { code, kind, workedMs } = await endedAtDeadline(storm);
    expect({ code, kind }).toEqual({ code: 0, kind: 'timed-out' });
    expect(workedMs).toBeLessThan(deadlineMs + mostBehindMs);
  },
);
