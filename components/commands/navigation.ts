import { defined } from '../../src/base/defined.ts';
import type { DoctorRow } from '../../src/doctor/view.ts';
import { isInSight, type Link, moved } from '../detail/links.ts';
import { areaKey, moveFrom } from '../list/items.ts';
import { nextProblem } from '../list/problems.ts';
import { rowIdOfKey, type Todo, todoKey, todosOf } from '../list/todo.ts';
import { pageBehind, returnPage } from '../screen-state.ts';
import { problemName } from '../text/names.ts';
import { type CommandContext, cursorItem, cursorRow } from './command-context.ts';

/** Commands that change what is seen, and nothing else. */

/** Puts the cursor on a key; in a shortened list the row stays listed while the cursor is on it. */
function goTo(context: CommandContext, key: string): void {
  context.update({ cursor: key, sticky: stickyOf(key), top: 0, link: 0 });
}

/** A line of what to do first stays by itself: its row need not be listed for it. */
function stickyOf(key: string): string | undefined {
  return rowIdOfKey(key) === key ? key : undefined;
}

export function move(context: CommandContext, steps: number): void {
  const { state, items, index, maxTop } = context;
  if (state.page.kind === 'list' || state.page.kind === 'filter') {
    const item = items[moveFrom(items, index, steps)];
    if (item !== undefined) goTo(context, item.key);
  } else if (Math.abs(steps) === 1 && state.page.kind === 'detail') {
    const window = { top: state.top, maxTop, height: context.pageHeight };
    context.update(moved(context.links, state.link, steps === 1 ? 1 : -1, window));
  } else {
    context.update({ top: Math.max(0, Math.min(maxTop, state.top + steps)) });
  }
}

/** The row that is chosen among those that the page names, where it is in sight. */
function chosenLink({ links, state, maxTop, pageHeight }: CommandContext): Link | undefined {
  const link = state.page.kind === 'detail' ? links[state.link] : undefined;
  const window = { top: state.top, maxTop, height: pageHeight };
  return link !== undefined && isInSight(link, window) ? link : undefined;
}

/** To the other column; false where there is none. */
function moveAside(context: CommandContext, step: 1 | -1): boolean {
  const here = chosenLink(context);
  const link = context.state.link + step;
  if (here === undefined || context.links[link]?.line !== here.line) return false;
  context.update({ link });
  return true;
}

function setFolded(context: CommandContext, key: string, folded: boolean): void {
  if (context.state.filter.trim() !== '') {
    context.showMessage('While there is a filter all areas are open. Esc clears it.', 'quiet');
    return;
  }
  const next = new Set(context.state.folded);
  if (folded) next.add(key);
  else next.delete(key);
  context.update({ folded: next, cursor: key, sticky: undefined });
}

/**
 * Enter: folds a heading, opens a row, and from an open blocked row goes on to its root cause. Where a password is
 * wanted, that is what it opens; Right still opens the row.
 */
export function open(context: CommandContext): void {
  const item = cursorItem(context);
  if (item?.kind === 'heading' || item?.kind === 'fold') setFolded(context, item.key, !item.folded);
  if (item?.kind !== 'row' && item?.kind !== 'todo') return;
  const { blockedBy: cause, wants } = item.row;
  if (wants !== undefined) {
    typeSecret(context, wants.key);
    context.update({ cursor: item.key, sticky: stickyOf(item.key) });
  } else if (context.state.page.kind !== 'detail') {
    openDetail(context, item.key);
  } else if (chosenLink(context) !== undefined) {
    goTo(context, chosenLink(context)?.row ?? item.key);
    context.update({ page: { kind: 'detail', from: item.key } });
  } else if (cause !== undefined && context.view.rows.some(({ id }) => id === cause)) {
    goTo(context, cause);
  }
}

/** The page on which secrets are typed; `first` before the others. */
export function typeSecret({ state, update }: CommandContext, first: string | undefined): void {
  const page = { kind: 'secrets', returnTo: returnPage(state.page) } as const;
  update({ page: first === undefined ? page : { ...page, first } });
}

function openDetail(context: CommandContext, key: string): void {
  context.update({ page: { kind: 'detail' }, cursor: key, sticky: stickyOf(key), top: 0, link: 0 });
}

export function left(context: CommandContext): void {
  const item = cursorItem(context);
  if (context.state.page.kind === 'detail') {
    if (!moveAside(context, -1)) back(context);
  } else if (item?.kind === 'heading') setFolded(context, item.key, true);
  else if (item?.kind === 'fold' && !item.folded) setFolded(context, item.key, true);
  else if (item?.kind === 'fold') goTo(context, item.area);
  else if (item?.kind === 'row') goTo(context, foldOf(context, item.row) ?? areaKey(item.row));
}

/** The open line of its area that the row stands under. */
function foldOf({ items }: CommandContext, row: DoctorRow): string | undefined {
  return items.find((item) => item.kind === 'fold' && item.rows.includes(row))?.key;
}

export function right(context: CommandContext): void {
  const item = cursorItem(context);
  if (item?.kind === 'heading' || item?.kind === 'fold') {
    if (item.folded) setFolded(context, item.key, false);
    else move(context, 1);
  } else if (context.state.page.kind === 'detail') {
    moveAside(context, 1);
  } else if ((item?.kind === 'row' || item?.kind === 'todo') && context.state.page.kind === 'list') {
    openDetail(context, item.key);
  }
}

