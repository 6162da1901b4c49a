import { type EntryOf, factsOf, type Gate } from './gate.ts';
import { allDependents, type Plan } from './plan.ts';

/** The gates of a plan, as `gatesOf` or `LiveGates` gives them. */
interface Gates {
  get(id: string): Gate | undefined;
}

/**
 * The ids that a retry of `id` arms: a blocked one is helped by its root causes, so they run too; and what they
 * blocked, or what never got its turn, runs behind them. What has a result of its own keeps it.
 */
export function armedBy<S, E>(
  plan: Plan<S, E>,
  gates: Gates,
  entryOf: EntryOf,
  id: string,
): ReadonlySet<string> {
  if (!plan.byId.has(id)) return new Set();
  const roots = rootsOf(plan, gates, entryOf, id);
  const unserved = (dependent: string): boolean => {
    const kind = gates.get(dependent)?.kind;
    return (kind !== 'open' && kind !== 'waiting') || entryOf(dependent).outcome === undefined;
  };
  const dependents = [...roots].flatMap((root) => [...allDependents(plan, root)].filter(unserved));
  return new Set([...roots, ...dependents, id]);
}

/** All root causes of a blocked probe, where its gate names but one; of another probe, itself. */
function rootsOf<S, E>(plan: Plan<S, E>, gates: Gates, entryOf: EntryOf, id: string): ReadonlySet<string> {
  if (gates.get(id)?.kind !== 'blocked') return new Set([id]);
  const roots = new Set<string>();
  const seen = new Set<string>();
  const visit = (at: string): void => {
    if (seen.has(at)) return;
    seen.add(at);
    const kind = gates.get(at)?.kind;
    if (kind === 'blocked') {
      for (const need of plan.byId.get(at)?.needs ?? []) visit(need);
      return;
    }
    const { phase, outcome } = entryOf(at);
    const serves = kind === 'open' && factsOf(outcome)?.usable === true;
    if (phase === 'idle' && !serves) roots.add(at);
  };
  visit(id);
  return roots;
}
