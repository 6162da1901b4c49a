import type { Row } from '../results/row.ts';

/** May a person's `y` answer this row now? What was seen to be right or wrong is not a matter of opinion. */
export function isOpen(row: Row): boolean {
  if (!row.answerable) return false;
  switch (row.status) {
    case 'unknown':
    case 'manual':
    case 'blocked':
      return true;
    case 'skipped':
      return row.reason === 'not-configured' || row.reason === 'not-allowed' || row.reason === 'not-built';
    default:
      return false;
  }
}
