import type { Facts } from '../../engine/facts.ts';
import type { LoginFacts } from './login-facts.ts';
import type { SqlProblem } from './statements.ts';

/**
 * Beside the facts of a row over the connection: the product, where the statements by which it is asked are from its
 * manuals and never ran against one of it.
 */
export type Untried = { readonly untried?: string };

/** The connection is not there, or a question had no answer: then nothing else is in the facts. */
export type Unasked = Untried & {
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
