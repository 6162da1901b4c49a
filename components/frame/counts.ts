import type { DoctorView } from '../../src/doctor/view.ts';
import type { Status } from '../../src/engine/status.ts';
import { statusWord, toneOf } from '../../src/results/status-words.ts';
import type { StatusCounts } from '../../src/results/tally.ts';
import { isUnset } from '../list/status-label.ts';
import type { Tone } from '../theme/theme.ts';

/** What the header counts: rows, in the words that stand in the rows, and that the filter takes. */
export interface CountWord {
  readonly counted: Counted;
  /** "13 FAIL", "2 not set". */
  readonly text: string;
  readonly tone: Tone;
}

type Counted = Status | 'unset';

/** What matters first; what does not fit falls off at the end. */
const order: readonly Counted[] = [
  'fail',
  'crashed',
  'timed-out',
  'unknown',
  'manual',
  'unset',
  'warn',
  'cancelled',
  'running',
  'pending',
  'blocked',
  'pass',
  'attested',
  'waived',
  'skipped',
];

export function headerCounts({ rows }: Pick<DoctorView, 'rows'>): readonly CountWord[] {
  const counts = new Map<Counted, number>();
  for (const row of rows) {
    const counted: Counted = isUnset(row) ? 'unset' : row.status;
    counts.set(counted, (counts.get(counted) ?? 0) + 1);
  }
  return words((counted) => counts.get(counted) ?? 0);
}

export function countWords(counts: StatusCounts): readonly CountWord[] {
  return words((counted) => (counted === 'unset' ? 0 : counts[counted]));
}

function words(countOf: (counted: Counted) => number): readonly CountWord[] {
  return order
    .filter((counted) => countOf(counted) > 0)
    .map((counted) =>
      counted === 'unset'
        ? { counted, text: `${countOf(counted)} not set`, tone: 'ask' }
        : { counted, text: `${countOf(counted)} ${statusWord(counted)}`, tone: toneOf(counted) },
    );
}

/** Those that fit into `room` cells with two blanks before each, and the others. */
export function fittingCounts(
  counts: readonly CountWord[],
  room: number,
): readonly [shown: readonly CountWord[], rest: readonly CountWord[]] {
  let left = room;
  const end = counts.findIndex(({ text }) => {
    left -= text.length + 2;
    return left < 0;
  });
  return end === -1 ? [counts, []] : [counts.slice(0, end), counts.slice(end)];
}
