import { defined } from '../base/defined.ts';
import type { EcmaProbe } from '../clients/environment.ts';
import type { Facts } from '../engine/facts.ts';
import type { Entry, Outcome } from '../engine/ledger.ts';
import type { ReportProbe } from '../results/report-schema.ts';
import { outcomeOf } from '../results/saved-outcome.ts';

/**
 * The probe as it stood in the saved run: what was allowed there by the command line, and what was still to be
 * typed, is not in the report's settings.
 */
export function asSaved(probe: EcmaProbe, saved: ReportProbe | undefined): EcmaProbe {
  if (saved === undefined) return probe;
  const key = keyOf(saved);
  const known = made.get(probe);
  if (known?.key === key) return known.probe;
  const anew = madeAnew(probe, saved);
  made.set(probe, { key, probe: anew });
  return anew;
}

/** What was made last of a probe: the servers of a fleet mostly say the same of it. */
const made = new WeakMap<EcmaProbe, { readonly key: string; readonly probe: EcmaProbe }>();

/** All that a probe takes from its saved row. */
function keyOf(saved: ReportProbe): string {
  const { reason, deadlineMs } = saved;
  const skipped = reason === 'not-allowed' || reason === 'not-configured';
  return skipped ? `${deadlineMs} ${reason} ${(saved.judged ?? saved).message}` : String(deadlineMs);
}

function madeAnew(probe: EcmaProbe, saved: ReportProbe): EcmaProbe {
  const { notAllowed, notConfigured, asks: _asks, ...rest } = probe;
  const notRun = { message: (saved.judged ?? saved).message };
  return {
    ...rest,
    deadlineMs: saved.deadlineMs,
    ...(saved.reason === 'not-allowed' && {
      notAllowed: (settings) => notAllowed?.(settings) ?? notRun,
    }),
    ...(saved.reason === 'not-configured'
      ? { notConfigured: (settings) => notConfigured?.(settings) ?? notRun }
      : notConfigured !== undefined && { notConfigured }),
  };
}

/** Of a probe that the saved report does not have. */
const missingEntry: Entry = {
  phase: 'idle',
  attempts: [],
  outcome: {
    kind: 'as-reported',
    status: 'skipped',
    reason: 'not-built',
    message: 'the saved report does not have it',
  },
};

/** Where saved facts of a probe are not what it keeps (`reached.steps.0.ms`); undefined where they are. */
export type WrongFactsAt = (probe: EcmaProbe, facts: Facts) => string | undefined;

/** The ledger entry of this probe; `saved` is undefined where the report does not have it. */
export function entryOrMissing(
  probe: EcmaProbe,
  saved: ReportProbe | undefined,
  wrongFactsAt: WrongFactsAt,
): Entry {
  return saved === undefined ? missingEntry : entryOf(saved, (facts) => wrongFactsAt(probe, facts));
}

/** The ledger entry that a saved probe comes from: facts are judged again, all else keeps its outcome. */
export function entryOf(probe: ReportProbe, wrongAt: (facts: Facts) => string | undefined): Entry {
  const { attempts, durationMs } = probe;
  return {
    phase: 'idle',
    attempts,
    ...defined({
      outcome: readable(probe, outcomeOf(probe), wrongAt),
      observedAt: probe.observedAt ?? undefined,
      // A report says 0 where there was no attempt.
      durationMs: attempts.length === 0 ? undefined : durationMs,
    }),
  };
}

/** Facts that no run of this program keeps are not judged (decisions: Saved facts): nobody knows what they would mean. */
function readable(
  { id, observedAt }: ReportProbe,
  outcome: Outcome | undefined,
  wrongAt: (facts: Facts) => string | undefined,
): Outcome | undefined {
  if (outcome?.kind !== 'facts') return outcome;
  const dated = observedAt !== null && !Number.isNaN(Date.parse(observedAt));
  const wrong = dated ? wrongAt(outcome.facts) : 'observedAt';
  if (wrong === undefined) return outcome;
  const message = `this report's facts of ${id} cannot be read (${wrong.slice(0, 100)})`;
  return { kind: 'as-reported', status: 'unknown', message };
}
