import { exitMeaning } from '../results/exit-code.ts';
import { afterReadyWord, readyHeading, readyReach, readyWord } from '../results/readiness.ts';
import { countsLine } from './count-words.ts';
import type { ReportInput } from './input.ts';
import { say } from './log-text.ts';
import { block, code, inline, link, stepParagraphs } from './markdown-text.ts';
import { nobodyWords, openThings, setAsideRows } from './ticket-head.ts';
import { seenWords, type Ticket, type TicketItem, ticketsOf } from './tickets.ts';

const setAsideName = 'Set aside';
const openName = 'Open, and no text for it';

/** How it stands, then all tickets as plain text, one after the other. */
export function writeTicketsText(input: ReportInput): string {
  const tickets = ticketsOf(input);
  const parts = [headText(input, tickets), ...tickets.map(ticketText)];
  return parts.join(`\n${'-'.repeat(72)}\n\n`);
}

function headText(input: ReportInput, tickets: readonly Ticket[]): string {
  const { ready, exitCode, rows, words, unwritten } = input;
  const nobody = nobodyWords(input, tickets);
  const listed = (name: string, items: readonly string[]): string[] =>
    items.length === 0 ? [] : ['', `${name}:`, ...items.map((item) => `  - ${say(item)}`)];
  return [
    `${readyWord(ready)}${say(afterReadyWord(ready, words))}`,
    `Counted: ${countsLine(rows)}`,
    say(seenWords(input)),
    `Exit code ${exitCode}: ${exitMeaning(exitCode, ready, readyReach(rows), unwritten)}`,
    ...listed(
      setAsideName,
      setAsideRows(rows).map(({ title, id, said }) => `${title}: ${said}  [${id}]`),
    ),
    ...listed(
      openName,
      openThings(input, tickets).map(
        ({ where, text, probe, whose }) => `${where}: ${text}, ${whose}  [${probe}]`,
      ),
    ),
    ...(nobody === undefined ? [] : ['', nobody]),
    '',
  ].join('\n');
}

/** One ticket as plain text, for a clipboard or a mail. */
export function ticketText(ticket: Ticket): string {
  const lines = [
    say(`Subject: ${ticket.subject}`),
    '',
    say(ticket.about),
    ...ticket.items.flatMap((item, index) => ['', ...itemText(item, index + 1)]),
  ];
  return `${lines.join('\n')}\n`;
}

function itemText(item: TicketItem, number: number): string[] {
  return [
    ...item.findings.flatMap((finding, index) => [
      say(`${index === 0 ? `${number}.` : '  '} ${finding.title}: ${finding.status}, ${finding.finding}`),
      ...finding.details.map(({ label, value }) => `   ${say(`${label}: ${value}`)}`),
    ]),
    `   why: ${say(item.why)}`,
    '   to do:',
    ...item.steps.flatMap((step) => [
      ...indented(step.text, '   - ', '     '),
      ...(step.command === undefined ? [] : indented(step.command, '       ', '       ')),
    ]),
    ...(item.alsoNeeded.length === 0 ? [] : [`   also needed: the ${item.alsoNeeded.join(', the ')}`]),
    ...(item.blocks.length === 0 ? [] : [`   waits for this: ${say(item.blocks.join(', '))}`]),
    ...item.links.map((address) => `   read: ${say(address)}`),
    '   to verify, on the server:',
    `       ${say(item.verify)}`,
  ];
}

function indented(text: string, first: string, rest: string): string[] {
  return say(text, true)
    .split('\n')
    .map((line, index) => `${index === 0 ? first : rest}${line}`);
}

/** How it stands, then all tickets: one Markdown document, a chapter an owner. */
export function writeTicketsMarkdown(input: ReportInput): string {
  const tickets = ticketsOf(input);
  return `${[...headMarkdown(input, tickets), ...tickets.map(ticketMarkdown)].join('\n\n')}\n`;
}

/** Paragraphs, as of an item. */
function headMarkdown(input: ReportInput, tickets: readonly Ticket[]): string[] {
  const { ready, exitCode, rows, words, host, unwritten } = input;
  const nobody = nobodyWords(input, tickets);
  const listed = (name: string, items: readonly string[]): string[] =>
    items.length === 0 ? [] : [`## ${name}`, items.map((item) => `- ${item}`).join('\n')];
  return [
    `# ${readyHeading(input)}: ${code(host.name)}`,
    inline(words),
    [
      `- Counted: ${inline(countsLine(rows))}`,
      `- ${inline(seenWords(input))}`,
      `- Exit code: ${exitCode}, ${inline(exitMeaning(exitCode, ready, readyReach(rows), unwritten))}`,
    ].join('\n'),
    ...listed(
      setAsideName,
      setAsideRows(rows).map(({ title, id, said }) => `${inline(title)} (${code(id)}): ${code(said)}`),
    ),
    ...listed(
      openName,
      openThings(input, tickets).map(
        ({ where, text, probe, whose }) => `${inline(where)}: ${code(text)} (${code(probe)}), ${whose}`,
      ),
    ),
    ...(nobody === undefined ? [] : [nobody]),
  ];
}

/** One ticket as Markdown. */
export function ticketMarkdown(ticket: Ticket): string {
  return [`# ${inline(ticket.subject)}`, inline(ticket.about), ...ticket.items.flatMap(itemMarkdown)].join(
    '\n\n',
  );
}

/** Paragraphs: blank lines go between them. */
function itemMarkdown(item: TicketItem): string[] {
  return [
    ...item.findings.flatMap((finding) => [
      `## ${inline(finding.title)}: ${finding.status}`,
      [
        `- finding: ${code(finding.finding)}`,
        ...finding.details.map(({ label, value }) => `- ${inline(label)}: ${code(value)}`),
      ].join('\n'),
    ]),
    inline(item.why),
    ...item.steps.flatMap((step, index) => stepParagraphs(step, index, '')),
    ...(item.alsoNeeded.length === 0 ? [] : [`Also needed: the ${item.alsoNeeded.join(', the ')}.`]),
    ...(item.blocks.length === 0 ? [] : [`Waits for this: ${inline(item.blocks.join(', '))}.`]),
    ...(item.links.length === 0 ? [] : [`Read: ${item.links.map(link).join(', ')}`]),
    'To verify, on the server:',
    block(item.verify, ''),
  ];
}
