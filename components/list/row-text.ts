import { never } from '../../src/base/never.ts';
import { age } from '../../src/base/phrases.ts';
import type { DoctorRow } from '../../src/doctor/view.ts';
import { reasonName } from '../../src/results/names.ts';
import { statusWord } from '../../src/results/status-words.ts';
import { promptText } from '../detail/user-prompt.ts';
import { clock } from '../text/time.ts';
import type { Tone } from '../theme/theme.ts';
import { waiting } from './waiting.ts';

/** The list's middle column: what was found, in a few words. */
export interface RowText {
  readonly text: string;
  readonly tone: Tone;
}

/** What the finding needs beside the row. */
export interface RowTextContext {
  readonly now: number;
  readonly calm: boolean;
  /** Cells that the finding has in the list. */
  readonly room: number;
  readonly ellipsis: string;
  /** The cursor's row: its question stands below it in full. */
  readonly selected: boolean;
  /** Title of a row by id: a blocked row names what it needs. */
  titleOf(id: string): string;
}

function muted(text: string): RowText {
  return { text, tone: 'quiet' };
}

/** "was FAIL": what a retry changed, where it changed the state. */
export function changed(row: DoctorRow): string | undefined {
  const [before, last] = row.attempts.slice(-2);
  if (before === undefined || last === undefined || before.status === last.status) return undefined;
  return last.status === row.status ? `was ${statusWord(before.status)}` : undefined;
}

function previousText(row: DoctorRow, now: number): RowText {
  const { previous } = row;
  if (previous === undefined) return muted('');
  return muted(`${statusWord(previous.status)} ${age(previous.observedAt, now)} ago: ${previous.message}`);
}

function withChange(row: DoctorRow): string {
  const change = changed(row);
  return withWatch(row, change === undefined ? row.message : `${change}, now: ${row.message}`);
}

function withWatch({ watched }: DoctorRow, text: string): string {
  if (watched === undefined) return text;
  return watched.next === undefined ? `watched: ${text}` : `next try ${clock(watched.next)}: ${text}`;
}

export function rowText(row: DoctorRow, context: RowTextContext): RowText {
  if (row.question !== undefined) {
    return context.selected ? muted(row.message) : { text: row.question.text, tone: 'ask' };
  }
  if (row.wants !== undefined) return { text: 'password wanted: Enter types it', tone: 'ask' };
  switch (row.status) {
    case 'running': {
      const prompt = row.running?.prompt;
      if (prompt !== undefined) return { text: promptText(prompt, context), tone: 'strong' };
      const wait = waiting(row, context);
      return wait === undefined ? previousText(row, context.now) : { text: wait, tone: 'plain' };
    }
    case 'pending':
      return previousText(row, context.now);
    case 'blocked':
      return muted(
        withWatch(
          row,
          row.blockedBy === undefined ? row.message : `needs: ${context.titleOf(row.blockedBy)}`,
        ),
      );
    case 'skipped':
      return muted(
        withWatch(row, row.message === '' && row.reason !== undefined ? reasonName(row.reason) : row.message),
      );
    case 'waived': {
      const until = row.answer?.until === undefined ? '' : ` until ${row.answer.until}`;
      return muted(`set aside${until}: ${row.answer?.reason ?? row.message}`);
    }
    case 'attested':
    case 'pass':
      return muted(withChange(row));
    case 'warn':
    case 'fail':
    case 'unknown':
    case 'manual':
    case 'timed-out':
    case 'crashed':
    case 'cancelled':
      return { text: withChange(row), tone: 'plain' };
    default:
      return never(row.status);
  }
}
