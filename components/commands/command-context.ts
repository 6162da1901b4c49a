import type { Doctor, DoctorRow, DoctorView } from '../../src/doctor/view.ts';
import type { Link } from '../detail/links.ts';
import type { Item } from '../list/items.ts';
import type { Todo } from '../list/todo.ts';
import type { Message, ScreenState } from '../screen-state.ts';
import type { ScreenActions } from './screen-actions.ts';

/** What a command may read and change: the whole screen as it stood when the key was pressed. */
export interface CommandContext {
  readonly doctor: Doctor;
  readonly view: DoctorView;
  readonly actions: ScreenActions;
  readonly state: ScreenState;
  readonly items: readonly Item[];
  /** What to do first, once the first run has ended. */
  readonly todos: readonly Todo[];
  /** The item under the cursor; -1 when nothing can be chosen. */
  readonly index: number;
  /** Lines that a page key moves by, and the furthest scroll of the page shown. */
  readonly pageSize: number;
  readonly maxTop: number;
  /** Of a row's page: lines that stand in the window, and the rows named there that can be gone to. */
  readonly pageHeight: number;
  readonly links: readonly Link[];
  update(change: Partial<ScreenState>): void;
  showMessage(text: string, tone?: Message['tone']): void;
  /** Runs an action of the command line and says how it went. */
  showResult(promise: Promise<string>): void;
  leave(why: 'quit' | 'quit-while-running' | 'interrupt'): void;
  redraw(): void;
  /** Gives the terminal to what is run, and takes it back. */
  suspend(run: () => Promise<void>): Promise<void>;
  /** To be called before a retry, of one row or of all: what came of it is shown later. */
  rememberBeforeRetry(id?: string): void;
}

export function cursorItem(context: Pick<CommandContext, 'items' | 'index'>): Item | undefined {
  return context.items[context.index];
}

export function cursorRow(context: Pick<CommandContext, 'items' | 'index'>): DoctorRow | undefined {
  const item = cursorItem(context);
  return item?.kind === 'row' || item?.kind === 'todo' ? item.row : undefined;
}

export function withCursorRow(context: CommandContext, what: (row: DoctorRow) => void): void {
  const row = cursorRow(context);
  if (row === undefined) {
    context.showMessage('Choose a check first.', 'quiet');
    return;
  }
  // The cursor may only have fallen on it, in a shortened list: what is done to a row keeps it in sight.
  const item = cursorItem(context);
  context.update({ cursor: item?.key ?? row.id, sticky: item?.kind === 'todo' ? undefined : row.id });
  what(row);
}
