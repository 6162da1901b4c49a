import { isPartial } from '../results/readiness.ts';
import { countByStatus } from '../results/tally.ts';
import type { ReportInput } from './input.ts';
import { jsonText } from './json.ts';
import { say } from './log-text.ts';
import { plainDoFirst, plainSummary } from './plain.ts';

/** One event of Windows' Application log, from source `ecma-doctor`. */
export interface LogEvent {
  /** 100 and the exit code: 100 ready, 101 not ready, 102 not run, 103 not known, 230 cancelled. */
  readonly id: number;
  readonly kind: 'information' | 'warning' | 'error';
  /** First what a person reads, then the same as JSON for programs. */
  readonly texts: readonly string[];
}

/** How a run ended: readiness, counts, causes, what could not be written (a line each), and what to do first. */
export function eventOfRun(input: ReportInput, unwritten: readonly string[] = []): LogEvent {
  const look = { ascii: true, color: false };
  const { ready, readyByProfile, profile, exitCode, rows, causes } = input;
  const text = [
    plainSummary(input, look),
    unwritten.map((line) => `Could not be written: ${line}\n`).join(''),
    plainDoFirst(input),
  ]
    .filter((part) => part !== '')
    .join('\n');
  const data = {
    exitCode,
    ready,
    partial: isPartial(rows),
    profile,
    readyByProfile,
    summary: countByStatus(rows),
    causes: causes.map(({ id }) => id),
  };
  return eventOf(exitCode, text, jsonText(data, 0));
}

/** A run that did not happen, or broke: what was said about it. */
export function eventOfNoRun(exitCode: number, words: string): LogEvent {
  return eventOf(exitCode, words, jsonText({ exitCode }, 0));
}

function eventOf(exitCode: number, ...texts: readonly string[]): LogEvent {
  return { id: 100 + exitCode, kind: kindOf(exitCode), texts: texts.map(insertable) };
}

function kindOf(exitCode: number): LogEvent['kind'] {
  if (exitCode === 0) return 'information';
  return exitCode === 1 || exitCode === 2 ? 'error' : 'warning';
}

/** The longest text that an event takes, in UTF-16 units (ReportEventW, lpStrings). */
const longest = 31_839;

/**
 * A text as an event takes it. `%1` and `%%1` in it would be replaced by other texts where the event is shown
 * (ReportEventW, lpStrings).
 */
function insertable(text: string): string {
  const lines = say(text, true)
    .replace(/%(?=[\d%])/g, '% ')
    .trimEnd()
    .replaceAll('\n', '\r\n');
  if (lines.length <= longest) return lines;
  const end = '\r\n...';
  return `${lines.slice(0, longest - end.length).toWellFormed()}${end}`;
}
