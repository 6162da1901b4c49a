import type { Facts } from '../../engine/facts.ts';
import type { LoginFacts } from './login-facts.ts';
import type { SqlProblem } from './statements.ts';

/** The connection is not there, or a question had no answer: then nothing else is in the facts. */
export type Unasked = {
  readonly usable: false;
  readonly unasked: SqlProblem;
  /** The statement, for a query window. */
  readonly asked?: string;
  readonly refusal?: NonNullable<LoginFacts['refusal']>;
};

export function isUnasked<F extends Facts>(facts: F | Unasked): facts is Unasked {
  return 'unasked' in facts && facts.unasked !== undefined;
}

/** The facts of a row over the connection, where its questions had answers. */
export function answered<F extends Facts>(facts: F | Unasked | undefined): F | undefined {
  return facts === undefined || isUnasked(facts) ? undefined : facts;
}
