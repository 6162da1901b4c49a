import { plural } from '../../src/base/phrases.ts';
import type { DoctorRow, DoctorView } from '../../src/doctor/view.ts';
import type { Owner } from '../../src/engine/probe.ts';
import { briefText } from '../../src/results/brief-fault.ts';
import { type DoFirst, doFirst } from '../../src/results/do-first.ts';
import { statusWord, toneOf } from '../../src/results/status-words.ts';
import { stepsFor } from '../detail/steps.ts';
import type { StyledLine } from '../text/styled-text.ts';
import { styled } from '../text/styled-text.ts';
import { cut, pad, textWidth } from '../text/text-width.ts';
import type { Theme } from '../theme/theme.ts';

/** What to do first: a root cause a line, in the order in which to mend them. */

/** Lines of it on top of the list: fewer where the window is low. */
export function mostTodos(room: number): number {
  return isLow(room) ? 3 : 5;
}

/** Every line counts: none stays empty between it and the areas. */
export function isLow(room: number): boolean {
  return room < 14;
}

/** Lines that it takes there: a heading, the causes, what mends the cursor's, and an empty one where there is room. */
export function todoHeight(todos: number, room: number): number {
  return todos === 0 ? 0 : Math.min(todos, mostTodos(room)) + (isLow(room) ? 2 : 3);
}

export interface Todo {
  readonly thing: DoFirst;
  /** The root's row: what the keys act on, and what Enter opens. */
  readonly row: DoctorRow;
  /** Mended since the last key. */
  readonly done?: true;
}

export function todosOf(view: DoctorView): readonly Todo[] {
  const known = todosByView.get(view) ?? workOut(view);
  todosByView.set(view, known);
  return known;
}

/** A view never changes, and each key press asks what is to be done. */
const todosByView = new WeakMap<DoctorView, readonly Todo[]>();

function workOut(view: DoctorView): readonly Todo[] {
  if (view.compared !== undefined) return [];
  const byId = new Map(view.rows.map((row) => [row.id, row]));
  return doFirst(view.rows, view.causes).flatMap((thing) => {
    const row = byId.get(thing.probe);
    return row === undefined ? [] : [{ thing, row }];
  });
}

const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** Whose line it is: the connector's; of all of them, "all ten"; of a server with one or none, "server". */
export function placeOf({ connector }: DoFirst, rows: readonly DoctorRow[]): string {
  if (connector !== undefined) return connector;
  const count = new Set(rows.flatMap((row) => row.connector ?? [])).size;
  return count < 2 ? 'server' : `all ${numbers[count] ?? count}`;
}

const shortOwners: Readonly<Record<Owner, string>> = {
  server: 'server',
  network: 'network',
  directory: 'directory',
  database: 'database',
  entra: 'Entra',
  connector: 'developer',
};

/** In one word whose hands it needs. */
export function whoseShort({ you, owner }: DoFirst): string {
  return you ? 'you' : shortOwners[owner];
}

export interface TodoColumns {
  readonly place: number;
  readonly text: number;
  readonly whose: number;
  /** 0 where there is no room for it. */
  readonly frees: number;
}

const gutter = 4;
const whose = 10;
const frees = 9;

/** By the window alone: cause and owner always, what it frees where there is room. */
export function todoColumns(width: number): TodoColumns {
  const wide = width >= 72;
  const place = wide ? 16 : 15;
  return { place, text: width - gutter - place - whose - (wide ? frees : 0), whose, frees: wide ? frees : 0 };
}

/** "DO FIRST  5 of 13, then 6 recommended: d". */
export function todoHeading(todos: readonly Todo[], shown: number, width: number): StyledLine {
  const columns = todoColumns(width);
  const open = todos.filter(({ done }) => done !== true);
  const recommended = open.filter(({ thing }) => thing.recommended).length;
  const needed = open.length - recommended;
  const main =
    needed === 0
      ? `${Math.min(shown, open.length)} of ${open.length} recommended`
      : `${Math.min(shown, needed)} of ${needed}`;
  const then = needed === 0 || recommended === 0 ? '' : `, then ${recommended} recommended`;
  const head = ' DO FIRST   ';
  const room = gutter + columns.place + columns.text - head.length;
  const text = textWidth(`${main}${then}: d`) < room ? `${main}${then}: d` : `${main}: d`;
  return [
    styled(head, 'area'),
    styled(pad(text, room, ''), 'quiet'),
    styled(pad('whose', columns.whose, ''), 'quiet'),
    styled(columns.frees === 0 ? '' : 'frees', 'quiet'),
  ];
}

