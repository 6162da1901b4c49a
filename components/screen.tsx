import type { Doctor } from '../src/doctor/view.ts';
import type { ScreenActions } from './actions.ts';
import { loadYoga } from './ink-start.ts';
import type { ScreenResult } from './result.ts';
import type { ScreenTerminal } from './terminal.ts';
import type { Look } from './theme.ts';

export interface ScreenOptions {
  readonly doctor: Doctor;
  readonly terminal: ScreenTerminal;
  readonly look: Look;
  readonly actions: ScreenActions;
  /** Aborting it leaves the screen (reason `closed`): for a closed window, SIGTERM, Ctrl+Break. */
  readonly signal?: AbortSignal;
  /** Called once the first picture has left: what is slow to begin should begin here. */
  readonly onShown?: () => void;
  /** Linear text for a screen reader; without it, Ink decides (`INK_SCREEN_READER=true`). */
  readonly screenReader?: boolean;
}

/**
 * Shows the doctor on the whole screen until the person leaves it. Never ends the process, starts no run (call
 * `doctor.start()` yourself), writes nothing but through Ink, and resolves with the terminal in order and the last
 * picture left in the scrollback.
 */
export async function openScreen(options: ScreenOptions): Promise<ScreenResult> {
  await loadYoga();
  const { mount } = await import('./mount.tsx');
  return mount(options);
}
