import { useMemo, useRef } from 'react';
import { once } from '../../src/base/once.ts';
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
  const rows = once(() => new Map(view.rows.map((row) => [row.id, row])));
  const isTried = ({ thing }: Todo): boolean => isUnderWay(rows().get(thing.probe)?.status ?? 'pass');
  if (!rested || before.todos.length === 0 || !stays) {
    // What is being tried again has no verdict under any profile: it stays where it stood.
    const todos = rested && view.busy ? merged(fresh, before.todos, isTried) : fresh;
    shown.current = { presses, todos, profile: view.profile };
    return todos;
  }
  const open = new Set(fresh.map(({ thing }) => thing.probe));
  const todos = before.todos.flatMap(({ thing }): Todo[] => {
    const row = rows().get(thing.probe);
    if (row === undefined) return [];
    return [{ thing, row, ...(open.has(thing.probe) || isTried({ thing, row }) ? {} : { done: true }) }];
  });
  if (view.busy) shown.current = { ...before, presses };
  // Something is to do that was not: the order as it is now, with what was mended where it stood.
  const known = new Set(todos.map(({ thing }) => thing.probe));
  const isNew = !view.busy && fresh.some(({ thing }) => !known.has(thing.probe));
  return isNew ? merged(fresh, todos, ({ done }) => done === true) : todos;
}

/** The order, and those of an earlier one that `stays` holds for, each in its place; numbered anew. */
function merged(
  fresh: readonly Todo[],
  earlier: readonly Todo[],
  stays: (todo: Todo) => boolean,
): readonly Todo[] {
  const kept = new Set(earlier.filter(stays).map(({ thing }) => thing.probe));
  const all = fresh.filter(({ thing }) => !kept.has(thing.probe));
  for (const [at, todo] of earlier.entries()) if (kept.has(todo.thing.probe)) all.splice(at, 0, todo);
  let order = 0;
  return all.map((todo) => {
    if (todo.done !== true) order += 1;
    return todo.done === true ? todo : { ...todo, thing: { ...todo.thing, order } };
  });
}
