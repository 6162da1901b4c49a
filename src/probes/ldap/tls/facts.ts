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
  /** TLS 1.3 was agreed on: whether 1.2 is offered as well. */
  readonly tls12?: boolean;
  /** Whether what Schannel offers by default in TLS 1.2 is enough; absent: not in doubt, or no answer. */
  readonly suites?: boolean;
  /** Certificates of the chain that the server did not send, and that were fetched. */
  readonly fetched?: number;
  /** Of this Windows. */
  readonly build?: number;
  /** What came in place of an answer once TLS stood: in TLS 1.3 a server asks for a certificate of ours, and hangs up. */
  readonly afterwards?: Problem;
  /**
   * Of the client certificate that `.ecmarc` names: why it cannot be shown, and whether the server does without it
   * (`wanted`: it does not).
   */
  readonly own?: { readonly problem?: Problem; readonly wanted?: boolean };
  /** Where the trusted authorities came from, in words. */
  readonly store?: string;
  /** An extra file of authorities: the key of `.ecmarc` that names it, and why it was not used. */
  readonly caFile?: { readonly key: string; readonly problem?: Problem };
}

export const ldapTls = factsToken<TlsFacts>('ldap', 'tls');

/** Alerts by which it refuses the one that it was shown. */
export function refusesCertificate({ code }: Problem): boolean {
  return /UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_(UNKNOWN|EXPIRED|REVOKED)|UNSUPPORTED_CERTIFICATE|ACCESS_DENIED|HANDSHAKE_FAILURE/.test(
    code,
  );
}
