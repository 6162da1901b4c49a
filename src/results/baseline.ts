import { defined } from '../base/defined.ts';
import { clean } from '../base/text.ts';
import type { Status } from '../engine/status.ts';
import type { ReportDocument, ReportProbe } from './report-schema.ts';
import type { Row } from './row.ts';
import { seenText, weightOf, withoutTimes } from './row-weight.ts';

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
  /** What a reader must know first: another server, another profile. */
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
  for (const row of now.rows) {
    const was = before.get(row.id);
    before.delete(row.id);
    const list = listOf(row, was);
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
  return { baseline, cautions: cautionsOf(now, baseline), ...lists };
}

type ListName = 'fixed' | 'new' | 'stillFailing' | 'changedEvidence' | 'notComparable';

function listOf(row: Row, was: ReportProbe | undefined): ListName | undefined {
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

function cautionsOf(now: ComparedRun, baseline: Comparison['baseline']): string[] {
  const cautions: string[] = [];
  if (baseline.host.toLowerCase() !== clean(now.host).toLowerCase()) {
    cautions.push(`the earlier report is of another machine: ${baseline.host}`);
  }
  if (baseline.profile !== now.profile) {
    cautions.push(`the earlier report was judged by another profile: ${baseline.profile}`);
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
