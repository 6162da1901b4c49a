import type { Refusal } from '../../../clients/ldap/connection.ts';
import type { SchannelInfo, WindowsStage } from '../../../clients/ldap/wldap32/protocol.ts';
import type { Facts } from '../../../engine/facts.ts';
import type { Problem } from '../../../platform/types.ts';
import { factsToken } from '../../token.ts';

export interface WindowsFacts extends Facts {
  /**
   * `held`: the password was refused before, so it was not sent a second way. `no-account`: what the doctor's own client
   * saw of the server forbids sending it. `unasked`: the child, or wldap32, could not be had or ended.
   */
  readonly outcome: 'bound' | 'failed' | 'held' | 'no-account' | 'no-secret' | 'unasked';
  /** Where it failed. */
  readonly stage?: WindowsStage;
  readonly problem?: Problem;
  readonly ms?: number;
  readonly tls?: SchannelInfo;
  readonly refusal?: Refusal;
  /** The doctor's own client: did it sign in, and whose roots is the certificate trusted by. */
  readonly ours?: { readonly bound: boolean; readonly trustedBy?: 'machine' | 'extra' | 'user' | null };
}

export const ldapWindows = factsToken<WindowsFacts>('ldap', 'windows');
