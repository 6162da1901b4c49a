import type { SkipReason, Status } from '../engine/status.ts';
import { problemKindOf } from './problem-kind.ts';
import type { Row } from './row.ts';

/** A number for each status. */
export type StatusCounts = Readonly<Record<Status, number>>;

/**
 * What is counted where a run is summed up, on the screen and in the reports: every row once, and what has to be
 * mended once.
 */
export interface Tally<R> {
  /** Rows to do something about; rows that one joint cause explains are one. */
  readonly problems: number;
  /** Problems for want of a setting. */
  readonly unset: readonly R[];
  /** Rows that show the same cause as another one, which stands for them. */
  readonly echoes: ReadonlySet<R>;
  /** All other rows, by status. */
  readonly counts: StatusCounts;
}

export function tallyOf<R extends Row>(
  rows: readonly R[],
  causes: readonly { readonly probes: readonly string[] }[],
  isProblem: (row: R) => boolean = ({ status, reason }) => isTrouble(status, reason),
): Tally<R> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const echoes = new Set(
    causes.flatMap(({ probes }) =>
      probes
        .flatMap((id) => byId.get(id) ?? [])
        .filter(isProblem)
        .slice(1),
    ),
  );
  const own = rows.filter((row) => !echoes.has(row));
  const unset = new Set(own.filter((row) => row.status === 'skipped' && isProblem(row)));
  return {
    problems: own.filter(isProblem).length,
    unset: [...unset],
    echoes,
    counts: countByStatus(own.filter((row) => !unset.has(row))),
  };
}

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
