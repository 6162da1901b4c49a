import { startDeadline } from '../engine/deadline.ts';
import type { Problem } from '../platform/types.ts';

/**
 * A peer's silence is a finding, not our time-out: each step has a bound well inside the row's deadline. Gives
 * undefined when the bound ended the work; everything it opened ended with it.
 */
export async function within<T>(
  seconds: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  // What has ended asks nothing more.
  signal.throwIfAborted();
  const bound = new AbortController();
  const deadline = startDeadline(seconds * 1000, () => bound.abort(new Error('no answer')));
  try {
    return await work(AbortSignal.any([signal, bound.signal]));
  } catch (error) {
    signal.throwIfAborted();
    if (!bound.signal.aborted) throw error;
    return undefined;
  } finally {
    deadline.stop();
  }
}

/** Seconds that one step of a connection may be silent. */
export const stepTimeouts = { connection: 5, answer: 4, handshake: 5 } as const;

/** What such a silence is called in facts. */
export function noAnswer(seconds: number): Problem {
  return { code: 'NO_ANSWER', text: `no answer within ${seconds} s` };
}

/**
 * Seconds that a step may be silent: what is said here, but no more than this share of the attempt's deadline, which
 * `probes.deadlines` may have made short. A silent peer is then told as such, and not as our own time-out.
 */
export function patience(
  { deadlineMs }: { readonly deadlineMs?: number },
  seconds: number,
  share = 0.7,
): number {
  return deadlineMs === undefined ? seconds : Math.min(seconds, (deadlineMs / 1000) * share);
}