/** Esc: takes back the last thing that was opened or asked. */
export function back(context: CommandContext): void {
  const { state } = context;
  const row = cursorRow(context);
  const onRow = state.page.kind === 'list' || state.page.kind === 'detail';
  if (state.leaving === 'asked') context.update({ leaving: undefined });
  else if (onRow && row?.question !== undefined) context.doctor.decline(row.id);
  else if (state.page.kind === 'detail' && state.page.from !== undefined)
    openDetail(context, state.page.from);
  else if (state.page.kind === 'detail' && state.page.behind === 'todo')
    context.update({ page: { kind: 'todo', returnTo: 'list', at: rowIdOfKey(state.cursor) }, top: 0 });
  else if (state.page.kind !== 'list') context.update({ page: pageBehind(state.page), top: 0 });
  else if (state.filter !== '') context.update({ filter: '', sticky: undefined });
  else if (state.problemsOnly) context.update({ problemsOnly: false, sticky: undefined });
}

/** From a heading the next problem may be its own first row: start one row before it. */
function startOf(context: CommandContext, step: 1 | -1): string {
  const item = cursorItem(context);
  const { rows } = context.view;
  if (item?.kind !== 'heading') return cursorRow(context)?.id ?? '';
  const first = rows.findIndex((row) => areaKey(row) === item.key);
  const start: DoctorRow | undefined = step === 1 ? rows.at(first - 1) : rows[first];
  return start?.id ?? '';
}

export function goToProblem(context: CommandContext, step: 1 | -1): void {
  const { view, state } = context;
  const item = cursorItem(context);
  if (state.page.kind === 'detail' && item?.kind === 'todo') {
    goToTodo(context, item.todo, step);
    return;
  }
  // From a line of what to do first to its own row in the list.
  const id =
    item?.kind === 'todo' && state.page.kind === 'list'
      ? item.row.id
      : nextProblem(view.rows, startOf(context, step), step);
  const row = view.rows.find((each) => each.id === id);
  if (row === undefined) {
    const { many } = problemName(view);
    if (view.busy) context.showMessage(`No ${many} so far.`, 'quiet');
    else context.showMessage(`No ${many}.`, 'good');
  } else if (row.id === item?.key) {
    context.showMessage(`This is the only ${problemName(view).one}.`, 'quiet');
  } else {
    const folded = new Set(state.folded);
    folded.delete(areaKey(row));
    context.update({ cursor: row.id, sticky: row.id, folded, top: 0, link: 0 });
  }
}

/** From the page of one thing to do to the next one's: in their order, and none of the list's rows between. */
function goToTodo({ todos, update, showMessage }: CommandContext, from: Todo, step: 1 | -1): void {
  const isFrom = (todo: Todo): boolean => todo.thing.probe === from.thing.probe;
  const open = todos.filter((todo) => todo.done !== true || isFrom(todo));
  const next = open[open.findIndex(isFrom) + step];
  if (next !== undefined) update({ cursor: todoKey(next), sticky: undefined, top: 0, link: 0 });
  else showMessage(`This is the ${step === 1 ? 'last' : 'first'} thing to do.`, 'quiet');
}

/** To the next or previous heading; from inside an area the previous one is its own. */
export function goToArea(context: CommandContext, step: 1 | -1): void {
  const { items, index, state } = context;
  if (state.page.kind !== 'list') return;
  for (let at = index + step; at >= 0 && at < items.length; at += step) {
    const item = items[at];
    if (item?.kind === 'heading') {
      goTo(context, item.key);
      return;
    }
  }
  // Above the first heading stands what to do first.
  if (step === -1) move(context, -items.length);
}

export function doFirstPage(context: CommandContext): void {
  const { view, state, showMessage, update } = context;
  if (view.compared !== undefined)
    showMessage('One server at a time has an order: Enter opens one.', 'quiet');
  else if (todosOf(view).length === 0)
    showMessage(
      view.busy ? 'Nothing is to be done so far.' : 'Nothing is to be done.',
      view.busy ? 'quiet' : 'good',
    );
  else {
    const at = defined({ at: todoOf(context)?.thing.probe });
    update({ page: { kind: 'todo', returnTo: returnPage(state.page), ...at }, top: 0 });
  }
}

/**
 * What is to be done about the row that the cursor stands on, or first of all in its area. From the lines of what to do
 * first the page begins at its own first.
 */
function todoOf(context: CommandContext): Todo | undefined {
  const item = cursorItem(context);
  if (item?.kind === 'todo') return undefined;
  const todos = todosOf(context.view);
  const row = item?.kind === 'row' ? item.row : undefined;
  const own = row && todos.find(({ thing }) => thing.rows.includes(row.id));
  const area = row !== undefined ? areaKey(row) : item?.kind === 'fold' ? item.area : item?.key;
  return own ?? todos.find((todo) => areaKey(todo.row) === area);
}

/** `/`: on a row's page a word is looked for, elsewhere the list is filtered. */
export function openFilter({ state: { page }, update }: CommandContext): void {
  if (page.kind !== 'detail') update({ page: { kind: 'filter' } });
  else {
    const from = defined({ from: page.from });
    update({ page: { kind: 'find', text: '', at: 0, ...from } });
  }
}
