import { readyReach } from '../results/readiness.ts';
import type { Row } from '../results/row.ts';
import { answerLine, findingText } from '../results/row-words.ts';
import { type DoFirstWords, doFirstWords } from './do-first-words.ts';
import type { ReportInput } from './input.ts';
import type { Ticket } from './tickets.ts';

/** What stands above the tickets: how it stands, and what no ticket tells. */

/** The rows that were waived, with who said so. */
export function setAsideRows(rows: readonly Row[]): readonly (Row & { readonly said: string })[] {
  return rows
    .filter(({ status }) => status === 'waived')
    .map((row) => ({ ...row, said: answerLine(row) ?? findingText(row) }));
}

/** What is to be done and stands in no ticket: nobody knows a fix, or it was set aside while others wait for it. */
export function openThings(input: ReportInput, tickets: readonly Ticket[]): readonly DoFirstWords[] {
  const told = new Set(
    tickets.flatMap(({ items }) => items.flatMap(({ findings }) => findings.map(({ id }) => id))),
  );
  return doFirstWords(input)
    .filter(({ rows }) => !rows.some((id) => told.has(id)))
    .map((thing) => ({
      ...thing,
      // A ticket is read by others.
      whose: `${thing.you ? 'whoever runs ecma-doctor' : thing.whose}, ${thing.freed}${thing.recommended ? ', recommended' : ''}`,
    }));
}

/** Why there is no ticket; undefined where there is one, or where it is told what is open. */
export function nobodyWords(input: ReportInput, tickets: readonly Ticket[]): string | undefined {
  if (tickets.length > 0 || openThings(input, tickets).length > 0) return undefined;
  if (!input.ready) return 'What is to be done is not known yet.';
  return `Nobody has anything to do${readyReach(input.rows)}.`;
}
