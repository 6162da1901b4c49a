import { readerFor } from '../../src/engine/facts.ts';
import { checkSavedFacts, wrongFactsAt } from '../../src/probes/saved-facts.ts';
import { judgeOutcome } from '../../src/results/judge.ts';
import { type RecordedInput, readInputs, recordedAreas } from '../verdicts/recorded.ts';
import { probeOf } from '../verdicts/replay.ts';
import { mutated } from './mutate-facts.ts';
import { Random } from './random.ts';

/** What became of changed facts. */
export interface Hunt {
  readonly inputs: number;
  readonly refused: number;
  readonly judged: number;
  /** Probes with recorded facts that are no whole ones. */
  readonly partial: readonly string[];
  /** By fault: the first input that showed it. */
  readonly faults: ReadonlyMap<string, string>;
}

/**
 * Changes the recorded facts of every judge, each `rounds` times (below 1: one of so many), and has them judged as a
 * saved report's.
 */
export function huntSavedFacts(seed: number, rounds: number): Hunt {
  checkSavedFacts();
  const partial = new Set<string>();
  const faults = new Map<string, string>();
  let [inputs, refused, judged] = [0, 0, 0];
  const random = new Random(seed);
  for (const area of recordedAreas()) {
    for (const input of readInputs(area)) {
      const probe = probeOf(input);
      if (wrongFactsAt(probe, input.facts) !== undefined) {
        partial.add(baseOf(probe));
        continue;
      }
      if (random.next() >= rounds) continue;
      for (let round = 0; round < rounds; round += 1) {
        inputs += 1;
        const { facts, uses } = changed(input, random);
        if (wrongFactsAt(probe, facts) !== undefined) {
          refused += 1;
          continue;
        }
        judged += 1;
        const given = (id: string) => uses[id] ?? undefined;
        for (const profile of ['preview-2021', 'ga'] as const) {
          const outcome = { kind: 'facts', facts } as const;
          const row = judgeOutcome(probe, outcome, input.observedAt, input.settings, profile, given);
          probe.notApplicable?.(input.settings, readerFor(probe.connector, given));
          if (row.status !== 'crashed') continue;
          const fault = `${baseOf(probe)}: ${row.message}`;
          if (!faults.has(fault)) faults.set(fault, JSON.stringify({ facts, uses }));
        }
      }
    }
  }
  return { inputs, refused, judged, faults, partial: [...partial].toSorted() };
}

/** The probe's own facts are changed, or those of another that it reads. */
function changed(input: RecordedInput, random: Random): Pick<RecordedInput, 'facts' | 'uses'> {
  const others = Object.entries(input.uses).filter(([, facts]) => facts !== null);
  if (others.length === 0 || random.below(3) > 0)
    return { facts: asFacts(mutated(input.facts, random)), uses: input.uses };
  const [id, facts] = random.pick(others);
  return { facts: input.facts, uses: { ...input.uses, [id]: facts && asFacts(mutated(facts, random)) } };
}

/** As `reportSchema` lets them through: an object with `usable`. */
function asFacts(given: unknown): RecordedInput['facts'] {
  const facts = typeof given === 'object' && given !== null ? given : {};
  return 'usable' in facts && typeof facts.usable === 'boolean'
    ? { ...facts, usable: facts.usable }
    : { ...facts, usable: true };
}

function baseOf({ id }: { readonly id: string }): string {
  return id.split('@')[0] ?? id;
}
