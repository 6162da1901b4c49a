import { defined } from '../base/defined.ts';
import type { Json } from '../base/json.ts';
import { clean } from '../base/text.ts';
import type { Status } from '../engine/status.ts';
import type { JointCause } from './joint-cause.ts';
import type { ReportDocument, ReportProbe } from './report-schema.ts';
import type { Row } from './row.ts';
import { seenText, weightOf, withoutTimes } from './row-weight.ts';
import { settingsChanges } from './settings-changes.ts';

/** One probe then or now, as far as a comparison tells it. */
export interface ProbeState {
  readonly status: Status;
  readonly message: string;
}

/** `was` is absent for a probe that the earlier report does not have; `now` for one that is no longer listed. */
export interface Change {
  readonly id: string;
  readonly title: string;
  readonly was?: ProbeState;
  readonly now?: ProbeState;
}

/** How a run differs from an earlier report. Every probe stands in at most one of the lists. */
export interface Comparison {
  readonly baseline: { readonly host: string; readonly profile: string; readonly finishedAt: string };
  /** What a reader must know first: another server, another profile, other settings. */
  readonly cautions: readonly string[];
  /** Was a problem and is none now, or was a failure and is a warning now. */
  readonly fixed: readonly Change[];
  readonly new: readonly Change[];
  readonly stillFailing: readonly Change[];
  /** The same verdict as before, from something else that was seenText. */
  readonly changedEvidence: readonly Change[];
  /** Cannot be compared: not looked at in one of the two, set aside, or no longer listed. */
  readonly notComparable: readonly Change[];
}

export interface ComparedRun {
  readonly host: string;
  readonly profile: string;
  readonly rows: readonly Row[];
  readonly causes?: readonly JointCause[];
  readonly settings?: Json;
}

/** Pure: what became of each probe since an earlier report. Text of the earlier report is cleaned. */
export function compare(now: ComparedRun, earlier: ReportDocument): Comparison {
  const before = new Map(earlier.probes.map((probe) => [probe.id, probe]));
  const lists: Record<ListName, Change[]> = {
    fixed: [],
    new: [],
    stillFailing: [],
    changedEvidence: [],
    notComparable: [],
  };
  const echoesNow = echoesIn(now.causes ?? [], now.rows);
  const echoesThen = echoesIn(earlier.causes, earlier.probes);
  for (const row of now.rows) {
    const was = before.get(row.id);
    before.delete(row.id);
    const list = listOf(row, was, echoesNow, echoesThen);
    if (list !== undefined) lists[list].push(changeOf(row, was));
  }
  for (const gone of before.values()) {
    if (weightOf(gone.status, gone.reason) !== undefined) lists.notComparable.push(changeOf(undefined, gone));
  }
  const baseline = {
    host: clean(earlier.host.name),
    profile: clean(earlier.profile),
    finishedAt: clean(earlier.finishedAt),
  };
  const changed = now.settings === undefined ? [] : settingsChanges(now.settings, earlier.settings);
  return { baseline, cautions: cautionsOf(now, baseline, changed), ...lists };
}

/** Ids of rows that show another row's cause. */
type Echoes = ReadonlySet<string>;

function echoesIn(causes: readonly JointCause[], rows: readonly Judged[]): Echoes {
  const problems = new Set(
    rows.filter(({ status, reason }) => (weightOf(status, reason) ?? 0) > 0).map(({ id }) => id),
  );
  return new Set(causes.flatMap(({ probes }) => probes.filter((id) => problems.has(id)).slice(1)));
}

type Judged = Pick<Row, 'id' | 'status' | 'reason'> | ReportProbe;

function waits({ id, status }: Judged, echoes: Echoes): boolean {
  return status === 'blocked' || echoes.has(id);
}

type ListName = 'fixed' | 'new' | 'stillFailing' | 'changedEvidence' | 'notComparable';

/**
 * What is counted are root causes: a row that waits for another, or shows its joint cause, is told by that one
 * (decisions: With an earlier report).
 */
function listOf(row: Row, was: ReportProbe | undefined, now: Echoes, then: Echoes): ListName | undefined {
  const wasProblem = was !== undefined && (weightOf(was.status, was.reason) ?? 0) > 0;
  const told = wasProblem && !waits(was, then);
  if (waits(row, now)) {
    if (!told) return undefined;
    return row.status === 'blocked' ? 'notComparable' : 'stillFailing';
  }
  if (wasProblem && !told) {
    if ((weightOf(row.status, row.reason) ?? 0) === 0) return undefined;
    // What it is by itself was not seen before.
    return was.status === 'blocked' ? 'new' : 'stillFailing';
  }
  const nowWeight = weightOf(row.status, row.reason);
  if (was === undefined) return nowWeight === undefined || nowWeight === 0 ? undefined : 'new';
  const wasWeight = weightOf(was.status, was.reason);
  if (nowWeight === undefined && wasWeight === undefined) return undefined;
  if (nowWeight === undefined) return wasWeight === 0 ? undefined : 'notComparable';
  // Whether it is a new problem cannot be known, but a problem it is: it must not be overlooked.
  if (wasWeight === undefined) return nowWeight === 0 ? undefined : 'new';
  if (nowWeight > wasWeight) return 'new';
  if (nowWeight < wasWeight) return 'fixed';
  if (nowWeight > 0) return 'stillFailing';
  return seenText(row) === seenText(was) ? undefined : 'changedEvidence';
}

function changeOf(row: Row | undefined, was: ReportProbe | undefined): Change {
  const known = row ?? was;
  return {
    id: clean(known?.id ?? ''),
    title: clean(known?.title ?? ''),
    ...defined({ was: was && stateOf(was), now: row && stateOf(row) }),
  };
}

function stateOf({ status, message }: Row | ReportProbe): ProbeState {
  return { status, message: clean(message) };
}

/** True when a problem that stays shows itself otherwise than before. */
export function changedWords(change: Change): boolean {
  const { was, now } = change;
  if (was === undefined || now === undefined) return false;
  return was.status !== now.status || withoutTimes(was.message) !== withoutTimes(now.message);
}

function cautionsOf(
  now: ComparedRun,
  baseline: Comparison['baseline'],
  changed: readonly string[],
): string[] {
  const cautions: string[] = [];
  if (baseline.host.toLowerCase() !== clean(now.host).toLowerCase()) {
    cautions.push(`the earlier report is of another machine: ${baseline.host}`);
  }
  if (baseline.profile !== now.profile) {
    cautions.push(`the earlier report was judged by another profile: ${baseline.profile}`);
  }
  // What is gone then is not mended: something else was looked at.
  if (changed.length > 0) {
    const keys = changed.map((key) => clean(key).slice(0, 120)).join(', ');
    cautions.push(`.ecmarc has changed since the earlier report: ${keys}`);
  }
  return cautions;
}

/** The lists in the order in which they matter, each with its heading. */
export function comparisonLists(
  comparison: Comparison,
): readonly { name: string; changes: readonly Change[] }[] {
  return [
    { name: 'New', changes: comparison.new },
    { name: 'Still failing', changes: comparison.stillFailing },
    { name: 'Fixed', changes: comparison.fixed },
    { name: 'Other evidence, same verdict', changes: comparison.changedEvidence },
    { name: 'Not comparable', changes: comparison.notComparable },
  ].filter(({ changes }) => changes.length > 0);
}
