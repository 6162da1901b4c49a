import { isDeepStrictEqual } from 'node:util';
import type { FactsById } from '../engine/facts.ts';
import type { Gate } from '../engine/gate.ts';
import type { Ledger } from '../engine/ledger.ts';
import type { LiveGates } from '../engine/live-gates.ts';
import type { Plan } from '../engine/plan.ts';
import type { Probe } from '../engine/probe.ts';
import type { Level } from '../engine/status.ts';
import { type Assessment, rowOf } from './assess.ts';
import type { Row } from './row.ts';

/** Where a row's making reads from, beside its own probe, entry, gate and the settings. */
type Source = Pick<Assessment<unknown, unknown>, 'answers' | 'attestedBy'> & { readonly facts: FactsById };

/** Something that was read while a row was made, and what it was then. */
interface Read {
  readonly of: (source: Source) => unknown;
  readonly value: unknown;
}

interface Made {
  readonly from: readonly unknown[];
  readonly gate: Gate;
  readonly reads: readonly Read[];
  /** Whose facts were asked for. */
  readonly asked: ReadonlySet<string>;
  readonly row: Row;
}

/** The rows as they stand, and at which places they are others than the last time. */
export interface RowChanges {
  readonly rows: readonly Row[];
  /** Undefined: the list itself is another one. */
  readonly places: readonly number[] | undefined;
}

const open: Gate = { kind: 'open' };

/**
 * What `assess` works out anew, kept up to date under one profile: a row is looked at again when its entry, its gate or
 * facts that its making has read have changed, and made again where that is so. A row that says the same stays the same
 * object, and so does the list: views tell by identity what to draw.
 */
export class LiveRows<S, E> {
  readonly #gates: LiveGates<S, E>;
  readonly #known = new Map<string, Made>();
  /** Which rows have asked for the facts of an id. */
  readonly #readers = new Map<string, Set<string>>();
  /** What has changed of a row, or what it was made of, since it was shown. */
  readonly #spoilt = new Set<string>();
  /** Those of them that were not looked at since. */
  readonly #unseen = new Set<string>();
  #places = new Map<string, number>();
  #plan: Plan<S, E> | undefined;
  #settings: S | undefined;
  #rows: readonly Row[] = [];

  constructor(ledger: Ledger, gates: LiveGates<S, E>) {
    this.#gates = gates;
    ledger.observe((id, before, after) => {
      this.#spoil(id);
      if (before.outcome !== after.outcome) this.#spoilReaders(id);
    });
    gates.watch((id) => {
      this.#spoil(id);
      this.#spoilReaders(id);
    });
  }

  /** How many rows `lookAhead` can look at. */
  get waiting(): number {
    return this.#unseen.size;
  }

  /** Makes some of the rows that `update` would make, `most` of them: it then finds them made. */
  lookAhead(input: Assessment<S, E>, most: number, beside?: LiveRows<S, E>): void {
    this.#gates.settle();
    const source = this.#source(input);
    let left = most;
    for (const id of this.#unseen) {
      const probe = input.plan.byId.get(id);
      if (probe !== undefined) this.#look(probe, input, source, beside);
      this.#unseen.delete(id);
      left -= 1;
      if (left <= 0) return;
    }
  }

