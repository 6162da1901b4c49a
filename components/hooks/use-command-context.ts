import { useApp, useStdin } from 'ink';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { nextTurn } from '../../src/base/own-turn.ts';
import type { Doctor, DoctorView } from '../../src/doctor/view.ts';
import type { CommandContext } from '../commands/command-context.ts';
import type { ScreenActions } from '../commands/screen-actions.ts';
import { isConsentPage } from '../consent/consent.ts';
import { hasThirdLine } from '../frame/header.tsx';
import { allFolded, foldedAtRest, isLong } from '../list/folding.ts';
import { foldClasses, foldKey } from '../list/inner-folds.ts';
import { areaKey, cursorIndex, type Item, isLeftOut, listItems } from '../list/items.ts';
import { questionNotes, topNotes } from '../list/notes.ts';
import { nowItems } from '../list/now.ts';
import { isProblem } from '../list/problems.ts';
import { isLow, mostTodos, rowIdOfKey, todoHeight, todoKey, todosOf } from '../list/todo.ts';
import { todoItems } from '../list/todo-items.ts';
import { initialState, type ScreenState } from '../screen-state.ts';
import type { ScreenResult } from '../terminal/screen-types.ts';
import { useTheme } from '../theme/theme-context.ts';
import { useKeptRows } from './use-kept-rows.ts';
import { useKeyState } from './use-key-state.ts';
import { useRetryResult } from './use-retry-result.ts';
import { useTodos } from './use-todos.ts';

/** Time that attempts get to clean up after a cancel, in milliseconds. */
const graceMs = 5000;

export interface CommandContextInput {
  readonly doctor: Doctor;
  /** What is drawn of it. */
  readonly view: DoctorView;
  /** What is drawn next is the newest view. */
  catchUp(): void;
  readonly actions: ScreenActions;
  /** Ends the screen from outside (a closed window, SIGTERM). */
  readonly signal: AbortSignal | undefined;
  readonly width: number;
  /** Lines of the screen. */
  readonly height: number;
  redraw(): void;
  /** Called right before the screen ends. */
  onLeave(): void;
}

export interface CommandContextCore
  extends Omit<CommandContext, 'pageSize' | 'maxTop' | 'pageHeight' | 'links'> {
  /** Lines of the list. */
  readonly room: number;
  /** What to do first stands on top of it. */
  readonly ordered: boolean;
}

/** Rows around the list: two of header and a rule above it, a rule and the keys below. */
const listChrome = 5;
/** How much of the list the notes on top of it may take. */
const noteShare = 0.4;

const pagesWithMessages: ReadonlySet<ScreenState['page']['kind']> = new Set(['list', 'detail', 'help']);

/** On the first check; side by side on the first difference, with what needs no attention folded. */
function initialPosition(view: DoctorView, room: number): Partial<ScreenState> {
  const { rows, compared, busy } = view;
  if (compared === undefined && !busy && rows.every(({ status }) => status !== 'pending')) {
    return atRest(view, room);
  }
  const first = rows.find((row) => !isLeftOut(row) && (compared === undefined || isProblem(row)));
  if (isLong(view, room)) {
    return { cursor: first === undefined ? '' : areaKey(first), folded: allFolded(view) };
  }
  const folded = rows.filter(({ heading }) => heading?.folded === true).map(areaKey);
  return { cursor: (first ?? rows[0])?.id ?? '', folded: new Set(folded) };
}

/** Where the first run ends: on the first thing to do, with areas folded where not all of it fits into `room` lines. */
function atRest(view: DoctorView, room: number): Partial<ScreenState> {
  const { rows } = view;
  const [todo] = todosOf(view);
  const first = rows.find((row) => !isLeftOut(row)) ?? rows[0];
  return {
    rested: true,
    cursor: todo === undefined ? (first?.id ?? '') : todoKey(todo),
    ...foldedAtRest(view, room - todoHeight(todosOf(view).length, room)),
  };
}

/**
 * Ink takes its listener away, but Node goes on reading: it would take the first keys that are meant for the editor. A
 * stream without listeners that is paused is not read any more; the next listener begins again.
 */
async function stopReading(stdin: NodeJS.ReadableStream): Promise<void> {
  await nextTurn();
  stdin.pause();
  await nextTurn();
}

/** Somebody moves already: only what is folded and out of sight is put in order. */
function restedUnder({ folded }: ScreenState): Partial<ScreenState> {
  const areas = [...folded].filter((key) => !key.startsWith('fold:'));
  const within = areas.flatMap((area) => foldClasses.map((fold) => foldKey(area, fold)));
  return { rested: true, grouped: areas.length > 0, folded: new Set([...folded, ...within]) };
}

