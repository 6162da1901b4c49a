import type { Row } from './row.ts';

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
