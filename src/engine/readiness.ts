import { never } from '../base/never.ts';
import type { Row } from './rows.ts';
import { decides, type Status, statuses } from './status.ts';

export type FailOn = 'fail' | 'warn' | 'never';

/** The number of rows of each status. Echoes of a failure are `blocked`, so failures are root causes already. */
export function countByStatus(rows: readonly Row[]): Readonly<Record<Status, number>> {
  const counts = Object.fromEntries(statuses.map((status) => [status, 0])) as Record<Status, number>;
  for (const row of rows) counts[row.status] += 1;
  return counts;
}

/**
 * Ready: every required and restricted probe is pass, warn, attested, waived, or skipped as not-applicable,
 * not-allowed or not-chosen (decisions: Ready).
 */
export function isReady(rows: readonly Row[]): boolean {
  return rows.every((row) => !decides(row.level) || settles(row));
}

function settles(row: Row): boolean {
  switch (row.status) {
    case 'pass':
    case 'warn':
    case 'attested':
    case 'waived':
      return true;
    case 'skipped':
      return row.reason !== 'not-configured' && row.reason !== 'not-built';
    case 'fail':
    case 'unknown':
    case 'manual':
    case 'blocked':
    case 'timed-out':
    case 'crashed':
    case 'cancelled':
    case 'pending':
    case 'running':
      return false;
    default:
      return never(row.status);
  }
}

/** Why a row keeps the server from being ready: an answer that is "no" or missing, or no answer in time. */
type Lack = 'none' | 'no' | 'unfinished';

function lackOf(row: Row, byId: ReadonlyMap<string, Row>): Lack {
  if (settles(row)) return 'none';
  switch (row.status) {
    case 'timed-out':
    case 'crashed':
    case 'cancelled':
    case 'pending':
    case 'running':
      return 'unfinished';
    case 'blocked': {
      // A blocked row counts as its root cause, also where that was waived, or passed without being of use.
      const root = row.blockedBy === undefined ? undefined : byId.get(row.blockedBy);
      const status = root?.judged?.status ?? root?.status;
      return status === 'timed-out' || status === 'crashed' || status === 'cancelled' ? 'unfinished' : 'no';
    }
    default:
      return 'no';
  }
}

export interface ExitInput {
  readonly rows: readonly Row[];
  readonly failOn: FailOn;
  /** The run was cancelled by a person or a signal. */
  readonly cancelled: boolean;
  /** Something was looked at: at least one attempt ended. */
  readonly ran: boolean;
}

/**
 * The exit code of a run, the first that holds: 130 cancelled · 1 something required is not so, not known or not
 * configured · 3 something required crashed or ran out of time, or nothing ran · 0 (decisions: Exit codes). 2 is given before there are rows.
 */
export function exitCodeOf({ rows, failOn, cancelled, ran }: ExitInput): 0 | 1 | 3 | 130 {
  if (cancelled) return 130;
  if (failOn === 'never') return 0;
  const byId = new Map(rows.map((row) => [row.id, row]));
  const lacks = rows.filter((row) => decides(row.level)).map((row) => lackOf(row, byId));
  if (lacks.includes('no')) return 1;
  if (failOn === 'warn' && rows.some((row) => row.status === 'warn')) return 1;
  return lacks.includes('unfinished') || !ran ? 3 : 0;
}
