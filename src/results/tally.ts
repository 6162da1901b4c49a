import type { SkipReason, Status } from '../engine/status.ts';
import { problemKindOf } from './problem-kind.ts';
import type { Row } from './row.ts';

/** A number for each status. */
export type StatusCounts = Readonly<Record<Status, number>>;

/** Does a row like this want somebody to do something? Echoes of another row (`blocked`) do not by themselves. */
export function isTrouble(status: Status, reason: SkipReason | undefined): boolean {
  return problemKindOf({ status, reason }) !== undefined;
}

/** The number of rows of each status. Echoes of a failure are `blocked`, so failures are root causes already. */
export function countByStatus(rows: readonly Row[]): StatusCounts {
  const counts = { ...none };
  for (const row of rows) counts[row.status] += 1;
  return counts;
}

const none: StatusCounts = {
  pass: 0,
  warn: 0,
  fail: 0,
  unknown: 0,
  manual: 0,
  blocked: 0,
  skipped: 0,
  'timed-out': 0,
  crashed: 0,
  cancelled: 0,
  waived: 0,
  attested: 0,
  pending: 0,
  running: 0,
};
