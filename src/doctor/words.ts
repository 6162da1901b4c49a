import type { Row } from '../engine/rows.ts';
import { decides } from '../engine/status.ts';

export interface WordsInput {
  readonly rows: readonly Row[];
  readonly ready: boolean;
  readonly busy: boolean;
  readonly cancelled: boolean;
  /** Only some probes were chosen. */
  readonly partly: boolean;
}

/** How many failures are named before the rest is a number. */
const named = 2;

/** The verdict in a sentence: is this server ready, and if not, what stands in the way. */
export function verdictWords({ rows, ready, busy, cancelled, partly }: WordsInput): string {
  const scope = partly ? ' for the chosen probes' : '';
  if (ready && !cancelled) return `Ready${scope}.`;
  const lead = cancelled ? 'Cancelled' : busy ? 'Still looking' : `Not ready${scope}`;
  const parts = [...failures(rows), ...questions(rows), ...unfinished(rows), ...echoes(rows), ...gaps(rows)];
  return parts.length === 0 ? `${lead}.` : `${lead}: ${parts.join('; ')}.`;
}

const weighs = (row: Row): boolean => decides(row.level);

function failures(rows: readonly Row[]): readonly string[] {
  const failed = rows.filter((row) => row.status === 'fail' && weighs(row));
  const parts = failed
    .slice(0, named)
    .map((row) => (row.id === 'server.os' ? row.message : `${row.title}: ${row.message}`));
  if (failed.length > named) parts.push(`${failed.length - named} more failed`);
  return parts;
}

function questions(rows: readonly Row[]): readonly string[] {
  const unknown = rows.filter((row) => row.status === 'unknown' && weighs(row)).length;
  const manual = rows.filter((row) => row.status === 'manual' && weighs(row)).length;
  return [
    ...(unknown > 0 ? [`${unknown} could not be settled`] : []),
    ...(manual > 0 ? [`${manual} for a person to answer`] : []),
  ];
}

function unfinished(rows: readonly Row[]): readonly string[] {
  const count = (status: Row['status']): number =>
    rows.filter((row) => row.status === status && weighs(row)).length;
  const parts: string[] = [];
  if (count('timed-out') > 0) parts.push(`${count('timed-out')} ran out of time`);
  if (count('crashed') > 0) parts.push(`${count('crashed')} crashed`);
  if (count('cancelled') > 0) parts.push(`${count('cancelled')} cancelled`);
  return parts;
}

/** Rows that wait for one which the words have not named, because it is no failure by itself. */
function echoes(rows: readonly Row[]): readonly string[] {
  const named: ReadonlySet<Row['status']> = new Set(['fail', 'unknown', 'manual', 'timed-out', 'crashed']);
  return rows.flatMap((root) => {
    if (weighs(root) && (named.has(root.status) || root.status === 'skipped')) return [];
    const waiting = rows.filter(
      (row) => row.blockedBy === root.id && row.status === 'blocked' && weighs(row),
    );
    return waiting.length === 0 ? [] : [`${waiting.length} blocked by ${root.title}: ${root.message}`];
  });
}

/** What was not looked at because nobody said where it is. */
function gaps(rows: readonly Row[]): readonly string[] {
  const unset = rows.filter(
    (row) => row.status === 'skipped' && row.reason === 'not-configured' && weighs(row),
  );
  const connector = unset.some((row) => row.id === 'connector.library');
  const tenant = unset.some((row) => row.id === 'tenant.exists');
  const rest = unset.filter((row) => row.area !== 'tenant' && row.id !== 'connector.library').length;
  const unbuilt = rows.filter(
    (row) => row.status === 'skipped' && row.reason === 'not-built' && weighs(row),
  ).length;
  const parts: string[] = [];
  if (connector && tenant) parts.push('no target, no tenant and no connector looked at yet');
  else if (connector) parts.push('no target and no connector looked at yet');
  else if (tenant) parts.push('no tenant looked at yet');
  else if (rows.some((row) => unset.includes(row) && row.area === 'tenant'))
    parts.push('not signed in to the tenant');
  if (rest > 0) parts.push(`${rest} not configured`);
  if (unbuilt > 0) parts.push(`${unbuilt} not part of this version yet`);
  return parts;
}
