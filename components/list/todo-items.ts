import type { DoctorView } from '../../src/doctor/view.ts';
import { cut } from '../text/text-width.ts';
import type { Item } from './items.ts';
import { fixOf, placeOf, type Todo, todoColumns, todoKey } from './todo.ts';

const blank = (key: string): Item => ({ kind: 'note', key, label: '', text: '', tone: 'plain' });

/** The lines on top of the list; of the cursor's cause also what mends it. */
export function todoItems(
  view: DoctorView,
  todos: readonly Todo[],
  {
    most,
    low,
    cursor,
    width,
    ellipsis,
  }: { most: number; low: boolean; cursor: string; width: number; ellipsis: string },
): Item[] {
  if (todos.length === 0) return [];
  const { place } = todoColumns(width);
  const lines = todos.slice(0, most).flatMap((todo): Item[] => {
    const key = todoKey(todo);
    const line: Item = { kind: 'todo', key, todo, row: todo.row, place: placeOf(todo.thing, view.rows) };
    const fix = key === cursor && todo.done !== true ? fixOf(todo, view) : undefined;
    if (fix === undefined) return [line];
    const label = '    Fix'.padEnd(4 + place);
    return [
      line,
      {
        kind: 'note',
        key: `${key}:fix`,
        label,
        labelTone: 'area',
        text: cut(fix, width - 4 - place - 1, ellipsis),
        tone: 'plain',
      },
    ];
  });
  return [
    { kind: 'todo-heading', key: 'todo', todos, shown: Math.min(most, todos.length) },
    ...lines,
    // The same number of lines wherever the cursor is: what is below does not move.
    ...Array.from({ length: Math.min(most, todos.length) + 1 - lines.length }, (_, i) =>
      blank(`todo:free${i}`),
    ),
    ...(low ? [] : [blank('todo:end')]),
  ];
}
