import type { Facts } from '../engine/facts.ts';
import type { AttemptRecord } from '../engine/ledger.ts';
import type { Evidence, Remedy, UserPrompt } from '../engine/probe.ts';
import type { Level, Profile, SkipReason, Status } from '../engine/status.ts';
import type { SavedOutcome } from './saved-outcome.ts';

/** A person's answer, or a waiver: who, when, until when, why, and where it is written. */
export interface Answer {
  readonly by: string;
  readonly at: string;
  readonly until?: string;
  readonly reason?: string;
  readonly where: string;
}

/**
 * One probe as it stands now under one profile: what views and reports show. Texts are cleaned. Made by
 * `rowOf`, anew when what it was made from has changed (`LiveRows`); never changed itself. What it shows is judged now:
 * records of attempts keep the words of then.
 */
export interface Row {
  readonly id: string;
  readonly title: string;
  readonly area: string;
  readonly connector?: string;
  readonly subject?: string;
  readonly level: Level;
  readonly levels: Readonly<Record<Profile, Level>>;
  readonly requirements: readonly string[];
  readonly source: string;
  readonly status: Status;
  readonly reason?: SkipReason;
  readonly message: string;
  readonly expected?: string;
  readonly found?: string;
  readonly evidence: readonly Evidence[];
  readonly remedy?: Remedy;
  readonly facts?: Facts;
  /** When the facts were seen, ISO 8601. */
  readonly observedAt?: string;
  /** Id of the root cause, when blocked. */
  readonly blockedBy?: string;
  /** What it was before a person's answer or waiver set it aside. */
  readonly judged?: { readonly status: Status; readonly message: string };
  readonly answer?: Answer;
  /** How the last attempt ended; absent while one goes on, and where the row is blocked or skipped now. */
  readonly outcome?: SavedOutcome;
  readonly attempts: readonly AttemptRecord[];
  readonly durationMs?: number;
  readonly deadlineMs: number;
  /** While it runs: since when (ISO), what it waits for, and what it asks the person to do (never saved, never printed). */
  readonly running?: { readonly since: string; readonly waitingFor?: string; readonly prompt?: UserPrompt };
  readonly answerable: boolean;
  readonly lockout: boolean;
}
