import type { BoundFacts } from '../../../clients/ldap/connection.ts';
import type { Consumer } from '../../../clients/ldap/consumers.ts';
import type { PeerClock } from '../../../clients/ldap/peer-clock.ts';
import type { Problem } from '../../../platform/types.ts';
import { factsToken } from '../../token.ts';

export type WriteStepName = 'create' | 'read' | 'change' | 'read-changed' | 'delete' | 'gone';

/** One step of the write test as it went. */
export type WriteStep = {
  readonly step: WriteStepName;
  readonly ok: boolean;
  readonly ms: number;
  readonly problem?: Problem;
  /** Attributes that a change was refused for. */
  readonly attributes?: readonly string[];
  /** How often a read had to be repeated until it showed what was written. */
  readonly repeats?: number;
};

/** What became of a user that an older run had planned. */
export type Leftover = {
  readonly dn: string;
  readonly at: string;
  /** The address at which it was made, where that is another one than now. */
  readonly madeAt?: string;
  /**
   * `deleted`: it was there, ours, and is gone. `never-made`: it is not there. `foreign`: an entry of this name does
   * not bear our mark, so it was left alone. `stays`: it could not be deleted. `there`: seen, and not deleted, since
   * nobody allowed it. `elsewhere`: not at this address, and made at another one. `not-asked`: no connection to look.
   */
  readonly end: 'deleted' | 'never-made' | 'foreign' | 'stays' | 'there' | 'elsewhere' | 'not-asked';
  readonly problem?: Problem;
};

export interface WriteFacts extends BoundFacts {
  /** Created, changed, deleted, and gone. */
  readonly done?: boolean;
  /** Only older leftovers were looked after: the test itself is off. */
  readonly cleanUpOnly?: boolean;
  readonly dn?: string;
  readonly disabled?: boolean;
  /** Mapped attributes that the test neither made nor changed. */
  readonly untried?: readonly string[];
  /** When the directory says that it made the test user, and when it was made here. */
  readonly clock?: PeerClock;
  readonly steps?: readonly WriteStep[];
  readonly leftovers?: readonly Leftover[];
  /** The test user may still be there: the journal knows it. */
  readonly mayRemain?: boolean;
  /** No record could be kept, so nothing was written. */
  readonly noJournal?: Problem;
  readonly unfillable?: readonly string[];
  /** Who acts on new users at once. With `refused`, so that nothing was written. */
  readonly consumers?: readonly Consumer[];
  readonly refused?: true;
  /** Who hears of it: logs, replicas. */
  readonly listening?: readonly string[];
  /** Settings of the server that the account is not shown: what acts on new users may stand there. */
  readonly hidden?: readonly string[];
  /** What others wrote into the test user while it was there: `memberOf: cn=...`. */
  readonly actedOn?: readonly string[];
  /** Entries that still name it after it was deleted; `untold`: the server would not look everywhere. */
  readonly references?: readonly string[];
  readonly referencesUntold?: true;
}

export const ldapWrite = factsToken<WriteFacts>('ldap', 'write');
