import type { DoctorRow, DoctorView } from '../../src/doctor/view.ts';
import { foldClasses, foldClassOf, foldKey } from './inner-folds.ts';
import { areaKey, isLeftOut } from './items.ts';
import { isSearched } from './problems.ts';

export interface Folding {
  readonly folded: ReadonlySet<string>;
  readonly grouped: boolean;
}

/**
 * What is folded when the first run has ended: nothing where all of it fits into `room` lines; else what is all well, and
 * within the other areas what says nothing; and where the rest does not fit either, everything.
 */
export function foldedAtRest(view: DoctorView, room: number): Folding {
  const areas = areasOf(view);
  const lines = (folded: ReadonlySet<string>, rowLines: (rows: readonly DoctorRow[]) => number): number =>
    [...areas].reduce((sum, [key, rows]) => sum + 1 + (folded.has(key) ? 0 : rowLines(rows)), 0);
  if (lines(new Set(), (rows) => rows.length) <= room) return { folded: new Set(), grouped: false };
  const within = [...areas.keys()].flatMap((area) => foldClasses.map((fold) => foldKey(area, fold)));
  const well = [...areas].flatMap(([key, rows]) => (rows.some(isSearched) ? [] : [key]));
  const some = new Set([...well, ...within]);
  const folded = lines(some, groupedLines) <= room ? some : new Set([...areas.keys(), ...within]);
  return { folded, grouped: true };
}

/** Windows of rows that one can still look through while they run. */
const windows = 3;
/** With fewer there is nothing to choose from. */
const fewAreas = 3;

/** Too many rows to look through while they run: their areas are folded from the start. */
export function isLong(view: DoctorView, room: number): boolean {
  if (view.compared !== undefined || view.rows.length <= windows * room) return false;
  const areas = new Set<string>();
  let rows = 0;
  for (const row of view.rows) {
    if (isLeftOut(row)) continue;
    rows += 1;
    if (areas.size < fewAreas) areas.add(areaKey(row));
    else if (rows > windows * room) return true;
  }
  return areas.size >= fewAreas && rows > windows * room;
}

export function allFolded(view: DoctorView): ReadonlySet<string> {
  return new Set(areasOf(view).keys());
}

function areasOf(view: DoctorView): Map<string, DoctorRow[]> {
  return Map.groupBy(
    view.rows.filter((row) => !isLeftOut(row)),
    areaKey,
  );
}

/** Lines of an open area whose inner folds are shut. */
function groupedLines(rows: readonly DoctorRow[]): number {
  const classes = Map.groupBy(rows, foldClassOf);
  const folds = foldClasses.filter((fold) => classes.has(fold)).length;
  return (classes.get(undefined)?.length ?? 0) + folds;
}
