import type { ConnectionTrace } from '../../../clients/connection/trace.ts';
import type { Protection } from '../../../clients/ldap/endpoint.ts';
import type { StartTlsFacts } from '../../../clients/ldap/opener.ts';
import type { Facts } from '../../../engine/facts.ts';
import type { Problem } from '../../../platform/types.ts';
import { factsToken } from '../../token.ts';

export interface TlsFacts extends Facts {
  readonly reached: ConnectionTrace;
  readonly protection: Protection;
  readonly loopback: boolean;
  readonly startTls?: StartTlsFacts;
  /** Where the trusted authorities came from, in words. */
  readonly store?: string;
  /** An extra file of authorities: the key of `.ecmarc` that names it, and why it was not used. */
  readonly caFile?: { readonly key: string; readonly problem?: Problem };
}

export const ldapTls = factsToken<TlsFacts>('ldap', 'tls');
