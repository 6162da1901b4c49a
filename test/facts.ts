import { readerFor } from '../src/engine/facts.ts';

/** For a judge that has no facts of other probes. */
export const noFacts = readerFor(undefined, () => undefined);
