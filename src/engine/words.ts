import { never } from '../base/never.ts';
import type { Owner } from './probe.ts';
import type { Row } from './rows.ts';
import type { Level, SkipReason, Status } from './status.ts';

/** Words and pictures that the screen and the reports share, so that both say the same of the same thing. */

/** Nine characters at most: the width of a column depends on it. */
const statusWords: Readonly<Record<Status, string>> = {
  pass: 'pass',
  warn: 'warn',
  fail: 'FAIL',
  unknown: 'unknown',
  manual: 'confirm',
  blocked: 'blocked',
  skipped: 'skipped',
  'timed-out': 'timed out',
  crashed: 'crashed',
  cancelled: 'cancelled',
  waived: 'waived',
  attested: 'attested',
  pending: 'waiting',
  running: 'check',
};

export function statusWord(status: Status): string {
  return statusWords[status];
}

export const statusWidth = Math.max(...Object.values(statusWords).map((word) => word.length));

/** Found in Consolas and in the raster fonts of Windows Server, each with an ASCII twin. */
const statusGlyphs: Readonly<Record<Status, readonly [safe: string, ascii: string]>> = {
  pass: ['√', '+'],
  warn: ['!', '!'],
  fail: ['×', 'x'],
  unknown: ['?', '?'],
  manual: ['►', '>'],
  blocked: ['·', '.'],
  skipped: ['-', '-'],
  'timed-out': ['▲', '^'],
  crashed: ['■', '#'],
  cancelled: ['□', 'o'],
  waived: ['»', '='],
  attested: ['●', '*'],
  pending: ['·', '.'],
  // A moving sign stands at the row's end instead.
  running: [' ', ' '],
};

export function statusGlyph(status: Status, ascii: boolean): string {
  return statusGlyphs[status][ascii ? 1 : 0];
}

const ownerNames: Readonly<Record<Owner, string>> = {
  server: 'server administrator',
  network: 'network administrator',
  directory: 'directory administrator',
  database: 'database administrator',
  entra: 'Entra administrator',
  connector: 'connector developer',
};

export function ownerName(owner: Owner): string {
  return ownerNames[owner];
}

const reasonNames: Readonly<Record<SkipReason, string>> = {
  'not-chosen': 'not chosen',
  'not-applicable': 'not applicable',
  'not-allowed': 'not allowed',
  'not-configured': 'not configured',
  'not-built': 'not built yet',
};

export function reasonName(reason: SkipReason): string {
  return reasonNames[reason];
}

export function levelName(level: Level): string {
  return level === 'not-applicable' ? 'not asked by this profile' : level;
}

export function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** "5 s", "12 min", "3 h", "4 days": how old something is, in one unit. */
export function age(from: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(from)) / 1000));
  if (!Number.isFinite(seconds)) return 'unknown time';
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86400)} days`;
}

/** "2026-11-24 07:52:19 UTC": the same wherever it is read. Text that is no time stays as it is. */
export function moment(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** The finding as a list shows it: a skipped row says why in one word first. */
export function findingOf(row: Row): string {
  return row.status === 'skipped' && row.reason !== undefined
    ? `${reasonName(row.reason)}: ${row.message}`
    : row.message;
}

/** Who answered or set aside, when, until when and where that is written. */
export function answerLine(row: Row): string | undefined {
  const { answer, judged } = row;
  if (answer === undefined) return undefined;
  const parts = [
    `${row.status === 'waived' ? 'set aside' : 'answered'} by ${answer.by}, ${moment(answer.at)}`,
    ...(answer.until === undefined ? [] : [`until ${answer.until}`]),
    ...(answer.reason === undefined ? [] : [answer.reason]),
    `in ${answer.where}`,
    ...(judged === undefined ? [] : [`before: ${statusWord(judged.status)}, ${judged.message}`]),
  ];
  return parts.join('; ');
}

/** What a status means to the eye, whatever shows it. */
export type StatusTone = 'good' | 'warn' | 'bad' | 'ask' | 'answered' | 'live' | 'quiet';

export function toneOf(status: Status): StatusTone {
  switch (status) {
    case 'pass':
      return 'good';
    case 'warn':
    case 'cancelled':
      return 'warn';
    case 'fail':
    case 'timed-out':
    case 'crashed':
      return 'bad';
    case 'unknown':
    case 'manual':
      return 'ask';
    case 'attested':
    case 'waived':
      return 'answered';
    case 'running':
      return 'live';
    case 'blocked':
    case 'skipped':
    case 'pending':
      return 'quiet';
    default:
      return never(status);
  }
}
