import type { Facts } from '../../../engine/facts.ts';
import type { WindowsAnswer } from '../../../platform/windows/types.ts';
import { factsToken } from '../../token.ts';

export interface EventsFacts extends Facts {
  /** False before: then its own logs are not missed. */
  readonly installed: boolean;
  /** How far back was looked. */
  readonly days: number;
  readonly logs: readonly LogFacts[];
  /** Newest first. */
  readonly groups: readonly EventGroup[];
  /** Events of further groups, which are not kept. */
  readonly more: number;
  /** Events that could not be read. */
  readonly unread: number;
}

/** One log, as it was asked. */
export type LogFacts = {
  readonly log: string;
  /** Is it one of the host's own? */
  readonly own: boolean;
  readonly read: WindowsAnswer<{ readonly events: number; readonly cut: boolean; readonly lost: number }>;
};

/** Events of one kind: same place, number and words, names and numbers in them aside. */
export type EventGroup = {
  readonly log: string;
  readonly provider: string;
  readonly id: number;
  /** The gravest: 1 critical, 2 error, 3 warning. */
  readonly level: number;
  readonly count: number;
  /** ISO 8601. */
  readonly newest: string;
  /** First lines of the newest, and those further down that say something; no secret and no person in it. */
  readonly text: string;
};

export const hostEvents = factsToken<EventsFacts>('host', 'events');
