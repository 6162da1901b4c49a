import { findingOf } from './judge.ts';
import type { LiveGates } from './live-gates.ts';
import type { Plan } from './plan.ts';
import type { SchedulerOptions } from './scheduler.ts';

/**
 * The record of an attempt was written when it ended. What other probes saw since may have turned its verdict:
 * before their facts go, the record gets the words that the row has, so that "was" says what was to be seen.
 */
export function keepVerdicts<S, E>(
  { ledger, settings, profile }: SchedulerOptions<S, E>,
  plan: Plan<S, E>,
  gates: LiveGates<S, E>,
  ids: readonly string[],
): void {
  const uses = (other: string) => gates.current(other);
  for (const id of ids) {
    const entry = ledger.get(id);
    const probe = plan.byId.get(id);
    const last = entry.attempts.at(-1);
    const { phase, outcome } = entry;
    if (probe === undefined || last === undefined || phase !== 'idle' || outcome?.kind !== 'facts') continue;
    if (gates.get(id)?.kind !== 'open') continue;
    const finding = findingOf(probe, entry, settings(), profile(), uses);
    if (finding === undefined) continue;
    const { status, message } = finding;
    if (status === last.status && message === last.message) continue;
    ledger.update(id, { attempts: [...entry.attempts.slice(0, -1), { ...last, status, message }] });
  }
}
