import type { BoundFacts } from '../../../clients/ldap/connection.ts';
import type { PeerClock } from '../../../clients/ldap/peer-clock.ts';
import type { DeltaMethod } from '../../../clients/ldap/server-kinds.ts';
import type { Problem } from '../../../platform/types.ts';
import { factsToken } from '../../token.ts';

export interface DeltaFacts extends BoundFacts {
  readonly server?: string;
  readonly method?: DeltaMethod;
  /** Of a log: its DN, whether the rootDSE names it, and how a look at it went. */
  readonly base?: string;
  readonly named?: boolean;
  readonly log?: 'entries' | 'empty' | 'nothing' | 'refused';
  readonly problem?: Problem;
  readonly first?: string;
  readonly last?: string;
  /** Of time stamps: whether a user was found by one. `no-users`: there is none to be found. */
  readonly stamps?: 'found' | 'none' | 'refused' | 'no-users';
  /** Of logs and stamps by date: what the directory's clock had; or, where it tells nobody, a stamp of the future. */
  readonly clock?: PeerClock;
  readonly usn?: string;
  readonly showsDeleted?: boolean;
}

export const ldapDelta = factsToken<DeltaFacts>('ldap', 'delta');
