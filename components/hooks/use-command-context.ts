import { useApp } from 'ink';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Doctor, DoctorView } from '../../src/doctor/view.ts';
import type { Stage } from '../commands/command-context.ts';
import type { ScreenActions } from '../commands/screen-actions.ts';
import { areaKey, cursorIndex, type Item, isLeftOut, listItems } from '../list/items.ts';
import { questionNotes, topNotes } from '../list/notes.ts';
import { isProblem } from '../list/problems.ts';
import { type ScreenState, startState } from '../screen-state.ts';
import type { ScreenResult } from '../terminal/screen-types.ts';
import { useView } from './use-doctor-view.ts';
import { useOutcome } from './use-retry-result.ts';

/** Time that attempts get to clean up after a cancel, in milliseconds. */
const graceMs = 5000;

export interface StageInput {
  readonly doctor: Doctor;
  readonly actions: ScreenActions;
  /** Ends the screen from outside (a closed window, SIGTERM). */
  readonly signal: AbortSignal | undefined;
  readonly width: number;
  /** Lines that the notes on top of the list may take. */
  readonly noteRoom: number;
  redraw(): void;
}

export type StageCore = Omit<Stage, 'page' | 'lastTop'>;

const quietPages: ReadonlySet<ScreenState['page']['kind']> = new Set(['list', 'detail', 'help']);

/** On the first check; side by side on the first difference, with what needs no attention folded. */
function startOf({ rows, compared }: DoctorView): Pick<ScreenState, 'cursor' | 'folded'> {
  const first = rows.find((row) => !isLeftOut(row) && (compared === undefined || isProblem(row)));
  const folded = rows.filter(({ heading }) => heading?.folded === true).map(areaKey);
  return { cursor: (first ?? rows[0])?.id ?? '', folded: new Set(folded) };
}

/** State of the screen and everything a key can do with it. */
export function useStage({ doctor, actions, signal, width, noteRoom, redraw }: StageInput): StageCore {
  const { exit } = useApp();
  const view = useView(doctor);
  const [kept, setState] = useState<ScreenState>(() => ({
    ...startState,
    ...startOf(doctor.view()),
  }));
  const result = useRef<ScreenResult>({ reason: 'quit' });
  const set = useCallback(
    (change: Partial<ScreenState>) => setState((before) => ({ ...before, ...change })),
    [],
  );
  const say = useCallback<Stage['say']>(
    (text, tone = 'plain') => set({ message: { text, tone }, said: text }),
    [set],
  );
  const tell = useCallback<Stage['tell']>(
    (promise) => {
      promise.then(
        (text) => say(text, 'good'),
        (error: unknown) => say(error instanceof Error ? error.message : String(error), 'bad'),
      );
    },
    [say],
  );
  const tellOutcome = useCallback(
    (text: string) =>
      setState((before) =>
        // Where something is typed or asked, that goes before.
        quietPages.has(before.page.kind) && before.leaving === undefined
          ? { ...before, message: { text, tone: 'live' }, said: text }
          : before,
      ),
    [],
  );
  const follow = useOutcome(view, tellOutcome);
  const finish = useCallback(
    (last: ScreenResult) => {
      result.current = last;
      set({ leaving: 'gone', message: undefined });
    },
    [set],
  );
  const leave = useCallback<Stage['leave']>(
    (why) => {
      if (kept.leaving === 'stopping') return finish({ reason: 'interrupt-now' });
      // Asked while checks ran, and they have ended meanwhile: nothing is cancelled.
      if (!doctor.view().busy) return finish({ reason: why === 'interrupt' ? why : 'quit' });
      set({ leaving: 'stopping', message: undefined, page: { kind: 'list' } });
      doctor.cancel(why === 'interrupt' ? 'Ctrl+C' : 'left with q', graceMs).then(
        () => finish({ reason: why }),
        (error: unknown) => finish({ reason: 'crashed', error }),
      );
      return undefined;
    },
    [doctor, finish, set, kept.leaving],
  );
  useEffect(() => {
    if (kept.leaving === 'gone') exit(result.current);
  }, [exit, kept.leaving]);
  useEffect(() => {
    if (signal === undefined) return undefined;
    const close = () => finish({ reason: 'closed' });
    if (signal.aborted) close();
    signal.addEventListener('abort', close);
    return () => signal.removeEventListener('abort', close);
  }, [finish, signal]);
  const { items, index, state } = useMemo(() => {
    const plain = listItems(view, topNotes(view, width, noteRoom), kept);
    const at = cursorIndex(plain, view.rows, kept.cursor);
    const item = plain[at];
    const extra: Item[] = item?.kind === 'row' ? questionNotes(item.row, width) : [];
    // The row of an open page may be gone after `.ecmarc` was read again: never show another one in its place.
    const lost = kept.page.kind === 'detail' && item?.key !== kept.cursor;
    return {
      items: [...plain.slice(0, at + 1), ...extra, ...plain.slice(at + 1)],
      index: at,
      state: lost ? { ...kept, page: { kind: 'list' } as const } : kept,
    };
  }, [view, kept, width, noteRoom]);
  return { doctor, view, actions, state, items, index, set, say, tell, leave, redraw, follow };
}
