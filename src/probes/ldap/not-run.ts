import type { NotRun } from '../../engine/probe.ts';
import { isLoopback } from '../../platform/proxy-selection.ts';
import { addLines, inConnector, notSet } from '../common/not-run.ts';
import { passwordInClear } from '../common/target.ts';
import type { LdapScope } from './define.ts';

/** Reasons why a probe of a directory is not run, beside those of every target. */

export function noAccount({ target, connector }: LdapScope): NotRun | undefined {
  const { authentication, bindDn, password } = target;
  if (authentication !== 'simple' || (bindDn !== undefined && password !== undefined)) return undefined;
  const missing =
    bindDn !== undefined ? 'password' : password !== undefined ? 'bindDn' : 'bindDn and password';
  return notSet(
    `no ${missing} in .ecmarc`,
    'The connector account is tried only when .ecmarc names it and its password.',
    [
      addLines(
        `${inConnector(connector)}, under target: ldap`,
        'bindDn: "cn=ecma,ou=services,dc=contoso,dc=example"\npassword: { env: ECMA_LDAP_PASSWORD }',
      ),
    ],
  );
}

export function inClear({ target, connector }: LdapScope): NotRun | undefined {
  if (target.authentication !== 'simple' || target.allowClearPassword) return undefined;
  const { protocol, hostname } = new URL(target.url);
  if (protocol === 'ldaps:' || target.startTls || isLoopback(hostname)) return undefined;
  const why =
    'A simple bind over ldap:// without StartTLS shows the password to everybody on the way. It was not sent.';
  return passwordInClear(connector, why, 'startTls: true');
}

export function noUsers({ target, connector }: LdapScope): NotRun | undefined {
  if (target.users !== undefined) return undefined;
  return notSet(
    'no users container in .ecmarc',
    'The doctor looks for users only where .ecmarc says they are.',
    [addLines(`${inConnector(connector)}, under target: ldap`, 'users: "ou=people,dc=contoso,dc=example"')],
  );
}
