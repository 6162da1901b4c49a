import { plainDn } from '../../../clients/ldap/names.ts';
import { levels } from '../../../requirements/requirement.ts';
import type { Scope } from '../../define.ts';
import { ldapBind } from '../bind/facts.ts';
import { defineLdapProbe, overConnection, serverOf } from '../define.ts';
import { inClear, noAccount } from '../not-run.ts';
import { ldapReach } from '../reach/facts.ts';
import { ldapServerKind } from '../server-kind/facts.ts';
import { ldapTls } from '../tls/facts.ts';
import { collectWindows } from './collect.ts';
import { ldapWindows } from './facts.ts';
import { judgeWindows } from './judge.ts';

function isSimple({ connector }: Scope): boolean {
  const target = connector?.target;
  return target === undefined || !('ldap' in target) || target.ldap.authentication === 'simple';
}

/** The connector's own client: wldap32 with Schannel. Beside our own sign-in, not in place of it. */
export const ldapWindowsProbe = defineLdapProbe(ldapWindows, {
  title: "Binds by Windows' own client",
  levels: levels('required', 'required'),
  requirements: ['LDAP-10', 'LDAP-02'],
  needs: [ldapReach, ldapServerKind],
  uses: [ldapBind, ldapTls],
  seconds: 60,
  share: overConnection.share,
  dependsOn({ target }) {
    const { bindDn, password, authentication, allowClearPassword } = target;
    return {
      ...serverOf(target),
      bindDn: plainDn(bindDn ?? ''),
      password,
      authentication,
      allowClearPassword,
    };
  },
  sends: ({ connector: { name } }) => [
    { key: `connectors.${name}.target.ldap.password`, label: `the directory password of ${name}` },
  ],
  lockout: true,
  notApplicable(scope, facts) {
    const platform = facts.of(ldapReach)?.reached.platform;
    if (platform !== undefined && platform !== 'win32') return 'this is not Windows: its client is not here';
    return isSimple(scope) ? undefined : 'the sign-in goes through it already';
  },
  notConfigured: (scope) => noAccount(scope) ?? inClear(scope),
  collect: collectWindows,
  judge: judgeWindows,
});
