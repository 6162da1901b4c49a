import { skipReasons } from '../engine/status.ts';
import { reasonName } from '../results/names.ts';
import type { Row } from '../results/row.ts';
import { isUnset, type RowCount, rowCounts } from '../results/row-counts.ts';

/** As the screen's header counts; a skipped row is seen with its reason, so that nobody takes it for one that was looked at. */
export function countWords(rows: readonly Row[]): readonly RowCount[] {
  return rowCounts(rows).map((count) =>
    count.counted === 'skipped' ? { ...count, text: `${count.text}${reasonsOf(rows)}` } : count,
  );
}

function reasonsOf(rows: readonly Row[]): string {
  const skipped = Map.groupBy(
    rows.filter((row) => row.status === 'skipped' && !isUnset(row)),
    ({ reason }) => reason,
  );
  const parts = skipReasons.flatMap((reason) => {
    const count = skipped.get(reason)?.length;
    return count === undefined ? [] : [`${count} ${reasonName(reason)}`];
  });
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** "3 FAIL, 1 warn, 2 blocked, 31 pass". */
export function countsLine(
  rows: readonly Row[],
  paint: (count: RowCount) => string = ({ text }) => text,
): string {
  return rows.length === 0 ? 'nothing was looked at' : countWords(rows).map(paint).join(', ');
}
