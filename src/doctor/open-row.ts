import { canBeAnswered } from '../results/assess.ts';
import type { Row } from '../results/row.ts';

/** May a person's `y` answer this row now? What was seen to be right or wrong is not a matter of opinion. */
export function isOpen(row: Row): boolean {
  return row.answerable && canBeAnswered(row);
}
