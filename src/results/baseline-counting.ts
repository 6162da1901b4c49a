import { isUnderWay } from '../engine/status.ts';
import type { JointCause } from './joint-cause.ts';
import type { ReportProbe } from './report-schema.ts';
import type { Row } from './row.ts';
import { type Weight, weightOf } from './row-weight.ts';

type Judged = Pick<Row, 'id' | 'status' | 'reason' | 'blockedBy'> | ReportProbe;

/** How the rows of one run are counted: as root causes (decisions: With an earlier report). */
export interface Counting {
  weight(row: Judged): Weight;
  /** It waits for another row that is listed, or shows a joint cause: that one is told. */
  waits(row: Judged): boolean;
}

export function countingOf(rows: readonly Judged[], causes: readonly JointCause[]): Counting {
  const ids = new Set(rows.map(({ id }) => id));
  // What waits for a row that nobody listed tells itself.
  const isWaiting = ({ id, status, blockedBy }: Judged): boolean =>
    status === 'blocked' && blockedBy !== undefined && blockedBy !== id && ids.has(blockedBy);
  const roots = new Set(rows.filter(isWaiting).map(({ blockedBy }) => blockedBy));
  // Also waived, answered or of no use here: what waits for it keeps the server from being ready, as the exit code says.
  const weight = (row: Judged): Weight =>
    roots.has(row.id) && !isCut(row) ? 2 : weightOf(row.status, row.reason);
  const problems = rows.filter((row) => (weight(row) ?? 0) > 0 && !isWaiting(row)).map(({ id }) => id);
  const echoes = echoesOf(causes, new Set(problems));
  return { weight, waits: (row) => isWaiting(row) || echoes.has(row.id) };
}

/** Cut off: nobody knows how it would have ended. */
export function isCut({ status }: Pick<Judged, 'status'>): boolean {
  return status === 'cancelled' || isUnderWay(status);
}

/** Ids of rows that show another row's cause. Each cause keeps one row that tells it. */
function echoesOf(causes: readonly JointCause[], problems: ReadonlySet<string>): ReadonlySet<string> {
  const telling = new Set<string>();
  const echoes = new Set<string>();
  for (const { probes } of causes) {
    const own = probes.filter((id) => problems.has(id));
    const teller = own.find((id) => !echoes.has(id));
    if (teller !== undefined) telling.add(teller);
    for (const id of own) if (!telling.has(id)) echoes.add(id);
  }
  return echoes;
}
