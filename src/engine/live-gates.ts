import { isDeepStrictEqual } from 'node:util';
import type { Facts } from './facts.ts';
import { factsOf, type Gate, gateOf } from './gate.ts';
import type { Entry, Ledger } from './ledger.ts';
import { OrderedSet } from './ordered-set.ts';
import type { Plan } from './plan.ts';

const open: Gate = { kind: 'open' };
const none: readonly string[] = [];

/**
 * The gate of every probe of a plan, kept up to date: a change of an entry touches the gates that depend on it, through
 * needs or through facts that a rule of a probe has read, and no others. What `gatesOf` works out anew, this knows.
 */
export class LiveGates<S, E> {
  readonly #ledger: Ledger;
  readonly #settings: () => S;
  /** Hear of every probe whose gate has changed. */
  readonly #listeners: ((id: string) => void)[] = [];
  readonly #gates = new Map<string, Gate>();
  /** Who read facts of an id when its gate was last worked out, and whose facts an id read. */
  readonly #readers = new Map<string, Set<string>>();
  readonly #reads = new Map<string, Set<string>>();
  readonly #stale = new OrderedSet();
  #plan: Plan<S, E>;
  #judgedBy: S | undefined;

  constructor(plan: Plan<S, E>, ledger: Ledger, settings: () => S) {
    this.#ledger = ledger;
    this.#settings = settings;
    this.#plan = plan;
    this.adopt(plan);
    ledger.observe((id, before, after) => this.#onEntry(id, before, after));
  }

  /** The listener hears of every probe whose gate has changed, while `settle` works that out. */
  watch(listener: (id: string) => void): void {
    this.#listeners.push(listener);
  }

  /** Another plan: everything is worked out anew, when it is next asked for. */
  adopt(plan: Plan<S, E>): void {
    this.#plan = plan;
    this.#gates.clear();
    this.#readers.clear();
    this.#reads.clear();
    this.#stale.clear();
    plan.order.forEach((_, place) => void this.#stale.add(place));
  }

  /** As of the last `settle`; undefined for an id that is not in the plan. */
  get(id: string): Gate | undefined {
    return this.#gates.get(id);
  }

  /** Facts as judges may read them now: those of a probe that is blocked or skipped say nothing any more. */
  current(id: string): Facts | undefined {
    const kind = this.#gates.get(id)?.kind;
    return kind === 'blocked' || kind === 'skipped' ? undefined : factsOf(this.#ledger.get(id).outcome);
  }

  /** Works out what has changed since. */
  settle(): void {
    const settings = this.#settings();
    // Other settings may answer every rule differently.
    if (settings !== this.#judgedBy) this.#plan.order.forEach((_, place) => void this.#stale.add(place));
    this.#judgedBy = settings;
    for (let place = this.#stale.take(); place !== undefined; place = this.#stale.take()) {
      const probe = this.#plan.order[place];
      if (probe === undefined) continue;
      const { id } = probe;
      const gate = gateOf(probe, this.#plan, {
        gate: (other) => this.#gates.get(other),
        entry: (other) => this.#ledger.get(other),
        facts: this.#reading(id, place),
        settings,
      });
      const before = this.#gates.get(id);
      if (before !== undefined && isSame(before, gate)) continue;
      this.#gates.set(id, gate.kind === 'open' ? open : gate);
      for (const listener of this.#listeners) listener(id);
      for (const dependent of this.#plan.dependents.get(id) ?? none) this.#spoil(dependent);
      for (const reader of this.#readers.get(id) ?? none)
        if (this.#isBehind(reader, place)) this.#spoil(reader);
    }
  }

  #onEntry(id: string, before: Entry, after: Entry): void {
    if (before.outcome === after.outcome && before.phase === after.phase) return;
    for (const dependent of this.#plan.dependents.get(id) ?? none) this.#spoil(dependent);
    if (before.outcome !== after.outcome)
      for (const reader of this.#readers.get(id) ?? none) this.#spoil(reader);
  }

  #spoil(id: string): void {
    const place = this.#plan.places.get(id);
    if (place !== undefined) this.#stale.add(place);
  }

  #isBehind(id: string, place: number): boolean {
    return (this.#plan.places.get(id) ?? -1) > place;
  }

  /** Notes whose facts a rule reads. A gate is worked out after those of its needs, so it knows those before it. */
  #reading(id: string, place: number): (other: string) => Facts | undefined {
    const before = this.#reads.get(id);
    if (before !== undefined) {
      for (const other of before) this.#readers.get(other)?.delete(id);
      this.#reads.delete(id);
    }
    return (other) => {
      const reads = this.#reads.get(id) ?? new Set();
      this.#reads.set(id, reads.add(other));
      const readers = this.#readers.get(other) ?? new Set();
      this.#readers.set(other, readers.add(id));
      const known = (this.#plan.places.get(other) ?? Number.POSITIVE_INFINITY) < place;
      return known ? this.current(other) : factsOf(this.#ledger.get(other).outcome);
    };
  }
}

function isSame(one: Gate, other: Gate): boolean {
  return one.kind === 'open' ? other.kind === 'open' : isDeepStrictEqual(one, other);
}
