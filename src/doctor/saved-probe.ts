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

/** The ledger entry that a saved probe comes from: facts are judged again, all else keeps its outcome. */
export function entryOf(probe: ReportProbe): Entry {
  const { attempts, durationMs } = probe;
  return {
    phase: 'idle',
    attempts: attempts.map(({ settingsChangedAt, ...attempt }) => ({
      ...attempt,
      ...defined({ settingsChangedAt }),
    })),
    ...defined({
      outcome: outcomeOf(probe),
      observedAt: probe.observedAt ?? undefined,
      // A report says 0 where there was no attempt.
      durationMs: attempts.length === 0 ? undefined : durationMs,
    }),
  };
}
