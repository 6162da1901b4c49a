import { defined } from '../base/defined.ts';
import { never } from '../base/never.ts';
import { clean } from '../base/text.ts';
import type { Outcome } from '../engine/ledger.ts';
import type { ReportProbe } from './report-schema.ts';

/** How an attempt ended, as a report holds it; what was seen stands beside it, as the probe's `facts`. */
export type SavedOutcome =
  | { readonly kind: 'facts' }
  | Exclude<Outcome, { readonly kind: 'facts' } | { readonly kind: 'as-reported' }>;

/** The outcome as it is saved, its texts cleaned; undefined where there is none to save. */
export function savedOutcome(outcome: Outcome | undefined): SavedOutcome | undefined {
  switch (outcome?.kind) {
    case undefined:
    case 'as-reported':
      return undefined;
    case 'facts':
      return { kind: 'facts' };
    case 'timed-out':
    case 'cut': {
      const waitingFor = outcome.waitingFor && clean(outcome.waitingFor);
      const more = defined({ waitingFor, left: outcome.left && clean(outcome.left) });
      return outcome.kind === 'cut'
        ? { kind: 'cut', limitMs: outcome.limitMs, ...more }
        : { kind: 'timed-out', deadlineMs: outcome.deadlineMs, ...more };
    }
    case 'crashed':
      return { kind: 'crashed', error: clean(outcome.error) };
    case 'cancelled':
      return {
        kind: 'cancelled',
        why: clean(outcome.why),
        ...defined({ left: outcome.left && clean(outcome.left) }),
      };
    default:
      return never(outcome);
  }
}

/**
 * The outcome that a saved probe had. Facts are there to be judged again; what blocks or skips a row is found out again
 * too, or said as the report says it. An old report has no `outcome`: then its own words stand as they are, since no
 * message is ever read back.
 */
export function outcomeOf(probe: ReportProbe): Outcome {
  if (probe.facts !== null) return { kind: 'facts', facts: probe.facts };
  const { status, message } = probe.judged ?? probe;
  switch (status) {
    case 'blocked':
      return notLookedAt;
    case 'skipped':
      return { kind: 'as-reported', status, reason: probe.reason ?? 'not-configured', message };
    case 'pending':
    case 'running':
      return unfinished;
    default:
      break;
  }
  const { outcome } = probe;
  if (outcome !== undefined && outcome.kind !== 'facts') return outcome;
  switch (status) {
    case 'crashed':
    case 'timed-out':
    case 'unknown':
      return { kind: 'as-reported', status, message };
    case 'cancelled':
      return { kind: 'cancelled', why: message };
    default:
      return unfinished;
  }
}

/** Where this version's rules block it no more, it stands for itself: of a saved report nothing waits for its turn. */
const notLookedAt: Outcome = {
  kind: 'as-reported',
  status: 'skipped',
  reason: 'not-built',
  message: 'was not looked at in the saved run',
};
const unfinished: Outcome = { kind: 'cancelled', why: 'was not finished when the report was saved' };
