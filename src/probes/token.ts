import type { Facts, FactsToken } from '../engine/facts.ts';
import { type Area, areas } from './areas.ts';

/**
 * The token of a probe: other probes name it by this in `needs` and `uses`, and read its facts with
 * `facts.of(token)`. It stands beside the type of the facts.
 */
export function factsToken<F extends Facts>(area: Area, name: string): FactsToken<F> {
  return { id: `${area}.${name}`, perConnector: areas[area] !== 'server' };
}
