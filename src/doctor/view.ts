import type { SecretUse } from '../engine/probe.ts';
import type { Profile, Status } from '../engine/status.ts';
import type { Row } from '../results/row.ts';
import type { RunResults } from '../results/run-results.ts';
import type {
  ComparedRow,
  ComparedServer,
  ServerComparison,
} from '../results/side-by-side/server-comparison.ts';
import type { StatusCounts } from '../results/tally.ts';

/** A yes/no question that stands in a row until it is answered: `y` yes, Esc no. */
export interface Question {
  readonly text: string;
  /** What a yes does, a line each. */
  readonly effects: readonly string[];
}

/** What a `y` has given and another one can take back: an answer, or the yes to a check that has not run since. */
export type Given = 'answer' | 'yes' | 'waiver';

/** What an earlier run of this `.ecmarc` last knew of a probe: shown grey, with its age, until it is checked anew. */
export interface Previous {
  readonly status: Status;
  readonly message: string;
  readonly observedAt: string;
}

export interface DoctorRow extends Row {
  readonly previous?: Previous;
  readonly question?: Question;
  /** A `y` answers it now. */
  readonly open?: true;
  /** A `y` was given here and can be taken back by another one. */
  readonly given?: Given;
  /** A secret that is still to be typed for this row. */
  readonly wants?: SecretUse;
  /** Retried quietly until it passes; `next` is when (ISO). */
  readonly watched?: { readonly next?: string };
  /** Where the row stands in a list that has no areas. */
  readonly heading?: { readonly name: string; readonly folded: boolean };
  /** One check on several servers: the row stands for all of them. */
  readonly compared?: ComparedRow;
  /** The row is a server among several, not a check. */
  readonly server?: ComparedServer;
  /** What the other profile says of the same facts, where it differs in status or message. */
  readonly otherVerdict: { readonly profile: Profile; readonly status: Status; readonly message: string };
}

/** A snapshot of everything a view shows. The same object until something changes. */
export interface DoctorView extends RunResults {
  readonly rows: readonly DoctorRow[];
  readonly otherProfile: Profile;
  /** Whose answers are kept; absent where nothing can be answered. */
  readonly user?: string;
  /** Root causes are counted, their echoes (`blocked`) apart; all other members are the number of rows. */
  readonly counts: StatusCounts;
  /** True while anything runs or waits to run. */
  readonly busy: boolean;
  /** There is no `.ecmarc`; one was begun by questions and put aside. */
  readonly draft?: true;
  /** Results are of several saved reports, side by side. */
  readonly compared?: ServerComparison;
}

/**
 * The doctor as the screen and the command line know it. Every method returns at once; what it did shows in the
 * next `view()`.
 */
export interface Doctor {
  view(): DoctorView;
  subscribe(listener: () => void): () => void;
  /** Starts everything that is chosen and can run. */
  start(): void;
  /** Ends when nothing runs, waits or is being watched by `start`. */
  settled(): Promise<void>;
  /** Reads `.ecmarc` again, then runs this one (its root cause first, when blocked). */
  retry(id: string): void;
  retryNotPassed(): void;
  retryAll(): void;
  /**
   * Retries quietly with a growing pause until it passes; a second call ends it. Returns why it is not watched, where
   * repeating it could do harm.
   */
  watch(id: string): string | undefined;
  setProfile(profile: Profile): void;
  /**
   * `y` on a row: the answer to its question, or of a person to a manual item. Where that was given already, the
   * question whether to take it back.
   */
  confirm(id: string): void;
  /** Sets the row aside with a reason until a last day (YYYY-MM-DD), kept like an answer. */
  waive(id: string, waiver: { readonly reason: string; readonly until: string }): void;
  /** Esc on a question. */
  decline(id: string): void;
  /** Stops what runs; ends when attempts have cleaned up, or after `graceMs`. */
  cancel(why: string, graceMs?: number): Promise<void>;
  /** Secrets still to be typed before the rows that want them can run. */
  wanted(): readonly SecretUse[];
  give(key: string, text: string): void;
  /** Writes what is known to the state folder now, synchronously: for a window that closes. */
  saveNow(): void;
  close(): Promise<void>;
}