/** State of the screen and everything a key can do with it. */
export function useCommandContext({
  doctor,
  view,
  catchUp,
  actions,
  signal,
  width,
  height,
  redraw,
  onLeave,
}: CommandContextInput): CommandContextCore {
  const { exit, suspendTerminal } = useApp();
  const { stdin } = useStdin();
  const suspend = useCallback(
    (run: () => Promise<void>) =>
      suspendTerminal(async () => {
        await stopReading(stdin);
        await run();
      }),
    [suspendTerminal, stdin],
  );
  const { glyphs } = useTheme();
  const [screenState, setState] = useKeyState<ScreenState>(() => ({
    ...initialState,
    ...initialPosition(view, height - listChrome - 1),
  }));
  const result = useRef<ScreenResult>({ reason: 'quit' });
  const update = useCallback(
    (change: Partial<ScreenState>) => setState((before) => ({ ...before, ...change })),
    [setState],
  );
  const showMessage = useCallback<CommandContext['showMessage']>(
    (text, tone = 'plain') => update({ message: { text, tone }, lastMessage: text }),
    [update],
  );
  const showResult = useCallback<CommandContext['showResult']>(
    (promise) => {
      promise.then(
        (text) => showMessage(text, 'good'),
        (error: unknown) => showMessage(error instanceof Error ? error.message : String(error), 'bad'),
      );
    },
    [showMessage],
  );
  const showRetryResult = useCallback(
    (text: string) =>
      setState((before) =>
        // Where something is typed or asked, that goes before.
        pagesWithMessages.has(before.page.kind) && before.leaving === undefined
          ? { ...before, message: { text, tone: 'live' }, lastMessage: text }
          : before,
      ),
    [setState],
  );
  const rememberBeforeRetry = useRetryResult(view, showRetryResult);
  const endScreen = useCallback(
    (last: ScreenResult) => {
      result.current = last;
      // The last picture shows what became of all.
      catchUp();
      update({ leaving: 'gone', message: undefined });
    },
    [catchUp, update],
  );
  const leave = useCallback<CommandContext['leave']>(
    (why) => {
      if (screenState.leaving === 'stopping') return endScreen({ reason: 'interrupt-now' });
      // Asked while checks ran, and they have ended meanwhile: nothing is cancelled.
      if (!doctor.view().busy) return endScreen({ reason: why === 'interrupt' ? why : 'quit' });
      update({ leaving: 'stopping', message: undefined, page: { kind: 'list' } });
      doctor.cancel(why === 'interrupt' ? 'Ctrl+C' : 'left with q', graceMs).then(
        () => endScreen({ reason: why }),
        (error: unknown) => endScreen({ reason: 'crashed', error }),
      );
      return undefined;
    },
    [doctor, endScreen, update, screenState.leaving],
  );
  useEffect(() => {
    if (screenState.leaving !== 'gone') return;
    onLeave();
    exit(result.current);
  }, [exit, onLeave, screenState.leaving]);
  useEffect(() => {
    if (signal === undefined) return undefined;
    const close = () => endScreen({ reason: 'closed' });
    if (signal.aborted) close();
    signal.addEventListener('abort', close);
    return () => signal.removeEventListener('abort', close);
  }, [endScreen, signal]);
  const todos = useTodos(view, screenState);
  const kept = useKeptRows(view, screenState);
  // While the first run goes on, what runs stands in the lines of what will be to do.
  const now = !screenState.rested && view.busy && isLong(view, height - listChrome - 1);
  const ordered = now || todos.length > 0;
  const room = height - listChrome - (hasThirdLine(view, ordered) ? 1 : 0);
  const noteRoom = Math.floor(room * noteShare);
  // The first run has ended: where nobody has moved, the list starts where it matters.
  const ended =
    !screenState.rested && !view.busy && view.finishedAt !== undefined && view.compared === undefined;
  useLayoutEffect(() => {
    if (ended)
      setState((before) => ({
        ...before,
        ...(before.presses > 0 ? restedUnder(before) : atRest(view, room)),
      }));
  }, [ended, view, room, setState]);
  const { items, index, state } = useMemo(() => {
    const { cursor, filter } = screenState;
    const most = mostTodos(room);
    const low = isLow(room);
    const top = [
      ...(now && filter === '' ? nowItems(view, most, low) : []),
      ...todoItems(view, filter === '' ? todos : [], { most, low, cursor, width, ellipsis: glyphs.ellipsis }),
      ...topNotes(view, { width, room: noteRoom, ordered }),
    ];
    const plain = listItems(view, top, screenState, kept);
    const at = cursorIndex(plain, view.rows, screenState.cursor);
    const item = plain[at];
    const { page } = screenState;
    const extra: Item[] = item?.kind === 'row' && !isConsentPage(page) ? questionNotes(item.row, width) : [];
    // The row of an open page may be gone after `.ecmarc` was read again: never show another one in its place.
    const onRow = page.kind === 'detail' || isConsentPage(page);
    const lost =
      onRow && rowIdOfKey(item?.key ?? '') !== ('id' in page ? page.id : rowIdOfKey(screenState.cursor));
    return {
      items: [...plain.slice(0, at + 1), ...extra, ...plain.slice(at + 1)],
      index: at,
      state: lost ? { ...screenState, page: { kind: 'list' } as const } : screenState,
    };
  }, [view, screenState, todos, kept, now, width, room, noteRoom, ordered, glyphs]);
  return {
    doctor,
    view,
    actions,
    state,
    items,
    index,
    room,
    ordered,
    todos,
    update,
    showMessage,
    showResult,
    leave,
    redraw,
    suspend,
    rememberBeforeRetry,
  };
}
