import type { DoctorView } from '../../src/doctor/view.ts';
import { areaKey, isLeftOut } from './items.ts';
import { isSearched } from './problems.ts';

/**
 * What is folded when the first run has ended: nothing where all of it fits into `room` lines; else what is all well;
 * and where the rest does not fit either, everything.
 */
export function foldedAtRest(view: DoctorView, room: number): ReadonlySet<string> {
  const areas = Map.groupBy(
    view.rows.filter((row) => !isLeftOut(row)),
    areaKey,
  );
  const lines = (folded: ReadonlySet<string>): number =>
    [...areas].reduce((sum, [key, rows]) => sum + 1 + (folded.has(key) ? 0 : rows.length), 0);
  const well = new Set([...areas].flatMap(([key, rows]) => (rows.some(isSearched) ? [] : [key])));
  const ways: readonly ReadonlySet<string>[] = [new Set(), well];
  return ways.find((folded) => lines(folded) <= room) ?? new Set(areas.keys());
}
