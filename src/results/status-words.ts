import { never } from '../base/never.ts';
import type { Status } from '../engine/status.ts';

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