  /**
   * Up to date with entries, gates, plan and settings of `input`. `anew`: answers or their time may be others too, so
   * that every row is looked at. `beside`: the same under another profile: what no profile changes is taken from it.
   */
  update(input: Assessment<S, E>, anew: boolean, beside?: LiveRows<S, E>): RowChanges {
    const { plan, settings } = input;
    this.#gates.settle();
    const before = this.#rows;
    const isOther = plan !== this.#plan;
    if (isOther) this.#adopt(plan);
    const whole = anew || isOther || settings !== this.#settings;
    this.#settings = settings;
    const source = this.#source(input);
    const places: number[] = [];
    const rows = isOther ? [] : [...before];
    const look = (probe: Probe<S, E>, place: number): void => {
      const row = this.#look(probe, input, source, beside);
      if (row !== before[place]) places.push(place);
      rows[place] = row;
    };
    if (whole) plan.probes.forEach(look);
    else
      for (const id of this.#spoilt) {
        const place = this.#places.get(id);
        const probe = place === undefined ? undefined : plan.probes[place];
        if (place !== undefined && probe !== undefined) look(probe, place);
      }
    this.#spoilt.clear();
    this.#unseen.clear();
    if (places.length > 0 || rows.length !== before.length) this.#rows = rows;
    return { rows: this.#rows, places: isOther ? undefined : places };
  }

  #adopt(plan: Plan<S, E>): void {
    this.#plan = plan;
    this.#places = new Map(plan.probes.map(({ id }, place) => [id, place]));
    for (const id of [...this.#known.keys()]) {
      if (this.#places.has(id)) continue;
      this.#forgetReads(id);
      this.#known.delete(id);
    }
  }

  #spoilReaders(id: string): void {
    for (const reader of this.#readers.get(id) ?? []) this.#spoil(reader);
  }

  #spoil(id: string): void {
    this.#spoilt.add(id);
    this.#unseen.add(id);
  }

  #source(input: Assessment<S, E>): Source {
    return { ...input, facts: (id) => this.#gates.current(id) };
  }

  #forgetReads(id: string): void {
    for (const of of this.#known.get(id)?.asked ?? []) this.#readers.get(of)?.delete(id);
  }

  #look(probe: Probe<S, E>, input: Assessment<S, E>, source: Source, beside?: LiveRows<S, E>): Row {
    const { id } = probe;
    const before = this.#known.get(id);
    const entry = input.entryOf(id);
    const gate = this.#gates.get(id) ?? open;
    const from = [probe, entry, input.plan, input.settings];
    if (before !== undefined && stillHolds(before, from, gate, source)) return before.row;

    const reads: Read[] = [];
    const asked = new Set<string>();
    const recorded = recording(source, reads, asked);
    const other = beside === undefined ? undefined : beside.#known.get(id);
    const made =
      alike(other, from, gate, probe.levels[input.profile]) ??
      rowOf(probe, entry, gate, recorded.facts, { ...input, ...recorded });
    const row = before !== undefined && isDeepStrictEqual(made, before.row) ? before.row : made;
    this.#forgetReads(id);
    for (const of of asked) {
      const readers = this.#readers.get(of);
      if (readers === undefined) this.#readers.set(of, new Set([id]));
      else readers.add(id);
    }
    this.#known.set(id, { from, gate, reads, asked, row });
    return row;
  }
}

/** The row of another profile where it says the same under this one: nobody has judged what is still to come. */
function alike(
  other: Made | undefined,
  from: readonly unknown[],
  gate: Gate,
  level: Level | undefined,
): Row | undefined {
  if (other === undefined || gate !== other.gate || level === 'not-applicable') return undefined;
  const { status } = other.row;
  if (status !== 'pending' && status !== 'running') return undefined;
  return from.every((part, index) => part === other.from[index])
    ? { ...other.row, level: level ?? 'info' }
    : undefined;
}

function stillHolds(made: Made, from: readonly unknown[], gate: Gate, source: Source): boolean {
  return (
    from.every((part, index) => part === made.from[index]) &&
    (gate === made.gate || isDeepStrictEqual(gate, made.gate)) &&
    made.reads.every(({ of, value }) => {
      const now = of(source);
      return now === value || isDeepStrictEqual(now, value);
    })
  );
}

/** The source, noting what is read from it: a judge may read any probe's facts. */
function recording(source: Source, reads: Read[], asked: Set<string>): Source {
  const read = <T>(of: (source: Source) => T): T => {
    const value = of(source);
    reads.push({ of, value });
    return value;
  };
  return {
    facts: (id) => {
      asked.add(id);
      return read((from) => from.facts(id));
    },
    answers: {
      given: (id) => read((from) => from.answers.given(id)),
      waived: (id) => read((from) => from.answers.waived(id)),
    },
    attestedBy: {
      get by() {
        return read((from) => from.attestedBy.by);
      },
      get at() {
        return read((from) => from.attestedBy.at);
      },
    },
  };
}
