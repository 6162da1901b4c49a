import { never } from '../base/never.ts';
import { decides, type Profile } from '../engine/status.ts';
import type { Row } from './row.ts';

/**
 * Ready: every required and restricted probe is pass, warn, attested, waived, or skipped as not-applicable,
 * not-allowed or not-chosen (decisions: Ready).
 */
export function isReady(rows: readonly Row[]): boolean {
  return !rows.some(keepsFromReady);
}

/** Does this row alone keep a server from being ready? */
export function keepsFromReady(row: Row): boolean {
  return decides(row.level) && !allowsReady(row);
}

/** Was a part left out, by `--only` or `--skip`, or because a saved report does not have it? */
export function isPartial(rows: readonly Pick<Row, 'reason'>[]): boolean {
  return rows.some(isLeftOutOfRun);
}

export function isLeftOutOfRun({ reason }: Pick<Row, 'reason'>): boolean {
  return reason === 'not-chosen' || reason === 'not-built';
}

/** How far "ready" reaches, behind the word: of which part, and what had to be set aside for it. */
export function readyReach(rows: readonly Row[]): string {
  return reachOf(isPartial(rows), setAsideIn(rows));
}

/** How many rows that decide were set aside. */
export function setAsideIn(rows: readonly Standing[]): number {
  return rows.filter(isSetAside).length;
}

type Standing = Pick<Row, 'status' | 'level'>;

export function isSetAside({ status, level }: Standing): boolean {
  return status === 'waived' && decides(level);
}

/** The same, as it was counted. */
export function reachOf(partial: boolean, setAside: number): string {
  return `${readyScope(partial)}${setAside === 0 ? '' : `, ${setAside} set aside`}`;
}

/** The verdict as a heading says it. */
export function readyHeading({
  ready,
  rows,
}: {
  readonly ready: boolean;
  readonly rows: readonly Row[];
}): string {
  return `${readyWord(ready)}${ready ? readyReach(rows) : ''}`;
}

export interface Standings {
  readonly rows: readonly Row[];
  readonly readyByProfile: Readonly<Record<Profile, boolean>>;
  readonly setAside: Readonly<Record<Profile, number>>;
}

/** How the same facts stand under this profile: "ready, 1 set aside". What is set aside there may be none of it here. */
export function profileWord(
  { rows, readyByProfile, setAside }: Standings,
  profile: Profile,
  partial = isPartial(rows),
): string {
  if (readyByProfile[profile] !== true) return 'not ready';
  return `ready${reachOf(partial, setAside[profile] ?? 0)}`;
}

/** The verdict in a word. */
export function readyWord(ready: boolean): string {
  return ready ? 'READY' : 'NOT READY';
}

/**
 * The verdict's words behind `readyWord`, which stands before them already: "Not ready: no tenant." leaves
 * ": no tenant.". Other words follow after a space.
 */
export function afterReadyWord(ready: boolean, words: string): string {
  const word = readyWord(ready);
  return words.slice(0, word.length).toUpperCase() === word ? words.slice(word.length) : `  ${words}`;
}

/** How far "ready" reaches, behind the word. */
export function readyScope(onlyChosen: boolean): string {
  return onlyChosen ? ' for the chosen probes' : '';
}

/** What does not keep a server from being ready, required or not. */
export function allowsReady(row: Row): boolean {
  switch (row.status) {
    case 'pass':
    case 'warn':
    case 'attested':
    case 'waived':
      return true;
    case 'skipped':
      return row.reason !== 'not-configured' && row.reason !== 'not-built';
    case 'fail':
    case 'unknown':
    case 'manual':
    case 'blocked':
    case 'timed-out':
    case 'crashed':
    case 'cancelled':
    case 'pending':
    case 'running':
      return false;
    default:
      return never(row.status);
  }
}
