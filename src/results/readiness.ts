import { never } from '../base/never.ts';
import { decides, type Level, type Profile } from '../engine/status.ts';
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
export function isPartial(rows: readonly Row[]): boolean {
  return rows.some(isLeftOutOfRun);
}

export function isLeftOutOfRun({ reason }: Row): boolean {
  return reason === 'not-chosen' || reason === 'not-built';
}

/** How far "ready" reaches, behind the word: of which part, and what had to be set aside for it. */
export function readyReach(rows: readonly Row[]): string {
  return reachBy(rows, ({ level }) => level);
}

function reachBy(rows: readonly Row[], levelOf: (row: Row) => Level | undefined): string {
  const waived = rows.filter((row) => row.status === 'waived' && decides(levelOf(row) ?? 'info')).length;
  return `${readyScope(isPartial(rows))}${waived === 0 ? '' : `, ${waived} set aside`}`;
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

/** How the same facts stand under each profile: "general availability: ready". */
export function profileWord(ready: boolean, rows: readonly Row[], profile: Profile): string {
  return ready ? `ready${reachBy(rows, ({ levels }) => levels[profile])}` : 'not ready';
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
