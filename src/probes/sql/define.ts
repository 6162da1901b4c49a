import type { NotRun } from '../../engine/probe.ts';
import { isLoopback } from '../../platform/proxy-selection.ts';
import { addLines, inConnector, notSet } from '../common/not-run.ts';
import { clearPassword, sqlTargetOf, type TargetRow, targetRow } from '../common/target.ts';
import type { MakeProbe, Scope } from '../describe.ts';

/** A row that needs only the server. */
export function onServer(scope: Scope, row: TargetRow): ReturnType<MakeProbe> {
  return targetRow(scope, { ...row, about: server(scope) });
}

/** A row that goes over the one connection that is logged in. */
export function loggedIn(scope: Scope, row: TargetRow): ReturnType<MakeProbe> {
  return targetRow(scope, { ...row, ...share(scope), about: sqlTargetOf(scope) });
}

export function share({ connector }: Scope): Pick<TargetRow, 'share'> {
  return connector === undefined ? {} : { share: `sql@${connector.name}` };
}

function server(scope: Scope): TargetRow['about'] {
  const target = sqlTargetOf(scope);
  return target && { server: target.server, port: target.port, instance: target.instance };
}

/** Changing what is read later must not ask for another login. */
export function account(scope: Scope): TargetRow['about'] {
  const target = sqlTargetOf(scope);
  if (target === undefined) return undefined;
  const { database, authentication, domain, user, password, allowClearPassword } = target;
  const { encrypt, trustServerCertificate, caFile } = target;
  const secured = { encrypt, trustServerCertificate, caFile, allowClearPassword };
  return { ...server(scope), ...secured, database, authentication, domain, user, password };
}

export function noAccount(scope: Scope): NotRun | undefined {
  const target = sqlTargetOf(scope);
  if (target === undefined || scope.connector === undefined) return undefined;
  if (target.user !== undefined && target.password !== undefined) return undefined;
  const missing =
    target.user !== undefined ? 'password' : target.password !== undefined ? 'user' : 'user and password';
  return notSet(
    `no ${missing} in .ecmarc`,
    'The connector login is tried only when .ecmarc names it and its password.',
    [
      addLines(
        `${inConnector(scope.connector)}, under target: sql`,
        'user: ecma\npassword: { env: ECMA_SQL_PASSWORD }',
      ),
    ],
  );
}

/** NTLM sends no password; an SQL login without encryption does. */
export function inClear(scope: Scope): NotRun | undefined {
  const target = sqlTargetOf(scope);
  if (target === undefined || target.authentication !== 'sql' || target.allowClearPassword) return undefined;
  if (target.encrypt !== false || isLoopback(target.server)) return undefined;
  const why = 'An SQL login without encryption shows the password to everybody on the way. It was not sent.';
  return clearPassword(scope, why, 'encrypt: true');
}

export function noDsn(scope: Scope): NotRun | undefined {
  const target = sqlTargetOf(scope);
  if (target === undefined || scope.connector === undefined || target.dsn !== undefined) return undefined;
  return notSet(
    'no dsn in .ecmarc',
    'The Generic SQL connector reads a file DSN; .ecmarc does not say which.',
    [addLines(`${inConnector(scope.connector)}, under target: sql`, 'dsn: contoso.dsn')],
  );
}

export function noAnchor(scope: Scope): NotRun | undefined {
  const target = sqlTargetOf(scope);
  if (target === undefined || scope.connector === undefined || target.anchor !== undefined) return undefined;
  return notSet('no anchor in .ecmarc', 'Which column tells the rows apart is for you to say.', [
    addLines(`${inConnector(scope.connector)}, under target: sql`, 'anchor: EmployeeId'),
  ]);
}
