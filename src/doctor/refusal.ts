import { isJsonObject } from '../base/json.ts';
import type { Entry } from '../engine/ledger.ts';

/** A refused credential, as a probe's facts tell it: `refusal: { target, account, at }`. */
export interface RefusalFact {
  readonly target: string;
  readonly account: string;
  readonly at: string;
}

/** The refusal in an entry's facts, by the agreed member of the facts. */
export function refusalIn(entry: Entry): RefusalFact | undefined {
  if (entry.outcome?.kind !== 'facts') return undefined;
  const { refusal } = entry.outcome.facts;
  if (!isJsonObject(refusal)) return undefined;
  const { target, account, at } = refusal;
  if (typeof target !== 'string' || typeof account !== 'string' || typeof at !== 'string') return undefined;
  return { target, account, at };
}