export function todoLine(
  { thing, row, done }: Todo,
  { place, selected, width, theme }: { place: string; selected: boolean; width: number; theme: Theme },
): StyledLine {
  const columns = todoColumns(width);
  const { ellipsis, cursor } = theme.glyphs;
  if (done === true)
    return [
      styled(selected ? cursor : ' ', 'strong'),
      styled(`${theme.glyphs.status(row.status).padStart(2)} `, toneOf(row.status)),
      styled(`${pad(place, columns.place - 1, ellipsis)} `, 'plain'),
      styled(cut(becameText(row), columns.text + columns.whose + columns.frees - 1, ellipsis), 'plain'),
    ];
  return [
    styled(selected ? cursor : ' ', 'strong'),
    styled(`${String(thing.order).padStart(2)} `, selected ? 'strong' : 'quiet'),
    styled(`${pad(place, columns.place - 1, ellipsis)} `, selected ? 'strong' : 'plain'),
    styled(`${pad(briefText(thing.text, columns.text - 1), columns.text - 1, ellipsis)} `, 'strong'),
    styled(pad(whoseShort(thing), columns.whose, ''), 'plain'),
    styled(columns.frees === 0 ? '' : plural(thing.frees, 'row', 'rows').padStart(frees - 2), 'quiet'),
  ];
}

/** What became of a thing that was to do: "Answers: was FAIL, now pass". */
export function becameText(row: DoctorRow): string {
  const before = row.attempts.at(-2);
  const was =
    before === undefined || before.status === row.status ? '' : `was ${statusWord(before.status)}, `;
  return `${row.title}: ${was}now ${statusWord(row.status)}`;
}

/** The first thing that mends it, under the cursor's line. */
export function fixOf(todo: Todo, view: DoctorView): string | undefined {
  return stepsOf(todo, view)[0]?.text;
}

/** Who else has a hand in it after the first step, in the order of the steps. */
export function othersOf(todo: Todo, view: DoctorView): readonly Owner[] {
  const owners = new Set(stepsOf(todo, view).flatMap(({ owner }) => owner ?? []));
  owners.delete(todo.thing.owner);
  return [...owners];
}

function stepsOf({ thing, row }: Todo, view: DoctorView): ReturnType<typeof stepsFor> {
  const rows = [row, ...view.rows.filter(({ id }) => thing.rows.includes(id))];
  for (const { remedy } of rows) {
    const steps = remedy === undefined ? [] : stepsFor(remedy, view);
    if (steps.length > 0) return steps;
  }
  return [];
}

/** "6 of 13 to do, frees 9 rows": where a row's root cause stands in the order. */
export function todoPlace({ id }: DoctorRow, todos: readonly Todo[]): string | undefined {
  const own = todos.find(({ thing, done }) => thing.probe === id && done !== true);
  if (own === undefined) return undefined;
  const { thing } = own;
  const among = todos.filter((each) => each.thing.recommended === thing.recommended).length;
  const before = thing.recommended ? todos.length - among : 0;
  const kind = thing.recommended ? 'recommended' : 'to do';
  if (among === 1) return thing.frees === 1 ? undefined : `frees ${thing.frees} rows`;
  return `${thing.order - before} of ${among} ${kind}, frees ${plural(thing.frees, 'row', 'rows')}`;
}

export function todoKey({ thing }: Todo): string {
  return `do:${thing.probe}`;
}

/** The row that a line of the list stands for. */
export function rowIdOfKey(key: string): string {
  return key.startsWith('do:') ? key.slice(3) : key;
}
