import type { ConnectionTrace } from '../../../clients/connection/trace.ts';
import type { Protection } from '../../../clients/ldap/endpoint.ts';
import type { Facts } from '../../../engine/facts.ts';
import type { Problem } from '../../../platform/types.ts';
import { factsToken } from '../../token.ts';

/** What is spoken at the port. `nothing`: connections are taken, and no word is said. */
export type Speaks = 'ldap' | 'tls' | 'nothing' | 'hangs-up' | 'other';

export interface ReachFacts extends Facts {
  readonly reached: ConnectionTrace;
  readonly protection: Protection;
  /** Absent when there was no connection. */
  readonly speaks?: Speaks;
  readonly problem?: Problem;
}

export const ldapReach = factsToken<ReachFacts>('ldap', 'reach');
