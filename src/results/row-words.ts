import { moment } from '../base/phrases.ts';
import { reasonName } from './names.ts';
import type { Row } from './row.ts';
import { statusWord } from './status-words.ts';

/** The finding as a list shows it: a skipped row says why in one word first. */
export function findingText(row: Row): string {
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
