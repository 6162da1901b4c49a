import { byDriverAlone } from '../../../clients/sql/account.ts';
import { leaseSession } from '../../../clients/sql/session.ts';
import type { NotRun } from '../../../engine/probe.ts';
import { isLoopback } from '../../../platform/proxy-selection.ts';
import { levels } from '../../../requirements/requirement.ts';
import type { SqlTarget } from '../../../settings/schema.ts';
import { passwordInClear } from '../../common/target.ts';
import type { ProbeDefinition } from '../../define.ts';
import { factsToken } from '../../token.ts';
import { defineSqlProbe, isOther, type SqlScope, sharedSession, targetOf } from '../define.ts';
import { sqlOdbc } from '../odbc/facts.ts';
import { sqlReach } from '../reach/facts.ts';
import { noAccount, passwordSent } from './account.ts';
import { sqlLogin } from './facts.ts';
import { judgeLogin } from './judge.ts';
import { collectThroughOdbc, judgeThroughOdbc, type OdbcLoginFacts } from './through-odbc.ts';

const title = 'Logs in as the service account';

/** Logs in as the connector will, with the configured encryption only. All other rows use this connection. */
const ownLogin = defineSqlProbe(sqlLogin, {
  title,
  levels: levels('required', 'required'),
  requirements: ['SQL-05'],
  needs: [sqlReach],
  seconds: 20,
  share: sharedSession,
  dependsOn: account,
  sends: passwordSent,
  lockout: true,
  // TDS tells no time: the clock only hears that this row has come.
  peerTimes: () => [],
  mayBeRefused: true,
  notConfigured: (scope) => noAccount(scope) ?? inClear(scope),
  collect: async (context) => (await leaseSession(context, context.scope.target)).login,
  judge: judgeLogin,
});

/** Another engine: the one attempt of `sql.odbc`, judged for the account. */
const throughOdbc = defineSqlProbe<OdbcLoginFacts>(factsToken<OdbcLoginFacts>('sql', 'login', 'by driver'), {
  title,
  levels: levels('required', 'required'),
  requirements: ['SQL-05'],
  needs: [sqlOdbc],
  seconds: 5,
  peerTimes: () => [],
  notConfigured: noAccount,
  collect: collectThroughOdbc,
  judge: judgeThroughOdbc,
});

export const sqlLoginProbe: ProbeDefinition = {
  ...ownLogin,
  make: (scope) =>
    (goesByDriver(scope.connector && targetOf(scope.connector)) ? throughOdbc : ownLogin).make(scope),
};

/** Other engines, and logins that only the driver makes. */
function goesByDriver(target: SqlTarget | undefined): boolean {
  return target !== undefined && (isOther(target) || byDriverAlone(target));
}

/** Changing what is read later must not ask for another login. */
function account({ target }: SqlScope): unknown {
  const { server, port, instance, database, authentication, domain, user, password } = target;
  const { encrypt, trustServerCertificate, caFile, allowClearPassword } = target;
  return {
    ...{ server, port, instance, encrypt, trustServerCertificate, caFile, allowClearPassword },
    ...{ database, authentication, domain, user, password },
  };
}

/** NTLM sends no password; an SQL login without encryption does. */
function inClear({ connector, target }: SqlScope): NotRun | undefined {
  if (target.authentication !== 'sql' || target.allowClearPassword) return undefined;
  if (target.encrypt !== false || isLoopback(target.server)) return undefined;
  const why = 'An SQL login without encryption shows the password to everybody on the way. It was not sent.';
  return passwordInClear(connector, why, 'encrypt: true');
}
