import type { RootDse } from '../../../clients/ldap/root-dse.ts';
import type { Facts } from '../../../engine/facts.ts';
import type { Problem } from '../../../platform/types.ts';
import { factsToken } from '../../token.ts';

export interface ServerKindFacts extends Facts {
  /** Null: the server shows nothing to strangers. */
  readonly rootDse: RootDse | null;
  /** Over what it was asked: `unverified` is a TLS peer whose certificate is not trusted. */
  readonly channel?: Channel;
  readonly problem?: Problem;
}

export type Channel = 'clear' | 'verified' | 'unverified';

export const ldapServerKind = factsToken<ServerKindFacts>('ldap', 'server-kind');
