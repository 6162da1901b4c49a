import { defined } from '../base/defined.ts';
import type { Json } from '../base/json.ts';
import { clean } from '../base/text.ts';
import type { Status } from '../engine/status.ts';
import { type Counting, countingOf, isCut } from './baseline-counting.ts';
import type { JointCause } from './joint-cause.ts';
import { isPartial, setAsideIn } from './readiness.ts';
import type { ReportDocument, ReportProbe } from './report-schema.ts';
import type { Row } from './row.ts';
import { seenText, withoutTimes } from './row-weight.ts';
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

/** What a run came to. */
export interface Verdict {
  readonly ready: boolean;
  readonly partial: boolean;
  readonly setAside: number;
  readonly exitCode: number;
}

/** How a run differs from an earlier report. Every probe stands in at most one of the lists. */
export interface Comparison {
  readonly baseline: { readonly host: string; readonly profile: string; readonly finishedAt: string };
  /** How it stood then, and how it stands now. */
  readonly verdict: { readonly was: Verdict; readonly now: Verdict };
  /** What a reader must know first: another server, another profile, other settings. */
  readonly cautions: readonly string[];
  /** Was a problem and is none now, or was a failure and is a warning now. */
  readonly fixed: readonly Change[];
  readonly new: readonly Change[];
  readonly stillFailing: readonly Change[];
  /** The same verdict as before, from something else that was seen. */
  readonly changedEvidence: readonly Change[];
  /** Cannot be compared: not looked at in one of the two, set aside, or no longer listed. */
  readonly notComparable: readonly Change[];
}

export interface ComparedRun {
  readonly host: string;
  readonly profile: string;
  readonly ready: boolean;
  readonly exitCode: number;
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
  const counted = {
    now: countingOf(now.rows, now.causes ?? []),
    before: countingOf(earlier.probes, earlier.causes),
  };
  for (const row of now.rows) {
    const was = before.get(row.id);
    before.delete(row.id);
    const list = listOf(row, was, counted);
    if (list !== undefined) lists[list].push(changeOf(row, was));
  }
  for (const gone of before.values()) {
    if (counted.before.weight(gone) !== undefined || isCut(gone))
      lists.notComparable.push(changeOf(undefined, gone));
  }
  const baseline = {
    host: clean(earlier.host.name),
    profile: clean(earlier.profile),
    finishedAt: clean(earlier.finishedAt),
  };
  const changed = now.settings === undefined ? [] : settingsChanges(now.settings, earlier.settings);
  const levelled = earlier.probes.map((probe) => ({ ...probe, level: probe.severity }));
  const verdict = { was: verdictOf(earlier, levelled), now: verdictOf(now, now.rows) };
  return { baseline, verdict, cautions: cautionsOf(now, baseline, changed), ...lists };
}

function verdictOf(
  { ready, exitCode }: Pick<Verdict, 'ready' | 'exitCode'>,
  rows: readonly Pick<Row, 'status' | 'reason' | 'level'>[],
): Verdict {
  return { ready, partial: isPartial(rows), setAside: setAsideIn(rows), exitCode };
}

type ListName = 'fixed' | 'new' | 'stillFailing' | 'changedEvidence' | 'notComparable';

/**
 * What is counted are root causes: a row that waits for another, or shows its joint cause, is told by that one
 * (decisions: With an earlier report).
 */
function listOf(
  row: Row,
  was: ReportProbe | undefined,
  { now, before }: { readonly now: Counting; readonly before: Counting },
): ListName | undefined {
  const wasWeight = was && before.weight(was);
  const wasProblem = was !== undefined && (wasWeight ?? 0) > 0;
  const told = wasProblem && !before.waits(was);
  if (now.waits(row)) {
    if (!told) return undefined;
    return row.status === 'blocked' ? 'notComparable' : 'stillFailing';
  }
  const nowWeight = now.weight(row);
  if (wasProblem && !told) {
    if ((nowWeight ?? 0) === 0) return undefined;
    // What it is by itself was not seen before.
    return was.status === 'blocked' ? 'new' : 'stillFailing';
  }
  // What was cut off in one of the two is not known to be as in the other.
  const cutOnce = isCut(row) !== (was !== undefined && isCut(was));
  if (cutOnce && (nowWeight ?? 0) === 0) return 'notComparable';
  if (was === undefined) return nowWeight === undefined || nowWeight === 0 ? undefined : 'new';
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
