import type { ConnectionTrace } from '../../clients/connection/trace.ts';
import type { Facts } from '../../engine/facts.ts';
import type { Problem } from '../../platform/types.ts';
import { levels } from '../../requirements/requirement.ts';
import type { LdapTarget } from '../../settings/schema.ts';
import { ldapTargetOf, targetRow } from '../common/target.ts';
import type { MakeProbe } from '../describe.ts';
import { judgeBind } from './bind-judge.ts';
import { leaseBound } from './connection.ts';
import type { PasswordNews } from './controls.ts';
import type { RootDse } from './root-dse.ts';
import { account, inClear, noAccount, share } from './rows.ts';

export interface BindFacts extends Facts {
  /**
   * `remembered`: refused before, nothing was sent. `no-secret`: an empty password, nothing was sent. `lost`: the
   * connection ended before an answer. `anonymous`: accepted, but not as this account. `forbidden`: accepted, by an
   * Active Directory that strangers could not tell: nothing more is asked of it.
   */
  readonly outcome:
    | 'bound'
    | 'refused'
    | 'remembered'
    | 'no-secret'
    | 'no-connection'
    | 'lost'
    | 'anonymous'
    | 'forbidden'
    | 'unsupported';
  readonly authentication: LdapTarget['authentication'];
  readonly account: string;
  readonly reached?: ConnectionTrace;
  readonly ms?: number;
  readonly problem?: Problem;
  readonly subCode?: string | undefined;
  readonly password?: PasswordNews;
  /** The rootDSE as the account sees it. */
  readonly rootDse?: RootDse | null;
  /** Of OpenLDAP, which tells its version in cn=Monitor only. */
  readonly version?: string;
  readonly refusal?: { readonly target: string; readonly account: string; readonly at: string };
}

/** Signs in as the connector account, once: all further probes of this connector go over the same connection. */
export const ldapBind: MakeProbe = (scope) => {
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
