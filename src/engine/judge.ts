import { defined } from '../base/defined.ts';
import { never } from '../base/never.ts';
import { clean, faultText } from '../base/text.ts';
import { type FactsById, readerFor } from './facts.ts';
import type { Entry, Outcome } from './ledger.ts';
import type { Evidence, Probe, Remedy, Verdict } from './probe.ts';
import type { Level, Profile, Severity, Status } from './status.ts';
import { decides } from './status.ts';

/** What an outcome means under one profile, in cleaned words. */
export interface Finding {
  readonly status: Status;
  readonly message: string;
  readonly expected?: string;
  readonly found?: string;
  readonly evidence: readonly Evidence[];
  readonly remedy?: Remedy;
}

/**
 * Judges how an attempt ended. A verdict of `fail` from a probe whose severity does not carry a failure is a
 * `warn`; a judge that throws is a crash of the probe.
 */
export function judgeOutcome<S, E>(
  probe: Probe<S, E>,
  outcome: Outcome,
  observedAt: string,
  settings: S,
  profile: Profile,
  uses: FactsById,
): Finding {
  switch (outcome.kind) {
    case 'facts': {
      if (probe.work === undefined)
        return plain('unknown', 'the saved facts cannot be judged by this version');
      const severity = severityOf(probe.levels[profile]);
      try {
        const verdict = probe.work.judge(
          { facts: outcome.facts, settings, observedAt, uses: readerFor(probe.connector, uses) },
          { profile, severity },
        );
        return cleaned(verdict, severity);
      } catch (error) {
        return plain('crashed', `a fault in this check, while judging: ${faultText(error)}`);
      }
    }
    case 'crashed':
      return plain('crashed', `a fault in this check: ${outcome.error}`);
    case 'timed-out': {
      const seconds = Math.round(outcome.deadlineMs / 100) / 10;
      const waiting = outcome.waitingFor === undefined ? '' : `, waiting for ${outcome.waitingFor}`;
      return outcome.cut === 'run'
        ? plain('timed-out', `cut when the run's ${seconds} s were over${waiting}`)
        : plain('timed-out', `no result within ${seconds} s${waiting}`);
    }
    case 'cancelled':
      return plain('cancelled', outcome.why);
    case 'absent':
      return plain('skipped', outcome.message);
    default:
      return never(outcome);
  }
}

/** Facts are judged also where the profile does not ask: the row is then not-applicable, the verdict unused. */
export function severityOf(level: Level | undefined): Severity {
  return level === undefined || level === 'not-applicable' ? 'info' : level;
}

function plain(status: Status, message: string): Finding {
  return { status, message: clean(message), evidence: [] };
}

function cleaned(verdict: Verdict, severity: Severity): Finding {
  return {
    status: verdict.status === 'fail' && !decides(severity) ? 'warn' : verdict.status,
    message: clean(verdict.message),
    ...(verdict.expected === undefined ? {} : { expected: clean(verdict.expected) }),
    ...(verdict.found === undefined ? {} : { found: clean(verdict.found) }),
    evidence: (verdict.evidence ?? []).map(({ label, value }) => ({
      label: clean(label),
      value: clean(value),
    })),
    ...(verdict.remedy === undefined ? {} : { remedy: cleanRemedy(verdict.remedy) }),
  };
}

/** Fix steps can quote names that a peer sent. */
export function cleanRemedy(remedy: Remedy): Remedy {
  return {
    why: clean(remedy.why),
    steps: remedy.steps.map((step) => ({
      text: clean(step.text, true),
      ...(step.command === undefined ? {} : { command: clean(step.command, true) }),
      ...defined({ owner: step.owner, screen: step.screen }),
    })),
    links: remedy.links.map((link) => clean(link)),
  };
}

/** The finding of an entry's last outcome, if it has one. */
export function findingOf<S, E>(
  probe: Probe<S, E>,
  entry: Entry,
  settings: S,
  profile: Profile,
  uses: FactsById,
): Finding | undefined {
  if (entry.outcome === undefined) return undefined;
  return judgeOutcome(probe, entry.outcome, entry.observedAt ?? '', settings, profile, uses);
}
