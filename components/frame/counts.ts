import type { DoctorView } from '../../src/doctor/view.ts';
import { type RowCount, rowCounts } from '../../src/results/row-counts.ts';

/** What the header counts. */
export function headerCounts({ rows }: Pick<DoctorView, 'rows'>): readonly RowCount[] {
  return rowCounts(rows);
}

/** Those that fit into `room` cells with two blanks before each, and the others. */
export function fittingCounts(
  counts: readonly RowCount[],
  room: number,
): readonly [shown: readonly RowCount[], rest: readonly RowCount[]] {
  let left = room;
  const end = counts.findIndex(({ text }) => {
    left -= text.length + 2;
    return left < 0;
  });
  return end === -1 ? [counts, []] : [counts.slice(0, end), counts.slice(end)];
}
