import type { Doctor } from '../../src/doctor/view.ts';
import type { ScreenActions } from '../commands/screen-actions.ts';
import type { Look } from '../theme/theme.ts';
import type { ScreenTerminal, WindowSize } from './screen-output.ts';

/**
 * How the screen was left. `interrupt` and `quit-while-running` waited until what ran had cleaned up,
 * `interrupt-now` (Ctrl+C twice) did not; `closed` came from outside.
 */
export type ScreenResult =
  | { readonly reason: 'quit' | 'quit-while-running' | 'interrupt' | 'interrupt-now' | 'closed' }
  | { readonly reason: 'crashed'; readonly error: unknown };

export interface MountOptions {
  readonly terminal: ScreenTerminal;
  readonly color: boolean;
  /** Linear text for a screen reader; without it, `ACCESSIBLE` decides, or `INK_SCREEN_READER=true`. */
  readonly screenReader?: boolean;
  /** Ctrl+C before and after `show`, where the terminal makes no signal of it. */
  onInterrupt(): void;
}

export interface ShowOptions {
  readonly doctor: Doctor;
  readonly look: Look;
  readonly actions: ScreenActions;
  /** Aborting it leaves the screen (reason `closed`): for a closed window, SIGTERM, Ctrl+Break. */
  readonly signal?: AbortSignal;
  /** The window's own size, where the stream does not know it: a Windows console gives its buffer's. */
  readonly window?: () => WindowSize | undefined;
  /** Called once the list has left: what is slow to begin should begin here. */
  readonly onShown?: () => void;
}

/** A screen with its first picture: the program's name, and that it reads its settings. */
export interface MountedScreen {
  /**
   * Shows the doctor until the person leaves it; the last picture stays in the scrollback. Once. Never ends the
   * process, starts no run (call `doctor.start()` yourself), writes nothing but through Ink. The keyboard is the
   * program's until `unmount`: last words may follow, and Ctrl+C is `onInterrupt`.
   */
  show(options: ShowOptions): Promise<ScreenResult>;
  /** Takes the first picture away; after `show` only the keyboard is given back. Does nothing a second time. */
  unmount(): void;
}
