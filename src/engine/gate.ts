import { faultText } from '../base/text.ts';
import { type Facts, type FactsById, readerFor } from './facts.ts';
import type { Entry, Outcome } from './ledger.ts';
import type { Plan } from './plan.ts';
import type { NotRun, Probe } from './probe.ts';

/** May a probe run? Said the same way for the scheduler and for the views. */
export type Gate =
  | { readonly kind: 'open' }
  | { readonly kind: 'waiting'; readonly on: string }
  | { readonly kind: 'blocked'; readonly by: string }
  | Skipped
  /** The probe's own rule for skipping threw: a fault in the program, shown as crashed. */
  | { readonly kind: 'faulty'; readonly error: string };

export type Skipped =
  | { readonly kind: 'skipped'; readonly reason: 'not-chosen' | 'not-built' }
  /** The probe itself says why. */
  | {
      readonly kind: 'skipped';
      readonly reason: 'not-applicable' | 'not-allowed' | 'not-configured';
      readonly notRun: NotRun;
    };

export type EntryOf = (id: string) => Entry;

export function factsOf(outcome: Outcome | undefined): Facts | undefined {
  return outcome?.kind === 'facts' ? outcome.facts : undefined;
}

/**
 * Facts as judges and rules may read them: what was seen of a probe that is blocked or skipped now says nothing
 * any more, and is not in a saved report either.
 */
export function currentFacts(gates: ReadonlyMap<string, Gate>, entryOf: EntryOf): FactsById {
  return (id) => {
    const kind = gates.get(id)?.kind;
    return kind === 'blocked' || kind === 'skipped' ? undefined : factsOf(entryOf(id).outcome);
  };
}

/**
 * The gate of every probe, by id, all worked out anew. `LiveGates` keeps the same up to date while a run goes on.
 */
export function gatesOf<S, E>(plan: Plan<S, E>, entryOf: EntryOf, settings: S): ReadonlyMap<string, Gate> {
  const gates = new Map<string, Gate>();
  const known = { gate: (id: string) => gates.get(id), entry: entryOf, facts: currentFacts(gates, entryOf) };
  for (const probe of plan.order) gates.set(probe.id, gateOf(probe, plan, { ...known, settings }));
  return gates;
}

/** What a gate is worked out from: what is known of other probes, and the settings. */
export interface GateInput<S> {
  gate(id: string): Gate | undefined;
  entry(id: string): Entry;
  facts(id: string): Facts | undefined;
  readonly settings: S;
}

/**
 * One probe's gate, those of its needs being known. When several reasons hold, the first of: not-chosen,
 * not-applicable, not-allowed, not-configured, blocked, not-built (decisions: Skipped). A need that is not applicable
 * makes what needs it not applicable.
 */
export function gateOf<S, E>(probe: Probe<S, E>, plan: Plan<S, E>, input: GateInput<S>): Gate {
  try {
    return ruledGate(probe, plan, input);
  } catch (error) {
    return { kind: 'faulty', error: faultText(error) };
  }
}

function ruledGate<S, E>(probe: Probe<S, E>, plan: Plan<S, E>, input: GateInput<S>): Gate {
  const { settings } = input;
  if (!plan.chosen.has(probe.id)) return { kind: 'skipped', reason: 'not-chosen' };

  const inapplicable = probe.notApplicable?.(settings, readerFor(probe.connector, input.facts));
  if (inapplicable !== undefined)
    return { kind: 'skipped', reason: 'not-applicable', notRun: { message: inapplicable } };
  const needs =
    probe.needs.length === 0
      ? none
      : probe.needs.map((id): Gate => needGate(id, input.gate(id), input.entry(id)));
  for (const gate of needs) if (gate.kind === 'skipped' && gate.reason === 'not-applicable') return gate;

  const forbidden = probe.notAllowed?.(settings);
  if (forbidden !== undefined) return { kind: 'skipped', reason: 'not-allowed', notRun: forbidden };
  const unset = probe.notConfigured?.(settings);
  if (unset !== undefined) return { kind: 'skipped', reason: 'not-configured', notRun: unset };

  const stop = needs.find((gate) => gate.kind === 'blocked') ?? needs.find((gate) => gate.kind === 'waiting');
  if (stop !== undefined) return stop;
  return probe.work === undefined ? { kind: 'skipped', reason: 'not-built' } : open;
}

const none: readonly Gate[] = [];
const open: Gate = { kind: 'open' };

/** What a need means for the probe that needs it. */
function needGate(id: string, gate: Gate | undefined, entry: Entry): Gate {
  if (gate === undefined || gate.kind === 'faulty') return { kind: 'blocked', by: id };
  if (gate.kind === 'blocked') return gate;
  if (gate.kind === 'skipped') return gate.reason === 'not-applicable' ? gate : { kind: 'blocked', by: id };
  if (gate.kind === 'waiting' || entry.phase !== 'idle' || entry.outcome === undefined) {
    return { kind: 'waiting', on: id };
  }
  return factsOf(entry.outcome)?.usable === true ? { kind: 'open' } : { kind: 'blocked', by: id };
}
