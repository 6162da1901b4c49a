import type { DoctorRow } from '../../src/doctor/view.ts';
import { areaKey, moveFrom } from '../list/items.ts';
import { nextProblem } from '../list/problems.ts';
import { rowIdOfKey, todosOf } from '../list/todo.ts';
import { pageBehind, returnPage } from '../screen-state.ts';
import { problemName } from '../text/names.ts';
import { type CommandContext, cursorItem, cursorRow } from './command-context.ts';

/** Commands that change what is seen, and nothing else. */

/** Puts the cursor on a key; in a shortened list the row stays listed while the cursor is on it. */
function goTo(context: CommandContext, key: string): void {
  context.update({ cursor: key, sticky: rowIdOfKey(key), top: 0 });
}

export function move(context: CommandContext, steps: number): void {
  const { state, items, index, maxTop } = context;
  if (state.page.kind === 'list' || state.page.kind === 'filter') {
    const item = items[moveFrom(items, index, steps)];
    if (item !== undefined) goTo(context, item.key);
  } else {
    context.update({ top: Math.max(0, Math.min(maxTop, state.top + steps)) });
  }
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
  if (item?.kind === 'heading') setFolded(context, item.key, !item.folded);
  if (item?.kind !== 'row' && item?.kind !== 'todo') return;
  const { blockedBy: cause, wants } = item.row;
  if (wants !== undefined) {
    typeSecret(context, wants.key);
    context.update({ cursor: item.key, sticky: item.row.id });
  } else if (context.state.page.kind !== 'detail') {
    openDetail(context, item.key);
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
  context.update({ page: { kind: 'detail' }, cursor: key, sticky: rowIdOfKey(key), top: 0 });
}

export function left(context: CommandContext): void {
  const item = cursorItem(context);
  if (context.state.page.kind === 'detail') context.update({ page: { kind: 'list' } });
  else if (item?.kind === 'heading') setFolded(context, item.key, true);
  else if (item?.kind === 'row') goTo(context, areaKey(item.row));
}

export function right(context: CommandContext): void {
  const item = cursorItem(context);
  if (item?.kind === 'heading') {
    if (item.folded) setFolded(context, item.key, false);
    else move(context, 1);
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
    context.update({ cursor: row.id, sticky: row.id, folded, top: 0 });
  }
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
  else update({ page: { kind: 'todo', returnTo: returnPage(state.page) }, top: 0 });
}
