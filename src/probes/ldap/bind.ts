import { levels } from '../../requirements/requirement.ts';
import { ldapTargetOf, targetRow } from '../common/target.ts';
import type { MakeProbe } from '../describe.ts';
import type {} from './bind/facts.ts';
import { judgeBind } from './bind-judge.ts';
import { leaseBound } from './connection.ts';
import { account, inClear, noAccount, share } from './rows.ts';

/** Signs in as the connector account, once: all further probes of this connector go over the same connection. */
export const ldapBindProbe: MakeProbe = (scope) => {
  const target = ldapTargetOf(scope);
  return targetRow(scope, {
    id: 'ldap.bind',
    title: 'Binds as the service account',
    levels: levels('required', 'required'),
    requirements: ['LDAP-10'],
    needs: ['ldap.tls', 'ldap.server-kind'],
    seconds: 15,
    about: account(scope),
    ...share(scope),
    lockout: true,
    notConfigured: () => noAccount(scope) ?? inClear(scope),
    ...(target === undefined
      ? {}
      : {
          work: {
            collect: async (context) => (await leaseBound(context, scope, target)).bind,
            judge: judgeBind,
          },
        }),
  });
};
