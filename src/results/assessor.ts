import { isDeepStrictEqual } from 'node:util';
import type { FactsById } from '../engine/facts.ts';
import { currentFacts, type Gate, gatesOf } from '../engine/gate.ts';
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
  readonly row: Row;
}

/**
 * `assess` with a memory: the same rows, but a row is made anew only when something that it was made from has
 * changed, and stays the same object while it says the same; so does the list. Views tell by identity what to draw.
 */
export function makeAssessor<S, E>(): (input: Assessment<S, E>) => readonly Row[] {
  const known = new Map<string, Made>();
  const lists = new Map<string, readonly Row[]>();
  return (input) => {
    const { plan, entryOf, settings, profile } = input;
    const gates = gatesOf(plan, entryOf, settings);
    const { answers, attestedBy } = input;
    const source: Source = { answers, attestedBy, facts: currentFacts(gates, entryOf) };
    const rows = plan.probes.map((probe) => {
      const key = `${profile} ${probe.id}`;
      const before = known.get(key);
      const entry = entryOf(probe.id);
      const gate = gates.get(probe.id) ?? { kind: 'open' };
      const from = [probe, entry, plan, settings];
      if (before !== undefined && stillHolds(before, from, gate, source)) return before.row;

      const reads: Read[] = [];
      const recorded = recording(source, reads);
      const made = rowOf(probe, entry, gate, recorded.facts, {
        plan,
        entryOf,
        settings,
        profile,
        ...recorded,
      });
      const row = before !== undefined && isDeepStrictEqual(made, before.row) ? before.row : made;
      known.set(key, { from, gate, reads, row });
      return row;
    });
    const list = lists.get(profile);
    if (list?.length === rows.length && rows.every((row, index) => row === list[index])) return list;
    lists.set(profile, rows);
    return rows;
  };
}

function stillHolds(made: Made, from: readonly unknown[], gate: Gate, source: Source): boolean {
  return (
    from.every((part, index) => part === made.from[index]) &&
    isDeepStrictEqual(gate, made.gate) &&
    made.reads.every(({ of, value }) => isDeepStrictEqual(of(source), value))
  );
}

/** The source, noting what is read from it: a judge may read any probe's facts. */
function recording(source: Source, reads: Read[]): Source {
  const read = <T>(of: (source: Source) => T): T => {
    const value = of(source);
    reads.push({ of, value });
    return value;
  };
  return {
    facts: (id) => read((from) => from.facts(id)),
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
