import type { DoctorRow } from '../../src/doctor/view.ts';
import { areaKey, moveFrom } from '../list/items.ts';
import { nextProblem } from '../list/problems.ts';
import { behind, under } from '../screen-state.ts';
import { soughtName } from '../text/names.ts';
import { chosen, chosenRow, type Stage } from './command-context.ts';

/** Commands that change what is seen, and nothing else. */

/** Puts the cursor on a key; in a shortened list the row stays listed while the cursor is on it. */
function goTo(stage: Stage, key: string): void {
  stage.set({ cursor: key, sticky: key, top: 0 });
}

export function move(stage: Stage, steps: number): void {
  const { state, items, index, lastTop } = stage;
  if (state.page.kind === 'list' || state.page.kind === 'filter') {
    const item = items[moveFrom(items, index, steps)];
    if (item !== undefined) goTo(stage, item.key);
  } else {
    stage.set({ top: Math.max(0, Math.min(lastTop, state.top + steps)) });
  }
}

function fold(stage: Stage, key: string, folded: boolean): void {
  if (stage.state.filter.trim() !== '') {
    stage.say('While there is a filter all areas are open. Esc clears it.', 'quiet');
    return;
  }
  const next = new Set(stage.state.folded);
  if (folded) next.add(key);
  else next.delete(key);
  stage.set({ folded: next, cursor: key });
}

/**
 * Enter: folds a heading, opens a row, and from an open blocked row goes on to its root cause. Where a password is
 * wanted, that is what it opens; Right still opens the row.
 */
export function open(stage: Stage): void {
  const item = chosen(stage);
  if (item?.kind === 'heading') fold(stage, item.key, !item.folded);
  if (item?.kind !== 'row') return;
  const { blockedBy: cause, wants } = item.row;
  if (wants !== undefined) {
    typeSecret(stage, wants.key);
    stage.set({ cursor: item.key, sticky: item.key });
  } else if (stage.state.page.kind !== 'detail') {
    openDetail(stage, item.key);
  } else if (cause !== undefined && stage.view.rows.some(({ id }) => id === cause)) {
    goTo(stage, cause);
  }
}

/** The page on which secrets are typed; `first` before the others. */
export function typeSecret({ state, set }: Stage, first: string | undefined): void {
  const page = { kind: 'secrets', behind: under(state.page) } as const;
  set({ page: first === undefined ? page : { ...page, first } });
}

function openDetail(stage: Stage, key: string): void {
  stage.set({ page: { kind: 'detail' }, cursor: key, sticky: key, top: 0 });
}

export function left(stage: Stage): void {
  const item = chosen(stage);
  if (stage.state.page.kind === 'detail') stage.set({ page: { kind: 'list' } });
  else if (item?.kind === 'heading') fold(stage, item.key, true);
  else if (item?.kind === 'row') goTo(stage, areaKey(item.row));
}

export function right(stage: Stage): void {
  const item = chosen(stage);
  if (item?.kind === 'heading') {
    if (item.folded) fold(stage, item.key, false);
    else move(stage, 1);
  } else if (item?.kind === 'row' && stage.state.page.kind === 'list') {
    openDetail(stage, item.key);
  }
}

/** Esc: takes back the last thing that was opened or asked. */
export function back(stage: Stage): void {
  const { state } = stage;
  const row = chosenRow(stage);
  const onRow = state.page.kind === 'list' || state.page.kind === 'detail';
  if (state.leaving === 'asked') stage.set({ leaving: undefined });
  else if (onRow && row?.question !== undefined) stage.doctor.decline(row.id);
  else if (state.page.kind !== 'list') stage.set({ page: behind(state.page), top: 0 });
  else if (state.filter !== '') stage.set({ filter: '', sticky: undefined });
  else if (state.problemsOnly) stage.set({ problemsOnly: false, sticky: undefined });
}

/** From a heading the next problem may be its own first row: start one row before it. */
function startOf(stage: Stage, step: 1 | -1): string {
  const item = chosen(stage);
  const { rows } = stage.view;
  if (item?.kind !== 'heading') return chosenRow(stage)?.id ?? '';
  const first = rows.findIndex((row) => areaKey(row) === item.key);
  const start: DoctorRow | undefined = step === 1 ? rows.at(first - 1) : rows[first];
  return start?.id ?? '';
}

export function problem(stage: Stage, step: 1 | -1): void {
  const { view, state } = stage;
  const id = nextProblem(view.rows, startOf(stage, step), step);
  const row = view.rows.find((each) => each.id === id);
  if (row === undefined) {
    const { many } = soughtName(view);
    if (view.busy) stage.say(`No ${many} so far.`, 'quiet');
    else stage.say(`No ${many}.`, 'good');
  } else if (row.id === chosenRow(stage)?.id) {
    stage.say(`This is the only ${soughtName(view).one}.`, 'quiet');
  } else {
    const folded = new Set(state.folded);
    folded.delete(areaKey(row));
    stage.set({ cursor: row.id, sticky: row.id, folded, top: 0 });
  }
}
