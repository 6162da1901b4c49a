import type { DoctorRow } from '../../src/doctor/view.ts';
import type { Status } from '../../src/engine/status.ts';
import { statusWord, toneOf } from '../../src/results/status-words.ts';
import type { Tone } from '../theme/theme.ts';

/** How a row stands, in a word: what it asks of a person goes before its status. */
export function statusLabel(row: DoctorRow): {
  readonly sign: Status;
  readonly word: string;
  readonly tone: Tone;
} {
  return row.question !== undefined || row.wants !== undefined
    ? { sign: 'manual', word: 'question', tone: 'ask' }
    : { sign: row.status, word: statusWord(row.status), tone: toneOf(row.status) };
}
