import type { ReportInput } from './input.ts';
import { say } from './log-text.ts';
import { block, code, inline, link, stepParagraphs } from './markdown-text.ts';
import { type Ticket, type TicketItem, ticketsOf } from './tickets.ts';

const nobody = 'Nobody has anything to do: no problem with a known fix was found.';

/** All tickets as plain text, one after the other. */
export function writeTicketsText(input: ReportInput): string {
  const tickets = ticketsOf(input);
  return tickets.length === 0 ? `${nobody}\n` : tickets.map(ticketText).join(`\n${'-'.repeat(72)}\n\n`);
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

/** All tickets as one Markdown document, a chapter an owner. */
export function writeTicketsMarkdown(input: ReportInput): string {
  const tickets = ticketsOf(input);
  return tickets.length === 0 ? `${nobody}\n` : `${tickets.map(ticketMarkdown).join('\n\n')}\n`;
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
