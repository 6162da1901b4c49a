import { setTimeout as sleep } from 'node:timers/promises';
import type { Doctor } from '../doctor/view.ts';
import type { Sink } from './streams.ts';

/** `--wait`. `lookAgain` begins another look at what did not pass, and says at how many checks. */
export interface Wait {
  readonly waitMs: number;
  lookAgain(): number;
}

/** First pause, growth and longest pause between two looks, in milliseconds. */
const firstMs = 3_000;
const growth = 1.5;
const longestMs = 60_000;

/** Looks again, more slowly each time, until the exit code is 0, the time is over, or somebody cancels. */
export async function lookUntilWell(
  doctor: Pick<Doctor, 'view' | 'settled'>,
  { waitMs, lookAgain }: Wait,
  err: Pick<Sink, 'write'>,
  cancelled: AbortSignal,
): Promise<void> {
  const until = performance.now() + waitMs;
  const seconds = (ms: number): string => `${Math.ceil(ms / 1000)} s`;
  for (let pauseMs = firstMs; !cancelled.aborted; pauseMs = Math.min(longestMs, pauseMs * growth)) {
    const { exitCode } = doctor.view();
    const leftMs = until - performance.now();
    if (exitCode === 0 || leftMs < 1) return;
    const nextMs = Math.min(pauseMs, leftMs);
    err.write(
      `Waiting: exit code ${exitCode} so far; next look in ${seconds(nextMs)}, ${seconds(leftMs)} left\n`,
    );
    await sleep(nextMs, undefined, { signal: cancelled }).catch(() => undefined);
    if (cancelled.aborted) return;
    const count = lookAgain();
    if (count === 0) {
      err.write('Waiting: nothing is left that another look could change\n');
      return;
    }
    await doctor.settled();
  }
}
