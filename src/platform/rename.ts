import { renameSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { toProblem } from './problem.ts';

/**
 * A rename that waits out what passes. On Windows one fails for a moment while a virus scanner or an indexer has one
 * of the two files open (ERROR_SHARING_VIOLATION, ERROR_ACCESS_DENIED).
 */

/** Pauses in milliseconds between tries: well under a second in all, for a window may be closing. */
const pauses = [10, 20, 40, 80, 160, 320] as const;

/** True when the same rename may work a moment later. */
export function isTransient(error: unknown): boolean {
  return process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(toProblem(error).code);
}

/** Stops the whole thread: only where a window is closing, or for the few milliseconds of a short lock. */
export function sleepSync(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** Throws the last error. Stops the whole thread while it waits. */
export function renameWithRetriesSync(from: string, to: string): void {
  for (const ms of pauses) {
    if (tryRename(from, to)) return;
    sleepSync(ms);
  }
  renameSync(from, to);
}

/**
 * Rejects with the last error. `unneeded` is asked before each try: true ends it, and the promise gives false. The
 * rename itself is synchronous: one on its way in another thread could land after a later one, with older text.
 */
export async function renameWithRetries(
  from: string,
  to: string,
  unneeded: () => boolean = () => false,
): Promise<boolean> {
  for (const ms of pauses) {
    if (unneeded()) return false;
    if (tryRename(from, to)) return true;
    await pause(ms);
  }
  if (unneeded()) return false;
  renameSync(from, to);
  return true;
}

/** False when it failed and may work later. */
function tryRename(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (!isTransient(error)) throw error;
    return false;
  }
}
