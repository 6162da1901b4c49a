import { defined } from '../../../base/defined.ts';
import { isAnswer } from '../../../clients/odbc/failures.ts';
import { logInByDsn, type OdbcLogin } from '../../../clients/odbc/log-in.ts';
import { leaseOdbc, throughDriver } from '../../../clients/odbc/session.ts';
import { byDriverAlone } from '../../../clients/sql/account.ts';
import { leaseSession } from '../../../clients/sql/session.ts';
import type { SqlContext } from '../define.ts';
import { elsewhere } from './elsewhere.ts';
import type { OdbcFacts } from './facts.ts';

/** Outcomes of the doctor's own login after which the password goes no second way. */
const refusedThere: readonly string[] = ['refused', 'remembered', 'turned-away'];

export async function collectOdbc(context: SqlContext, signal: AbortSignal): Promise<OdbcFacts> {
  const { target } = context.scope;
  const { engine, server, database, port } = target;
  const about = { engine, target: { server, database, ...defined({ port }) } };
  // SQL Server is asked by the doctor's own client first, over the connection that its rows share.
  const own =
    engine === 'sqlserver' && !byDriverAlone(target)
      ? (await leaseSession(context, target)).login
      : undefined;
  const ownLogin = own?.outcome;
  const base = { ...about, ...defined({ ownLogin }) };
  if (own !== undefined && refusedThere.includes(own.outcome)) {
    const { account, refusal } = own;
    return { ...base, account, outcome: 'held', usable: false, ...defined({ refusal }) };
  }
  const login = throughDriver(target)
    ? (await leaseOdbc(context, target)).login
    : await besideOwnClient(context, signal);
  const sameHost = await shareAddress(context, login, signal);
  const seen = { ...base, ...login, ...defined({ sameHost }) };
  // The rows behind it would look at, and write to, another database than the one that was meant.
  const astray = login.outcome === 'in' && elsewhere(seen) !== undefined;
  return { ...seen, usable: isUsable(login) && !astray };
}

/** SQL Server's rows go by the doctor's own client: the driver leaves again at once. */
async function besideOwnClient(context: SqlContext, signal: AbortSignal): Promise<OdbcLogin> {
  const { login, conversation } = await logInByDsn(context, context.scope.target, signal);
  await conversation?.close();
  return login;
}

/** Did the server answer through the driver, a refusal included? */
function isUsable({ outcome, failure }: OdbcLogin): boolean {
  if (outcome === 'failed') return failure !== undefined && isAnswer(failure);
  return outcome === 'in' || outcome === 'held' || outcome === 'no-secret';
}

/** Two names of one server differ by their letters alone. */
async function shareAddress(
  { platform, scope }: SqlContext,
  { leads }: OdbcLogin,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  const written = leads?.server.split('\\')[0] ?? '';
  const { server } = scope.target;
  if (written === '') return undefined;
  if (written.toLowerCase() === server.toLowerCase()) return true;
  const [one, other] = await Promise.all(
    [written, server].map((name) => platform.network.lookup(name, signal)),
  );
  if (one?.ok !== true || other?.ok !== true) return undefined;
  const addresses = new Set(one.addresses.map(({ address }) => address));
  return other.addresses.some(({ address }) => addresses.has(address));
}
