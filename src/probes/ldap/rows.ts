import type { NotRun } from '../../engine/probe.ts';
import { isLoopback } from '../../platform/proxy-selection.ts';
import { addLines, inConnector, notSet } from '../common/not-run.ts';
import { clearPassword, ldapTargetOf, type TargetRow, targetRow } from '../common/target.ts';
import type { MakeProbe, Scope } from '../describe.ts';

/** A row that needs only the server. */
export function onServer(scope: Scope, row: TargetRow): ReturnType<MakeProbe> {
  return targetRow(scope, { ...row, about: server(scope) });
}

/** A row that goes over the one bound connection. */
export function bound(scope: Scope, row: TargetRow): ReturnType<MakeProbe> {
  return targetRow(scope, { needs: ['ldap.bind'], ...row, ...share(scope), about: ldapTargetOf(scope) });
}

export function share({ connector }: Scope): Pick<TargetRow, 'share'> {
  return connector === undefined ? {} : { share: `ldap@${connector.name}` };
}

function server(scope: Scope): TargetRow['about'] {
  const target = ldapTargetOf(scope);
  return target && { url: target.url, startTls: target.startTls, caFile: target.caFile };
}

/** Changing what is read later must not ask for another bind. */
export function account(scope: Scope): TargetRow['about'] {
  const target = ldapTargetOf(scope);
  if (target === undefined) return undefined;
  const { bindDn, password, authentication, allowClearPassword } = target;
  return { ...server(scope), bindDn, password, authentication, allowClearPassword };
}

export function noAccount(scope: Scope): NotRun | undefined {
  const target = ldapTargetOf(scope);
  if (target === undefined || scope.connector === undefined || target.authentication !== 'simple')
    return undefined;
  if (target.bindDn !== undefined && target.password !== undefined) return undefined;
  const missing =
    target.bindDn !== undefined
      ? 'password'
      : target.password !== undefined
        ? 'bindDn'
        : 'bindDn and password';
  return notSet(
    `no ${missing} in .ecmarc`,
    'The connector account is tried only when .ecmarc names it and its password.',
    [
      addLines(
        `${inConnector(scope.connector)}, under target: ldap`,
        'bindDn: "cn=ecma,ou=services,dc=contoso,dc=example"\npassword: { env: ECMA_LDAP_PASSWORD }',
      ),
    ],
  );
}

export function inClear(scope: Scope): NotRun | undefined {
  const target = ldapTargetOf(scope);
  if (target === undefined || target.authentication !== 'simple' || target.allowClearPassword)
    return undefined;
  const { protocol, hostname } = new URL(target.url);
  if (protocol === 'ldaps:' || target.startTls || isLoopback(hostname)) return undefined;
  const why =
    'A simple bind over ldap:// without StartTLS shows the password to everybody on the way. It was not sent.';
  return clearPassword(scope, why, 'startTls: true');
}

export function noUsers(scope: Scope): NotRun | undefined {
  const target = ldapTargetOf(scope);
  if (target === undefined || scope.connector === undefined || target.users !== undefined) return undefined;
  return notSet(
    'no users container in .ecmarc',
    'The doctor looks for users only where .ecmarc says they are.',
    [
      addLines(
        `${inConnector(scope.connector)}, under target: ldap`,
        'users: "ou=people,dc=contoso,dc=example"',
      ),
    ],
  );
}
