import { defined } from '../base/defined.ts';
import type { EcmaProbe } from '../clients/environment.ts';
import type { Entry } from '../engine/ledger.ts';
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
export const missingEntry: Entry = {
  phase: 'idle',
  attempts: [],
  outcome: {
    kind: 'as-reported',
    status: 'skipped',
    reason: 'not-built',
    message: 'the saved report does not have it',
  },
};

/** The ledger entry that a saved probe comes from: facts are judged again, all else keeps its outcome. */
export function entryOf(probe: ReportProbe): Entry {
  const { attempts, durationMs } = probe;
  return {
    phase: 'idle',
    attempts,
    ...defined({
      outcome: outcomeOf(probe),
      observedAt: probe.observedAt ?? undefined,
      // A report says 0 where there was no attempt.
      durationMs: attempts.length === 0 ? undefined : durationMs,
    }),
  };
}
