import type { DoctorRow, DoctorView } from '../../src/doctor/view.ts';
import { areaName } from '../../src/results/names.ts';
import type { Tone } from '../theme/theme.ts';
import { type AreaSummary, areaSummary } from './area-summary.ts';
import { makeFilter } from './filter.ts';
import { type FoldClass, foldClasses, foldClassOf, foldKey, foldText } from './inner-folds.ts';
import { isSearched } from './problems.ts';
import { rowIdOfKey, type Todo } from './todo.ts';
import type { Cursor } from './viewport.ts';

/** The list as lines, top to bottom. Headings and rows can be chosen, notes cannot. */
export type Item =
  | {
      readonly kind: 'note';
      readonly key: string;
      readonly label: string;
      readonly labelTone?: Tone;
      readonly text: string;
      readonly tone: Tone;
    }
  | Heading
  | Fold
  | {
      readonly kind: 'todo-heading';
      readonly key: string;
      readonly todos: readonly Todo[];
      readonly shown: number;
    }
  | {
      readonly kind: 'todo';
      readonly key: string;
      readonly todo: Todo;
      readonly row: DoctorRow;
      readonly place: string;
    }
  | {
      readonly kind: 'now-heading';
      readonly key: string;
      readonly running: number;
      readonly waiting: number;
    }
  /** A row that runs, named once more on top. */
  | { readonly kind: 'now'; readonly key: string; readonly row: DoctorRow }
  | { readonly kind: 'row'; readonly key: string; readonly row: DoctorRow };

export interface Heading {
  readonly kind: 'heading';
  readonly key: string;
  readonly name: string;
  readonly subject: string;
  /** Rows that the profile and the settings ask for. */
  readonly total: number;
  /** Absent where its rows are only counted. */
  readonly summary?: AreaSummary;
  /** Its rows are only counted: how many of them are fine says nothing. */
  readonly counted: boolean;
  readonly folded: boolean;
}

/** Rows of one area that say nothing, in a line. */
export interface Fold {
  readonly kind: 'fold';
  readonly key: string;
  /** The heading that it stands under. */
  readonly area: string;
  readonly fold: FoldClass;
  readonly rows: readonly DoctorRow[];
  readonly text: string;
  readonly folded: boolean;
}

/** The rows that a choice asks for, whether an area that is folded hides them or not. */
export function chosenRows(
  view: DoctorView,
  { problemsOnly, filter }: Pick<Choice, 'problemsOnly' | 'filter'>,
): readonly DoctorRow[] {
  const matches = makeFilter(filter);
  return view.rows.filter((row) => (!problemsOnly || isSearched(row)) && (matches?.(row) ?? !isLeftOut(row)));
}

/** Which rows the person wants to see. `sticky` is the row under the cursor: it stays whatever it turns into. */
export interface Choice {
  readonly folded: ReadonlySet<string>;
  /** What says nothing is a line within its area. */
  readonly grouped: boolean;
  readonly problemsOnly: boolean;
  readonly filter: string;
  readonly sticky?: string | undefined;
}

export function areaKey(row: DoctorRow): string {
  if (row.heading !== undefined) return `heading:${row.heading.name}`;
  // A connector's library, target and rows in the host are one thing to whoever has it set up.
  return row.connector === undefined ? `area:${row.area}` : `connector:${row.connector}`;
}

/** Areas in capitals; connectors have names that people gave them. */
function areaHeading(area: string): string {
  return area === 'host' ? 'HOST' : areaName(area).toUpperCase();
}

const notAsked = new Set(['not-applicable', 'not-chosen']);

/** The rows of one area, where they stand among all, and what its heading says. */
interface Group {
  readonly places: readonly number[];
  readonly rows: readonly DoctorRow[];
  readonly heading: Omit<Heading, 'folded'>;
}

function groupOf(key: string, places: readonly number[], all: readonly DoctorRow[]): readonly Group[] {
  const rows = places.flatMap((place) => all[place] ?? []);
  const [first] = rows;
  if (first === undefined) return [];
  const heading = {
    kind: 'heading' as const,
    key,
    name: first.heading?.name ?? first.connector ?? areaHeading(first.area),
    subject: first.heading === undefined ? subjectOf(rows) : '',
    total: rows.filter((row) => row.reason === undefined || !notAsked.has(row.reason)).length,
    ...(first.heading === undefined ? { summary: areaSummary(rows.filter((row) => !isLeftOut(row))) } : {}),
    counted: first.heading !== undefined,
  };
  return [{ places, rows, heading }];
}

