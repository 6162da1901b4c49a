import type { SkipReason, Status } from '../engine/status.ts';
import { type StatusTone, statusWord, toneOf } from './status-words.ts';

/** Rows are counted in the words that stand in the rows, and that the filter takes: on the screen and in every report. */
export interface RowCount {
  readonly counted: Counted;
  readonly count: number;
  /** "13 FAIL", "2 not set". */
  readonly text: string;
  readonly tone: StatusTone;
}

type Counted = Status | 'unset';

interface Standing {
  readonly status: Status;
  readonly reason?: SkipReason | undefined;
}

/** A setting is missing: somebody has to do something, unlike with other rows that are skipped. */
export function isUnset({ status, reason }: Standing): boolean {
  return status === 'skipped' && reason === 'not-configured';
}

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

/** Every row once; what no row is, is left out. A row that runs says "check": counted, that would be its name. */
export function rowCounts(rows: readonly Standing[]): readonly RowCount[] {
  const counts = new Map<Counted, number>();
  for (const row of rows) {
    const counted: Counted = isUnset(row) ? 'unset' : row.status;
    counts.set(counted, (counts.get(counted) ?? 0) + 1);
  }
  return order.flatMap((counted): RowCount[] => {
    const count = counts.get(counted);
    if (count === undefined) return [];
    return counted === 'unset'
      ? [{ counted, count, text: `${count} not set`, tone: 'ask' }]
      : [
          {
            counted,
            count,
            text: `${count} ${counted === 'running' ? counted : statusWord(counted)}`,
            tone: toneOf(counted),
          },
        ];
  });
}
