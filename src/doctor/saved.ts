import { defined } from '../base/defined.ts';
import type { EcmaProbe } from '../clients/environment.ts';
import type { Facts } from '../engine/facts.ts';
import type { AttemptRecord, Entry, Outcome } from '../engine/ledger.ts';
import type { SkipReason, Status } from '../engine/status.ts';
import type { Answer } from '../results/row.ts';

/** One probe of a saved report, as far as the doctor reads it (decisions: The saved report). */
export interface SavedProbe {
  readonly id: string;
  readonly status: Status;
  readonly reason?: SkipReason | undefined;
  readonly message: string;
  readonly facts?: Facts | undefined;
  readonly observedAt?: string | undefined;
  readonly durationMs?: number | undefined;
  readonly deadlineMs: number;
  readonly attempts: readonly AttemptRecord[];
  readonly judged?: { readonly status: Status; readonly message: string } | undefined;
  readonly answer?: Answer | undefined;
}

export interface SavedRun {
  readonly profile: string;
  readonly settings: unknown;
  readonly host: { readonly name: string; readonly platform: string };
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly exitCode: number;
  readonly probes: readonly SavedProbe[];
}

/**
 * The probe as it stood in the saved run: what was allowed there by the command line, and what was still to be
 * typed, is not in the report's settings.
 */
export function asSaved(probe: EcmaProbe, saved: SavedProbe | undefined): EcmaProbe {
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
export function entryOf(probe: SavedProbe): Entry {
  const outcome = outcomeOf(probe);
  return {
    phase: 'idle',
    attempts: probe.attempts,
    ...defined({ outcome, observedAt: probe.observedAt }),
    // A report says 0 where there was no attempt.
    ...(probe.durationMs === undefined || probe.attempts.length === 0
      ? {}
      : { durationMs: probe.durationMs }),
  };
}

function outcomeOf(probe: SavedProbe): Outcome | undefined {
  if (probe.facts !== undefined) return { kind: 'facts', facts: probe.facts };
  const { status, message } = probe.judged ?? probe;
  switch (status) {
    case 'crashed':
      return { kind: 'crashed', error: message.replace(/^a fault in this check: /, '') };
    case 'timed-out':
      return timedOut(message, probe.deadlineMs);
    case 'skipped':
      return { kind: 'as-reported', status, reason: probe.reason ?? 'not-configured', message };
    case 'cancelled':
      return { kind: 'cancelled', why: message };
    case 'blocked':
      return undefined;
    default:
      return { kind: 'cancelled', why: 'was not finished when the report was saved' };
  }
}

/** A saved time-out says in its message what it waited for, and whether the run's bound fired. */
function timedOut(message: string, deadlineMs: number): Outcome {
  const [, run, waitingFor] =
    /^(?:no result within|(cut when the run's)) .*?(?:, waiting for (.*))?$/.exec(message) ?? [];
  const waited = waitingFor === undefined ? {} : { waitingFor };
  return run === undefined
    ? { kind: 'timed-out', deadlineMs, ...waited }
    : { kind: 'cut', limitMs: deadlineMs, ...waited };
}
