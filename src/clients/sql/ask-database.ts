import { defined } from '../../base/defined.ts';
import type { Facts } from '../../engine/facts.ts';
import type { Step, Verdict } from '../../engine/probe.ts';
import { onScreen } from '../../probes/common/steps.ts';
import type { SqlTarget } from '../../settings/schema.ts';
import type { ProbeContext } from '../environment.ts';
import { objectName, quotedObject } from './sqlserver/names.ts';
import { byHand } from './sqlserver/queries/query.ts';
import { type LoginFacts, leaseSession } from './tds/open-session.ts';
import {
  type Cell,
  type Database,
  type Row,
  type SqlProblem,
  type Statement,
  sqlProblemText,
} from './tds/tds-database.ts';

/** What the rows that ask the catalogue share. */

/** The connection is not there, or a question had no answer: then nothing else is in the facts. */
export type Unasked = {
  readonly usable: false;
  readonly unasked: SqlProblem;
  /** The statement, for a query window. */
  readonly asked?: string;
  readonly refusal?: NonNullable<LoginFacts['refusal']>;
};

/** Facts of a probe over the connection: its own, or why there are none. */
export type Asked<F extends Facts> = F | Unasked;

export function isUnasked<F extends Facts>(facts: Asked<F>): facts is Unasked {
  return 'unasked' in facts && facts.unasked !== undefined;
}

/** A question that had no answer; caught where the facts are made. */
class NoAnswer extends Error {
  readonly problem: SqlProblem;
  readonly statement: Statement;

  constructor(problem: SqlProblem, statement: Statement) {
    super(problem.text);
    this.problem = problem;
    this.statement = statement;
  }
}

/** Asks over the leased connection; a question without an answer ends the probe with that as its facts. */
export async function overConnection<F extends Facts>(
  context: ProbeContext,
  target: SqlTarget,
  work: (ask: Ask, database: Database) => Promise<F>,
  signal: AbortSignal,
): Promise<Asked<F>> {
  const { login, database } = await leaseSession(context, target);
  if (database === undefined) {
    const problem = login.problem ?? { code: 'NOT_LOGGED_IN', text: `there is no login: ${login.outcome}` };
    return {
      usable: false,
      unasked: problem,
      ...defined({ refusal: login.refusal }),
    };
  }
  context.waitingFor(`${login.reached?.host ?? target.server} (query)`);
  const ask: Ask = async (statement) => {
    const outcome = await database.ask(statement, signal);
    if (!outcome.ok) throw new NoAnswer(outcome.problem, statement);
    return outcome.sets[0] ?? [];
  };
  try {
    return await work(ask, database);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return { usable: false, unasked: error.problem, asked: byHand(error.statement) };
  }
}

/** The rows of a statement's first result. */
export type Ask = (statement: Statement) => Promise<readonly Row[]>;

/** The question itself, for a query window. */
export function askByHand(asked: Statement): Step {
  return {
    text: 'See it in a query window, as the account of the connector',
    command: byHand(asked),
    owner: 'database',
  };
}

/** The table of the target as it stands in statements. */
export function tableOf({ table, database }: SqlTarget): string {
  return quotedObject(objectName(table, database));
}

export function unaskedVerdict({ unasked, asked }: Unasked, expected: string): Verdict {
  const lost = unasked.number === undefined;
  return {
    status: 'unknown',
    message: lost ? 'connection was lost' : `no answer: error ${unasked.number}`,
    expected,
    found: sqlProblemText(unasked),
    remedy: {
      why: lost
        ? 'The connection ended before the question was answered, so this stays open.'
        : 'SQL Server answered the question with an error, so this stays open.',
      steps:
        lost || asked === undefined
          ? [onScreen('Press r on the row of the login, then on this one')]
          : [{ text: 'Ask by hand, as the account of the connector', command: asked, owner: 'database' }],
      links: [],
    },
  };
}

export function text(value: Cell | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}

/** A count may be a bigint, which comes as text. */
export function count(value: Cell | undefined): number {
  return value === null || value === undefined ? 0 : Number(value);
}

/** 1, 0 or null as the catalogue gives them. */
export function flag(value: Cell | undefined): boolean {
  return value === 1 || value === true || value === '1';
}
