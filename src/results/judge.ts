import { defined } from '../base/defined.ts';
import { never } from '../base/never.ts';
import { clean, faultText } from '../base/text.ts';
import { type FactsById, readerFor } from '../engine/facts.ts';
import type { DescribeEnd, Outcome } from '../engine/ledger.ts';
import type { Evidence, Probe, Remedy, Verdict } from '../engine/probe.ts';
import type { Level, Profile, Severity, Status } from '../engine/status.ts';
import { decides } from '../engine/status.ts';

/** What an outcome means under one profile, in cleaned words. */
export interface JudgedOutcome {
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
): JudgedOutcome {
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
    case 'timed-out':
      return plain(
        'timed-out',
        `no result within ${seconds(outcome.deadlineMs)}${waiting(outcome)}${remaining(outcome)}`,
      );
    case 'cut':
      return plain(
        'timed-out',
        `cut when the run's ${seconds(outcome.limitMs)} were over${waiting(outcome)}${remaining(outcome)}`,
      );
    case 'cancelled':
      return plain('cancelled', `${outcome.why}${remaining(outcome)}`);
    case 'as-reported':
      return plain(outcome.status, outcome.message);
    default:
      return never(outcome);
  }
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}

function waiting({ waitingFor }: { readonly waitingFor?: string }): string {
  return waitingFor === undefined ? '' : `, waiting for ${waitingFor}`;
}

function remaining({ left }: { readonly left?: string }): string {
  return left === undefined ? '' : `; ${left}`;
}

/** Facts are judged also where the profile does not ask: the row is then not-applicable, the verdict unused. */
export function severityOf(level: Level | undefined): Severity {
  return level === undefined || level === 'not-applicable' ? 'info' : level;
}

function plain(status: Status, message: string): JudgedOutcome {
  return { status, message: clean(message), evidence: [] };
}

function cleaned(verdict: Verdict, severity: Severity): JudgedOutcome {
  return {
    status: verdict.status === 'fail' && !decides(severity) ? 'warn' : verdict.status,
    message: clean(verdict.message),
    ...defined({
      expected: verdict.expected && clean(verdict.expected),
      found: verdict.found && clean(verdict.found),
    }),
    evidence: (verdict.evidence ?? []).map(({ label, value }) => ({
      label: clean(label),
      value: clean(value),
    })),
    ...defined({ remedy: verdict.remedy && cleanRemedy(verdict.remedy) }),
  };
}

/** Fix steps can quote names that a peer sent. */
export function cleanRemedy(remedy: Remedy): Remedy {
  return {
    why: clean(remedy.why),
    steps: remedy.steps.map((step) => ({
      text: clean(step.text, true),
      ...defined({
        command: step.command && clean(step.command, true),
        owner: step.owner,
        screen: step.screen,
      }),
    })),
    links: remedy.links.map((link) => clean(link)),
  };
}

/** The words of an attempt's record: what its end means under the settings and the profile of that moment. */
export function describeEnds<S, E>(settings: () => S, profile: () => Profile): DescribeEnd<S, E> {
  return (probe, outcome, observedAt, uses) =>
    judgeOutcome(probe, outcome, observedAt, settings(), profile(), uses);
}
