import type { Facts, FactsToken } from '../engine/facts.ts';
import { type Area, areas } from './areas.ts';

/** Facts of this very run are what their collectors are typed to give; those of a file are looked at (saved-facts.ts). */
let fits = (_schema: string, _facts: Facts): boolean => true;

export function checkFactsBy(check: (schema: string, facts: Facts) => boolean): void {
  fits = check;
}

/**
 * The token of a probe: other probes name it by this in `needs` and `uses`, and read its facts with
 * `facts.of(token)`. It stands beside the type of the facts; `npm run renew` makes their schema of that. `variant`: of
 * a probe that keeps something else under other settings.
 */
export function factsToken<F extends Facts>(area: Area, name: string, variant?: string): FactsToken<F> {
  const id = `${area}.${name}`;
  const schema = variant === undefined ? id : `${id} ${variant}`;
  return {
    id,
    perConnector: areas[area] !== 'server',
    schema,
    is: (facts): facts is F => fits(schema, facts),
  };
}