/** Of a connector its target's address: that its library is the general one says nothing. */
function subjectOf(rows: readonly DoctorRow[]): string {
  const named = rows.filter(({ subject }) => subject !== undefined);
  return (named.find(({ area }) => area !== 'connector') ?? named[0])?.subject ?? '';
}

/** A list of rows never changes, and each key press lists it again. */
const groupsByRows = new WeakMap<readonly DoctorRow[], readonly Group[]>();
let latest: readonly DoctorRow[] = [];

function groupsOf(rows: readonly DoctorRow[]): readonly Group[] {
  const known = groupsByRows.get(rows);
  if (known !== undefined) return known;
  const groups = followingGroups(rows) ?? groupsAnew(rows);
  groupsByRows.set(rows, groups);
  latest = rows;
  return groups;
}

function groupsAnew(rows: readonly DoctorRow[]): readonly Group[] {
  const places = new Map<string, number[]>();
  for (const [place, row] of rows.entries()) {
    const key = areaKey(row);
    const known = places.get(key);
    if (known === undefined) places.set(key, [place]);
    else known.push(place);
  }
  return [...places].flatMap(([key, own]) => groupOf(key, own, rows));
}

/** The groups of the rows before, anew where a row is another one; undefined where rows of other areas stand now. */
function followingGroups(rows: readonly DoctorRow[]): readonly Group[] | undefined {
  const before = latest;
  const groups = groupsByRows.get(before);
  if (groups === undefined || before.length !== rows.length) return undefined;
  const isSame = (place: number) => rows[place] === before[place];
  const stays = (row: DoctorRow, place: number) => {
    const old = before[place];
    return old === row || (old !== undefined && old.id === row.id && areaKey(old) === areaKey(row));
  };
  if (!rows.every(stays)) return undefined;
  return groups.flatMap((group) =>
    group.places.every(isSame) ? group : groupOf(group.heading.key, group.places, rows),
  );
}

/** The command line left it out: listed only when a filter asks for it. */
export function isLeftOut(row: DoctorRow): boolean {
  return row.reason === 'not-chosen';
}

/**
 * Everything the list shows, in order. A filter opens folded areas: what was asked for is never hidden. `kept` are the
 * rows that stood there at the last key: what becomes of one is seen before it goes.
 */
export function listItems(
  view: DoctorView,
  notes: readonly Item[],
  choice: Choice,
  kept?: ReadonlySet<string>,
): Item[] {
  const matches = makeFilter(choice.filter);
  const wanted = (row: DoctorRow) => matches?.(row) ?? !isLeftOut(row);
  const shown = (row: DoctorRow) =>
    row.id === choice.sticky ||
    ((!choice.problemsOnly || isSearched(row) || kept?.has(row.id) === true) && wanted(row));
  const grouped = choice.grouped && matches === undefined && !choice.problemsOnly;
  const nameOf = (id: string) => view.rows.find((row) => row.id === id)?.title ?? id;
  const items: Item[] = [...notes];
  for (const { rows, heading } of groupsOf(view.rows)) {
    if (!rows.some(shown)) continue;
    const { key } = heading;
    const folded = choice.folded.has(key) && matches === undefined;
    items.push({ ...heading, folded });
    if (folded) items.push(...rows.filter(({ id }) => id === choice.sticky).map(rowItem));
    else if (grouped) items.push(...groupedItems(key, rows.filter(shown), choice, kept, nameOf));
    else items.push(...rows.filter(shown).map(rowItem));
  }
  const leftOut = matches === undefined && !choice.problemsOnly ? view.rows.filter(isLeftOut).length : 0;
  if (leftOut > 0) items.push(leftOutNote(leftOut));
  return items;
}

function rowItem(row: DoctorRow): Item {
  return { kind: 'row', key: row.id, row };
}

/** What asks for something first, as it is; then what says nothing, a line a kind. One row needs no fold. */
function groupedItems(
  area: string,
  rows: readonly DoctorRow[],
  { folded, sticky }: Choice,
  kept: ReadonlySet<string> | undefined,
  nameOf: (id: string) => string,
): Item[] {
  const classOf = (row: DoctorRow): FoldClass | undefined =>
    kept?.has(row.id) === true ? undefined : foldClassOf(row);
  const classes = Map.groupBy(rows, classOf);
  const small = new Set(foldClasses.filter((each) => classes.get(each)?.length === 1));
  const plain = rows.filter((row) => {
    const own = classOf(row);
    return own === undefined || small.has(own);
  });
  return [
    ...plain.map(rowItem),
    ...foldClasses.flatMap((fold): Item[] => {
      const own = classes.get(fold) ?? [];
      if (own.length < 2) return [];
      const key = foldKey(area, fold);
      const isFolded = folded.has(key);
      const line: Fold = {
        kind: 'fold',
        key,
        area,
        fold,
        rows: own,
        text: foldText(fold, own, nameOf),
        folded: isFolded,
      };
      return [line, ...own.filter(({ id }) => !isFolded || id === sticky).map(rowItem)];
    }),
  ];
}

