import { useRef } from 'react';
import type { DoctorView } from '../../src/doctor/view.ts';
import { foldClassOf } from '../list/inner-folds.ts';
import { isSearched } from '../list/problems.ts';
import type { ScreenState } from '../screen-state.ts';

/** Ids of the rows that stood in a shortened list at the last key: what becomes of one is seen before it goes. */
export function useKeptRows(view: DoctorView, state: ScreenState): ReadonlySet<string> | undefined {
  const { presses, problemsOnly, grouped } = state;
  const kept = useRef<{ readonly key: string; readonly ids: ReadonlySet<string> }>(undefined);
  if (!problemsOnly && !grouped) return undefined;
  const key = `${presses} ${problemsOnly} ${grouped}`;
  if (kept.current?.key !== key) {
    const stands = problemsOnly ? isSearched : (row: DoctorView['rows'][number]) => !foldClassOf(row);
    kept.current = { key, ids: new Set(view.rows.filter(stands).map(({ id }) => id)) };
  }
  return kept.current.ids;
}
