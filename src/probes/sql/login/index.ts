import { leaseSession } from '../../../clients/sql/session.ts';
import type { NotRun } from '../../../engine/probe.ts';
import { isLoopback } from '../../../platform/proxy-selection.ts';
import { levels } from '../../../requirements/requirement.ts';
import { addLines, inConnector, notSet } from '../../common/not-run.ts';
import { passwordInClear } from '../../common/target.ts';
import { defineSqlProbe, type SqlScope, sharedSession } from '../define.ts';
import { sqlReach } from '../reach/facts.ts';
import { sqlLogin } from './facts.ts';
import { judgeLogin } from './judge.ts';

/** Logs in as the connector will, with the configured encryption only. All other rows use this connection. */
export const sqlLoginProbe = defineSqlProbe(sqlLogin, {
  title: 'Logs in as the service account',
  levels: levels('required', 'required'),
  requirements: ['SQL-05'],
  needs: [sqlReach],
  seconds: 20,
  share: sharedSession,
  dependsOn: account,
  sends: ({ connector: { name } }) => [
    { key: `connectors.${name}.target.sql.password`, label: `the database password of ${name}` },
  ],
  lockout: true,
  // TDS tells no time: the clock only hears that this row has come.
  peerTimes: () => [],
  mayBeRefused: true,
  otherEngine: 'it can log in through the 64-bit ODBC driver',
  notConfigured: (scope) => noAccount(scope) ?? inClear(scope),
  collect: async (context) => (await leaseSession(context, context.scope.target)).login,
  judge: judgeLogin,
});

/** Changing what is read later must not ask for another login. */
function account({ target }: SqlScope): unknown {
  const { server, port, instance, database, authentication, domain, user, password } = target;
  const { encrypt, trustServerCertificate, caFile, allowClearPassword } = target;
  return {
    ...{ server, port, instance, encrypt, trustServerCertificate, caFile, allowClearPassword },
    ...{ database, authentication, domain, user, password },
  };
}

function noAccount({ connector, target: { user, password } }: SqlScope): NotRun | undefined {
  if (user !== undefined && password !== undefined) return undefined;
  const missing = user !== undefined ? 'password' : password !== undefined ? 'user' : 'user and password';
  return notSet(
    `no ${missing} in .ecmarc`,
    'The connector login is tried only when .ecmarc names it and its password.',
    [
      addLines(
        `${inConnector(connector)}, under target: sql`,
        'user: ecma\npassword: { env: ECMA_SQL_PASSWORD }',
      ),
    ],
  );
}

/** NTLM sends no password; an SQL login without encryption does. */
function inClear({ connector, target }: SqlScope): NotRun | undefined {
  if (target.authentication !== 'sql' || target.allowClearPassword) return undefined;
  if (target.encrypt !== false || isLoopback(target.server)) return undefined;
  const why = 'An SQL login without encryption shows the password to everybody on the way. It was not sent.';
  return passwordInClear(connector, why, 'encrypt: true');
}