function leftOutNote(count: number): Item {
  const text = `   ${count} ${count === 1 ? 'row was' : 'rows were'} not chosen for this run`;
  return { kind: 'note', key: 'left-out', label: '', text, tone: 'quiet' };
}

/** Where the cursor stands: on what the person chose, or on the nearest thing shown when that is hidden now. */
export function cursorIndex(items: readonly Item[], rows: readonly DoctorRow[], key: string): number {
  const exact = items.findIndex((item) => item.key === key && isChoosable(item));
  if (exact !== -1) return exact;
  // What was to do first is done, or no longer among the first: its row, or what is the first now.
  const wanted = rowIdOfKey(key);
  const own = items.findIndex((item) => item.key === wanted);
  if (own !== -1) return own;
  const next = wanted === key ? -1 : items.findIndex((item) => item.kind === 'todo');
  if (next !== -1) return next;
  const at = new Map(items.map((item, index) => [item.key, index]));
  const position = rows.findIndex((row) => row.id === wanted || areaKey(row) === wanted);
  const row = rows[position];
  if (row !== undefined) {
    const folded = at.get(areaKey(row));
    const heading = folded === undefined ? undefined : items[folded];
    if (folded !== undefined && heading?.kind === 'heading' && heading.folded) return folded;
    const within = items.findIndex((item) => item.kind === 'fold' && item.folded && item.rows.includes(row));
    if (within !== -1) return within;
    for (const other of [...rows.slice(position), ...rows.slice(0, position).reverse()]) {
      const index = at.get(other.id);
      if (index !== undefined) return index;
    }
  }
  const firstRow = items.findIndex((item) => item.kind === 'row');
  return firstRow === -1 ? items.findIndex((item) => item.kind === 'heading') : firstRow;
}

function isChoosable({ kind }: Item): boolean {
  return kind === 'row' || kind === 'heading' || kind === 'fold' || kind === 'todo';
}

/** A line that stands for itself: headings and notes go with what is below them. */
function isChosenAlone(item: Item | undefined): boolean {
  if (item === undefined || item.key.startsWith('todo:') || item.key.startsWith('now:')) return true;
  return item.kind === 'row' || item.kind === 'todo' || item.kind === 'fold';
}

/** The next thing that can be chosen, `steps` away; stops at the ends. */
export function moveFrom(items: readonly Item[], index: number, steps: number): number {
  // What is done goes with the next key: the cursor does not go there.
  const isDone = (item: Item) => item.kind === 'todo' && item.todo.done === true;
  const choosable = items.flatMap((item, i) =>
    i === index || (isChoosable(item) && !isDone(item)) ? [i] : [],
  );
  const here = Math.max(0, choosable.indexOf(index));
  const there = Math.min(choosable.length - 1, Math.max(0, here + steps));
  return choosable[there] ?? index;
}

function isWithin(item: Item | undefined): boolean {
  return item?.kind === 'row' || item?.kind === 'fold';
}

/** Rows of an open area that come into sight with its heading. */
const opened = 3;

/** The lines that the cursor takes along: a heading or notes right above it, its question right below. */
export function cursorOf(items: readonly Item[], index: number): Cursor {
  const key = items[index]?.key ?? '';
  let first = Math.max(0, index);
  while (first > 0 && !isChosenAlone(items[first - 1])) first -= 1;
  const { kind } = items[index] ?? {};
  // The line above it may be lost to the heading that stays on top.
  if (kind === 'row' || kind === 'fold') first = Math.min(first, Math.max(0, index - 1));
  let last = index;
  while (items[last + 1]?.kind === 'note' && items[last + 1]?.key.startsWith(`${key}:`) === true) last += 1;
  // What has been opened is seen to be open.
  if (kind === 'heading' || kind === 'fold')
    while (last - index < opened && isWithin(items[last + 1])) last += 1;
  return { key, index, first, last };
}

/** The heading of the area that the line stands in; undefined where that is no line of an area. */
export function headingOf(items: readonly Item[], index: number): Heading | undefined {
  for (let at = index; at >= 0; at -= 1) {
    const item = items[at];
    if (item?.kind === 'heading') return item;
    if (item?.kind !== 'row' && item?.kind !== 'fold' && item?.kind !== 'note') return undefined;
  }
  return undefined;
}
