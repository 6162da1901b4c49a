import type { DoctorRow } from '../../src/doctor/view.ts';
import type { Status } from '../../src/engine/status.ts';
import { isUnset } from '../../src/results/row-counts.ts';
import { statusWord, toneOf } from '../../src/results/status-words.ts';
import type { Tone } from '../theme/theme.ts';

/** How a row stands, in a word: what it asks of a person goes before its status. */
export function statusLabel(row: Pick<DoctorRow, 'status' | 'reason' | 'question' | 'wants'>): {
  readonly sign: Status | 'unset';
  readonly word: string;
  readonly tone: Tone;
} {
  if (row.question !== undefined || row.wants !== undefined)
    return { sign: 'manual', word: 'question', tone: 'ask' };
  if (isUnset(row)) return { sign: 'unset', word: 'not set', tone: 'ask' };
  return { sign: row.status, word: statusWord(row.status), tone: toneOf(row.status) };
}
