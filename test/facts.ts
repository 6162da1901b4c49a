import { type Facts, type FactsToken, readerFor } from '../src/engine/facts.ts';

/** For a judge that has no facts of other probes. */
export const noFacts = readerFor(undefined, () => undefined);

/** The token of a probe of a test, by its id. */
export function named(id: string): FactsToken {
  return { id, perConnector: false, is: (facts): facts is Facts => facts !== undefined };
}
