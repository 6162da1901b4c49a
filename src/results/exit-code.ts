import { never } from '../base/never.ts';
import type { Gate } from '../engine/gate.ts';
import type { Outcome } from '../engine/ledger.ts';
import type { Profile } from '../engine/status.ts';
import type { Row } from './row.ts';
import { type FailOn, rowEffects } from './row-effects.ts';

export type { FailOn };

export interface ExitInput {
  readonly rows: readonly Row[];
  readonly failOn: FailOn;
  /** The run was cancelled by a person or a signal. */
  readonly cancelled: boolean;
  /** Something was looked at: at least one check gave an answer. */
  readonly ran: boolean;
}

/** Did this end say anything? Attempts that were only cancelled do not. */
function wasLookedAt(outcome: Outcome | undefined): boolean {
  switch (outcome?.kind) {
    case 'facts':
    case 'crashed':
    case 'timed-out':
    case 'cut':
      return true;
    case 'as-reported':
      return outcome.status === 'crashed' || outcome.status === 'timed-out';
    case 'cancelled':
    case undefined:
      return false;
    default:
      return never(outcome);
  }
}

/**
 * Did this check answer something that was asked? What it saw is no answer where it was not chosen, or where only another
 * profile asks it (decisions: Exit codes).
 */
export function gaveAnswer(
  { levels }: Pick<Row, 'levels'>,
  profile: Profile,
  gate: Gate | undefined,
  outcome: Outcome | undefined,
): boolean {
  return levels[profile] !== 'not-applicable' && gate?.kind !== 'skipped' && wasLookedAt(outcome);
}

/**
 * The exit code of a run, the first that holds: 130 cancelled · 1 something required is not so, not known or not
 * configured · 3 something required crashed or ran out of time, or nothing ran · 0 (decisions: Exit codes). 2 is
 * given before there are rows.
 */
export function exitCodeOf({ rows, failOn, cancelled, ran }: ExitInput): 0 | 1 | 3 | 130 {
  if (cancelled) return 130;
  if (failOn === 'never') return 0;
  const effects = [...rowEffects(rows, failOn).values()];
  if (effects.includes('no')) return 1;
  return effects.includes('unfinished') || !ran ? 3 : 0;
}

/** The first of these that any server has, as for a single run (decisions: Exit codes). */
export function worstExit(codes: readonly number[]): number {
  return [130, 1, 3].find((code) => codes.includes(code)) ?? 0;
}

/** A 0 is a 3 where something that was asked for could not be written: it must not pass for it. */
export function codeOfUnwritten(exitCode: number): number {
  return exitCode === 0 ? 3 : exitCode;
}

/** Why a run that is ready ends with 3. */
export const unwrittenWords = 'not all that was asked for could be written';

/**
 * What an exit code says of a run (decisions: Exit codes); `reach`: how far "ready" goes; `unwritten`: a 3 is one for
 * that alone.
 */
export function exitMeaning(exitCode: number, ready: boolean, reach = '', unwritten = false): string {
  if (unwritten && exitCode === 3) return `${exitMeaning(0, ready, reach)}; ${unwrittenWords}`;
  switch (exitCode) {
    case 0:
      return ready ? `ready${reach}` : 'not ready, but --fail-on never was given';
    case 1:
      return ready ? `ready${reach}, but --fail-on warn counts warnings` : 'not ready';
    case 2:
      return 'bad usage or bad .ecmarc';
    case 3:
      return 'nothing failed, but a required check crashed or ran out of time, or nothing ran';
    case 130:
      return 'cancelled';
    default:
      return 'not known to this version';
  }
}

interface ComparedExit {
  readonly exitCode: number;
  readonly ready: boolean;
  /** How far "ready" of all reaches. */
  readonly reach: string;
  /** Servers that could not be looked at. */
  readonly notSeen: number;
  /** A server is not ready, and --fail-on never made a 0 of that. */
  readonly isSpared: boolean;
  readonly unwritten?: boolean;
}

/** What the exit code of several servers says, that of the worst. */
export function comparedExitMeaning(compared: ComparedExit): string {
  const { exitCode, ready, reach, notSeen, isSpared, unwritten } = compared;
  if (unwritten === true && exitCode === 3)
    return `${comparedExitMeaning({ ...compared, exitCode: 0 })}; ${unwrittenWords}`;
  const all = `every server is ready${reach}`;
  switch (exitCode) {
    case 0:
      return ready ? all : 'not every server is ready, but --fail-on never was given';
    case 1:
      return ready ? `${all}, but --fail-on warn counts warnings` : 'a server is not ready';
    case 3:
      if (notSeen > 0 && isSpared)
        return 'a server could not be looked at; not every other is ready, but --fail-on never was given';
      if (notSeen > 0) return 'nothing failed, but a server could not be looked at';
      return 'nothing failed, but on a server a required check crashed or ran out of time, or nothing ran';
    case 130:
      return 'the run of a server was cancelled';
    default:
      return 'unknown';
  }
}
