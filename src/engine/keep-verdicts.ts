import type { DescribeEnd, Ledger } from './ledger.ts';
import type { LiveGates } from './live-gates.ts';
import type { Plan } from './plan.ts';

export interface Recorded<S, E> {
  readonly ledger: Ledger;
  readonly plan: Plan<S, E>;
  readonly gates: LiveGates<S, E>;
  readonly describe: DescribeEnd<S, E>;
}

/**
 * The record of an attempt was written when it ended. What other probes saw since may have turned its verdict:
 * before their facts go, the record gets the words that the row has, so that "was" says what was to be seen.
 */
export function keepVerdicts<S, E>(
  { ledger, plan, gates, describe }: Recorded<S, E>,
  ids: readonly string[],
): void {
  const uses = (other: string) => gates.current(other);
  for (const id of ids) {
    const { phase, outcome, attempts, observedAt = '' } = ledger.get(id);
    const probe = plan.byId.get(id);
    const last = attempts.at(-1);
    if (probe === undefined || last === undefined || phase !== 'idle' || outcome?.kind !== 'facts') continue;
    if (gates.get(id)?.kind !== 'open') continue;
    const { status, message } = describe(probe, outcome, observedAt, uses);
    if (status === last.status && message === last.message) continue;
    ledger.update(id, { attempts: [...attempts.slice(0, -1), { ...last, status, message }] });
  }
}
