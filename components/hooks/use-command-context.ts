import { useApp } from 'ink';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Doctor, DoctorView } from '../../src/doctor/view.ts';
import type { CommandContext } from '../commands/command-context.ts';
import type { ScreenActions } from '../commands/screen-actions.ts';
import { isConsentPage } from '../consent/consent.ts';
import { areaKey, cursorIndex, type Item, isLeftOut, listItems } from '../list/items.ts';
import { questionNotes, topNotes } from '../list/notes.ts';
import { isProblem } from '../list/problems.ts';
import { initialState, type ScreenState } from '../screen-state.ts';
import type { ScreenResult } from '../terminal/screen-types.ts';
import { useDoctorView } from './use-doctor-view.ts';
import { useRetryResult } from './use-retry-result.ts';

/** Time that attempts get to clean up after a cancel, in milliseconds. */
const graceMs = 5000;

export interface CommandContextInput {
  readonly doctor: Doctor;
  readonly actions: ScreenActions;
  /** Ends the screen from outside (a closed window, SIGTERM). */
  readonly signal: AbortSignal | undefined;
  readonly width: number;
  /** Lines that the notes on top of the list may take. */
  readonly noteRoom: number;
  redraw(): void;
}

export type CommandContextCore = Omit<CommandContext, 'pageSize' | 'maxTop'>;

const pagesWithMessages: ReadonlySet<ScreenState['page']['kind']> = new Set(['list', 'detail', 'help']);

/** On the first check; side by side on the first difference, with what needs no attention folded. */
function initialPosition({ rows, compared }: DoctorView): Pick<ScreenState, 'cursor' | 'folded'> {
  const first = rows.find((row) => !isLeftOut(row) && (compared === undefined || isProblem(row)));
  const folded = rows.filter(({ heading }) => heading?.folded === true).map(areaKey);
  return { cursor: (first ?? rows[0])?.id ?? '', folded: new Set(folded) };
}

/** State of the screen and everything a key can do with it. */
export function useCommandContext({
  doctor,
  actions,
  signal,
  width,
  noteRoom,
  redraw,
}: CommandContextInput): CommandContextCore {
  const { exit } = useApp();
  const view = useDoctorView(doctor);
  const [screenState, setState] = useState<ScreenState>(() => ({
    ...initialState,
    ...initialPosition(doctor.view()),
  }));
  const result = useRef<ScreenResult>({ reason: 'quit' });
  const update = useCallback(
    (change: Partial<ScreenState>) => setState((before) => ({ ...before, ...change })),
    [],
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
    [],
  );
  const announceRetry = useRetryResult(view, showRetryResult);
  const endScreen = useCallback(
    (last: ScreenResult) => {
      result.current = last;
      update({ leaving: 'gone', message: undefined });
    },
    [update],
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
    if (screenState.leaving === 'gone') exit(result.current);
  }, [exit, screenState.leaving]);
  useEffect(() => {
    if (signal === undefined) return undefined;
    const close = () => endScreen({ reason: 'closed' });
    if (signal.aborted) close();
    signal.addEventListener('abort', close);
    return () => signal.removeEventListener('abort', close);
  }, [endScreen, signal]);
  const { items, index, state } = useMemo(() => {
    const plain = listItems(view, topNotes(view, width, noteRoom), screenState);
    const at = cursorIndex(plain, view.rows, screenState.cursor);
    const item = plain[at];
    const { page } = screenState;
    const extra: Item[] =
      item?.kind === 'row' && !isConsentPage(screenState.page) ? questionNotes(item.row, width) : [];
    // The row of an open page may be gone after `.ecmarc` was read again: never show another one in its place.
    const onRow = page.kind === 'detail' || isConsentPage(page);
    const lost = onRow && item?.key !== ('id' in page ? page.id : screenState.cursor);
    return {
      items: [...plain.slice(0, at + 1), ...extra, ...plain.slice(at + 1)],
      index: at,
      state: lost ? { ...screenState, page: { kind: 'list' } as const } : screenState,
    };
  }, [view, screenState, width, noteRoom]);
  return {
    doctor,
    view,
    actions,
    state,
    items,
    index,
    update,
    showMessage,
    showResult,
    leave,
    redraw,
    announceRetry,
  };
}
