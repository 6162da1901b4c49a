import { useMemo, useRef } from 'react';
import type { DoctorView } from '../../src/doctor/view.ts';
import { isUnderWay } from '../../src/engine/status.ts';
import { type Todo, todosOf } from '../list/todo.ts';
import type { ScreenState } from '../screen-state.ts';

const none: readonly Todo[] = [];

/**
 * What to do first, once the first run has ended. Its lines stay until checks have ended and a key is pressed: what was
 * mended meanwhile says so before it goes.
 */
export function useTodos(view: DoctorView, { rested, presses }: ScreenState): readonly Todo[] {
  const fresh = useMemo(() => (rested ? todosOf(view) : none), [view, rested]);
  const shown = useRef({ presses, todos: none, profile: view.profile });
  const { current: before } = shown;
  const stays = (view.busy || presses === before.presses) && view.profile === before.profile;
  if (!rested || before.todos.length === 0 || !stays) {
    shown.current = { presses, todos: fresh, profile: view.profile };
    return fresh;
  }
  const rows = new Map(view.rows.map((row) => [row.id, row]));
  const open = new Set(fresh.map(({ thing }) => thing.probe));
  const todos = before.todos.flatMap(({ thing }): Todo[] => {
    const row = rows.get(thing.probe);
    if (row === undefined) return [];
    const tried = isUnderWay(row.status);
    return [{ thing, row, ...(open.has(thing.probe) || tried ? {} : { done: true }) }];
  });
  if (view.busy) shown.current = { ...before, presses };
  return todos;
}
