import type { Duplex } from 'node:stream';
import { hungUp, toProblem } from './problem.ts';
import type { Problem, Step } from './types.ts';

/**
 * Waits for something that settles by call-back, or for the end of the signal: then `stop` runs and the signal's
 * reason is thrown. No listener stays behind.
 */
export function abortable<T>(
  signal: AbortSignal,
  start: (done: (value: T) => void, failed: (error: unknown) => void) => void,
  stop: () => void,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (signal.aborted) {
      stop();
      reject(signal.reason);
      return;
    }
    const onAbort = () => {
      stop();
      reject(signal.reason);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    // Closing a socket can settle the wait before `onAbort` has its turn: an ended signal counts first.
    const settle = (outcome: () => void) => {
      signal.removeEventListener('abort', onAbort);
      if (signal.aborted) onAbort();
      else outcome();
    };
    start(
      (value) => settle(() => resolve(value)),
      (error) => settle(() => reject(error)),
    );
  });
}

/** The same for work that is already under way and cannot be stopped: only the waiting ends. */
export function orAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  // Where the signal has ended already nobody hears of a failure: unheard, it would end the program.
  work.catch(() => {});
  return abortable<T>(
    signal,
    (done, failed) => void work.then(done, failed),
    () => {},
  );
}

/** Destroys the stream when the signal ends, until it is closed. */
export function closeOnAbort(signal: AbortSignal, stream: Duplex): void {
  if (signal.aborted) {
    stream.destroy();
    return;
  }
  const onAbort = () => stream.destroy();
  signal.addEventListener('abort', onAbort, { once: true });
  stream.once('close', () => signal.removeEventListener('abort', onAbort));
}

/** A stop-watch in whole tenths of a millisecond. */
export function stopwatch(): () => number {
  const start = performance.now();
  return () => Math.round((performance.now() - start) * 10) / 10;
}

/** Times a step; its problem is a value. An abort stays an exception. */
export async function timed<T extends object>(signal: AbortSignal, work: () => Promise<T>): Promise<Step<T>> {
  const ms = stopwatch();
  try {
    const value = await work();
    return { ok: true, ...value, ms: ms() };
  } catch (error) {
    signal.throwIfAborted();
    return { ok: false, problem: toProblem(error), ms: ms() };
  }
}

/** The socket ended while a step waited for it: the error it ended with, or that it just hung up. */
export function closeProblem(stream: Duplex): Problem {
  return stream.errored === null ? hungUp : toProblem(stream.errored);
}

/**
 * Did the stream end while nobody read it, between two steps? The next reader would wait for an end that was told
 * already. An end that waits to be told is told now, as `close`.
 */
export function hasEnded(stream: Duplex): boolean {
  if (!stream.destroyed && stream.readable) stream.read(0);
  return stream.destroyed || !stream.readable;
}
