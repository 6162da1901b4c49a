import type { ConnectionTrace } from '../../../clients/connection/trace.ts';
import type { Facts } from '../../../engine/facts.ts';
import type { Problem } from '../../../platform/types.ts';
import type { LdapTarget } from '../../../settings/schema.ts';
import { factsToken } from '../../token.ts';
import type { PasswordNews } from '../controls.ts';
import type { RootDse } from '../root-dse.ts';

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

export const ldapBind = factsToken<BindFacts>('ldap', 'bind');
