import { defined } from '../../base/defined.ts';
import type { Facts } from '../../engine/facts.ts';
import type { SqlTarget } from '../../settings/schema.ts';
import type { ProbeContext } from '../environment.ts';
import { inTurn } from '../keyed-queue.ts';
import { leaseOdbc, throughDriver } from '../odbc/session.ts';
import { accountOf } from './account.ts';
import type { SqlDatabase } from './database.ts';
import { endpointOf } from './endpoint.ts';
import type { Session } from './login-facts.ts';
import { NoAnswer } from './statements.ts';
import { openSession } from './tds/open-session.ts';
import type { Unasked } from './unasked.ts';

/** Leases the session: opened and logged in by the first probe that asks, closed after the last. */
export function leaseSession(context: ProbeContext, target: SqlTarget): Promise<Session> {
  return context.lease((signal) => {
    const endpoint = endpointOf(target, context.settings);
    const key = `sql ${endpoint.address.toLowerCase()}`;
    // The refusal of one connector must be known before the next sends the same account's password.
    return inTurn(context.credentials, `${key} ${accountOf(target).toLowerCase()}`, () =>
      openSession(context, target, endpoint, key, signal),
    );
  });
}

/** Asks over the leased connection; a question without an answer ends it with that as the facts. */
export async function askDatabase<F extends Facts>(
  context: ProbeContext,
  target: SqlTarget,
  work: (database: SqlDatabase) => Promise<F>,
  signal: AbortSignal,
): Promise<F | Unasked> {
  const session = throughDriver(target)
    ? await leaseOdbc(context, target)
    : await leaseSession(context, target);
  const { login, database } = session;
  if (database === undefined) {
    const unasked = login.problem ?? { code: 'NOT_LOGGED_IN', text: `there is no login: ${login.outcome}` };
    return { usable: false, unasked, ...defined({ refusal: login.refusal }) };
  }
  const reached = 'reached' in login ? login.reached?.host : undefined;
  context.waitingFor(`${reached ?? target.server} (query)`);
  const asked = database(signal);
  const untried = defined({ untried: asked.untried });
  try {
    return { ...(await work(asked)), ...untried };
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return { usable: false, unasked: error.problem, asked: error.asked, ...untried };
  }
}
