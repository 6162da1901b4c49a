import { plainDn } from '../../../clients/ldap/names.ts';
import { levels } from '../../../requirements/requirement.ts';
import type { Settings } from '../../../settings/schema.ts';
import { certificateSecret, connectionOf, defineLdapProbe, overConnection, serverOf } from '../define.ts';
import { inClear, noAccount } from '../not-run.ts';
import { ldapServerKind } from '../server-kind/facts.ts';
import { ldapTls } from '../tls/facts.ts';
import { ldapBind } from './facts.ts';
import { judgeBind } from './judge.ts';

function mostOfOneAccount({ connectors }: Settings): number {
  const accounts = connectors.flatMap(({ target }) =>
    target !== undefined && 'ldap' in target ? [plainDn(target.ldap.bindDn ?? '')] : [],
  );
  return Math.max(...accounts.map((one) => accounts.filter((other) => other === one).length));
}

/** Signs in as the connector account, once: all further probes of this connector go over the same connection. */
export const ldapBindProbe = defineLdapProbe(ldapBind, {
  title: 'Binds as the service account',
  levels: levels('required', 'required'),
  requirements: ['LDAP-10'],
  needs: [ldapTls, ldapServerKind],
  // Connectors with one account take turns.
  seconds: ({ settings }) => 15 * Math.min(4, Math.max(1, mostOfOneAccount(settings))),
  share: overConnection.share,
  // Changing what is read later must not ask for another bind.
  dependsOn({ target }) {
    const { bindDn, password, authentication, allowClearPassword } = target;
    return { ...serverOf(target), bindDn, password, authentication, allowClearPassword };
  },
  sends: (scope) => [
    {
      key: `connectors.${scope.connector.name}.target.ldap.password`,
      label: `the directory password of ${scope.connector.name}`,
    },
    ...certificateSecret(scope),
  ],
  lockout: true,
  notConfigured: (scope) => noAccount(scope) ?? inClear(scope),
  collect: async (context) => (await connectionOf(context)).bind,
  judge: judgeBind,
});
