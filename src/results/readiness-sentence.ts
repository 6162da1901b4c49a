import { plural } from '../base/phrases.ts';
import { decides } from '../engine/status.ts';
import type { JointCause } from './joint-cause.ts';
import { rowName } from './names.ts';
import { keepsFromReady, readyScope } from './readiness.ts';
import type { Row } from './row.ts';

export interface ReadinessInput {
  readonly rows: readonly Row[];
  readonly causes: readonly JointCause[];
  readonly ready: boolean;
  readonly busy: boolean;
  readonly cancelled: boolean;
  /** Only some probes were chosen. */
  readonly partly: boolean;
}

/** How many failures are named before the rest is a number. */
const named = 2;

/** The verdict in a sentence: is this server ready, and if not, what stands in the way. */
export function readinessSentence({
  rows: all,
  causes,
  ready,
  busy,
  cancelled,
  partly,
}: ReadinessInput): string {
  const scope = readyScope(partly);
  if (ready && !cancelled) return `Ready${scope}${setAside(all)}.`;
  const lead = cancelled ? 'Cancelled' : busy ? 'Still looking' : `Not ready${scope}`;
  const ids = new Set(all.map((row) => row.id));
  const joint = causes.filter(({ id }) => !ids.has(id));
  const explained = new Set(joint.flatMap(({ probes }) => probes));
  const rows = all.filter((row) => !explained.has(row.id));
  const weigh = joint.flatMap((cause) => causeWords(cause, all) ?? []);
  const parts = [
    ...failures(rows, weigh),
    ...questions(rows),
    ...unfinished(rows),
    ...echoes(rows),
    ...gaps(rows),
  ];
  if (parts.length === 0 && !busy && !cancelled && !all.some(keepsFromReady)) parts.push('nothing ran');
  return parts.length === 0 ? `${lead}.` : `${lead}: ${parts.join('; ')}.`;
}

/** What had to be set aside for it is never unsaid. */
function setAside(rows: readonly Row[]): string {
  const waived = rows.filter((row) => row.status === 'waived' && weighs(row));
  if (waived.length === 0) return '';
  const titles = waived.slice(0, named).map((row) => nameOf(row));
  const more = waived.length > named ? ` and ${waived.length - named} more` : '';
  return `, with ${plural(waived.length, 'row', 'rows')} set aside: ${titles.join(', ')}${more}`;
}

function nameOf({ title, connector }: Row): string {
  return connector === undefined ? title : `${title} (${connector})`;
}

const weighs = (row: Row): boolean => decides(row.level);

/** A cause in place of the rows that it explains; nothing where it keeps nobody from being ready. */
function causeWords({ text, probes }: JointCause, rows: readonly Row[]): string | undefined {
  const explained = new Set(probes);
  const stopped = rows.filter((row) => explained.has(row.id) && weighs(row) && stops(row)).length;
  return stopped === 0 ? undefined : `${text} (${plural(stopped, 'row', 'rows')})`;
}

function stops({ status }: Row): boolean {
  return status === 'fail' || status === 'unknown' || status === 'blocked';
}

function failures(rows: readonly Row[], causes: readonly string[]): readonly string[] {
  const failed = [
    ...causes,
    ...rows
      .filter((row) => row.status === 'fail' && weighs(row))
      .map((row) => (row.id === 'server.os' ? row.message : `${rowName(row)}: ${row.message}`)),
  ];
  const parts = failed.slice(0, named);
  if (failed.length > named) parts.push(`${failed.length - named} more FAIL`);
  return parts;
}

function questions(rows: readonly Row[]): readonly string[] {
  const unknown = rows.filter((row) => row.status === 'unknown' && weighs(row)).length;
  const manual = rows.filter((row) => row.status === 'manual' && weighs(row)).length;
  return [...(unknown > 0 ? [`${unknown} unknown`] : []), ...(manual > 0 ? [`${manual} to confirm`] : [])];
}

function unfinished(rows: readonly Row[]): readonly string[] {
  const count = (status: Row['status']): number =>
    rows.filter((row) => row.status === status && weighs(row)).length;
  const parts: string[] = [];
  if (count('timed-out') > 0) parts.push(`${count('timed-out')} timed out`);
  if (count('crashed') > 0) parts.push(`${count('crashed')} crashed`);
  if (count('cancelled') > 0) parts.push(`${count('cancelled')} cancelled`);
  return parts;
}

/** Rows that wait for one which the words have not named, because it is no failure by itself. */
function echoes(rows: readonly Row[]): readonly string[] {
  const told: ReadonlySet<Row['status']> = new Set(['fail', 'unknown', 'manual', 'timed-out', 'crashed']);
  const waiting = new Map<string, number>();
  for (const row of rows) {
    const { blockedBy } = row;
    if (blockedBy !== undefined && row.status === 'blocked' && weighs(row))
      waiting.set(blockedBy, (waiting.get(blockedBy) ?? 0) + 1);
  }
  // Ten connectors that lack the same say it once.
  const byRoot = new Map<string, number>();
  for (const root of rows) {
    const count = waiting.get(root.id);
    if (count === undefined) continue;
    if (weighs(root) && (told.has(root.status) || root.status === 'skipped')) continue;
    const text = `${root.title}: ${root.message}`;
    byRoot.set(text, (byRoot.get(text) ?? 0) + count);
  }
  const texts = [...byRoot];
  const parts = texts.slice(0, named).map(([text, count]) => `${count} blocked by ${text}`);
  const others = texts.slice(named).reduce((sum, [, count]) => sum + count, 0);
  return others === 0 ? parts : [...parts, `${others} blocked by others`];
}

/** What was not looked at because nobody said where it is. */
function gaps(rows: readonly Row[]): readonly string[] {
  const unset = rows.filter(
    (row) => row.status === 'skipped' && row.reason === 'not-configured' && weighs(row),
  );
  const connector = unset.some((row) => row.id === 'connector.library');
  const tenant = unset.some((row) => row.id === 'tenant.exists');
  const rest = unset.filter((row) => row.area !== 'tenant' && row.id !== 'connector.library').length;
  const unsaved = rows.filter(
    (row) => row.status === 'skipped' && row.reason === 'not-built' && weighs(row),
  ).length;
  const parts: string[] = [];
  if (connector && tenant) parts.push('no target, no tenant and no connector looked at yet');
  else if (connector) parts.push('no target and no connector looked at yet');
  else if (tenant) parts.push('no tenant looked at yet');
  else if (unset.some((row) => row.area === 'tenant')) parts.push('not signed in to the tenant');
  if (rest > 0) parts.push(`${rest} not set`);
  if (unsaved > 0) parts.push(`${unsaved} not in the saved report`);
  return parts;
}
