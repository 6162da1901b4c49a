import { canBeAnswered } from '../results/assess.ts';
import type { Row } from '../results/row.ts';

/** May a person's `y` answer this row now? What was seen to be right or wrong is not a matter of opinion. */
export function isOpen(row: Row): boolean {
  return row.answerable && canBeAnswered(row);
}

/** May a person set this row aside? What a waiver settles (decisions: Skipped). */
export function canBeWaived({ status, reason }: Pick<Row, 'status' | 'reason'>): boolean {
  switch (status) {
    case 'fail':
    case 'unknown':
    case 'manual':
    case 'blocked':
      return true;
    case 'skipped':
      return reason === 'not-configured';
    default:
      return false;
  }
}
