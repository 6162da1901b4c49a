import { writeCsv } from './csv.ts';
import { writeHtml } from './html.ts';
import type { ReportInput } from './input.ts';
import { writeJunit } from './junit.ts';
import { writeMarkdown } from './markdown.ts';
import { writePrometheus } from './prometheus.ts';
import { writeJson } from './report-document.ts';
import { writeTicketsMarkdown, writeTicketsText } from './ticket-text.ts';

/** A way to write a report into a file. `write` is pure: the same input, the same text. */
export interface Format<I = ReportInput> {
  readonly name: 'json' | 'junit' | 'html' | 'markdown' | 'tickets' | 'tickets-text' | 'prometheus' | 'csv';
  /** For a menu: what it is and whom it is for. */
  readonly title: string;
  /** What a file name ends with. */
  readonly ending: string;
  /** Name that is offered. */
  readonly suggested: string;
  write(input: I): string;
}

/** In the order of the menu. An ending that holds another one comes first. */
export const formats: readonly Format[] = [
  {
    name: 'tickets',
    title: 'Tickets: a text for each administrator who has to do something (Markdown)',
    ending: 'tickets.md',
    suggested: 'ecma-doctor-tickets.md',
    write: writeTicketsMarkdown,
  },
  {
    name: 'tickets-text',
    title: 'Tickets as plain text, for mail',
    ending: 'tickets.txt',
    suggested: 'ecma-doctor-tickets.txt',
    write: writeTicketsText,
  },
  {
    name: 'html',
    title: 'Page: one file to read, print or send',
    ending: '.html',
    suggested: 'ecma-doctor.html',
    write: writeHtml,
  },
  {
    name: 'markdown',
    title: 'Markdown, for a ticket or a wiki',
    ending: '.md',
    suggested: 'ecma-doctor.md',
    write: writeMarkdown,
  },
  {
    name: 'json',
    title: 'JSON, to open again with --from or to compare with --baseline',
    ending: '.json',
    suggested: 'ecma-doctor.json',
    write: writeJson,
  },
  {
    name: 'junit',
    title: 'JUnit XML, for a pipeline',
    ending: '.xml',
    suggested: 'ecma-doctor.xml',
    write: writeJunit,
  },
  {
    name: 'prometheus',
    title: 'Prometheus text, for a monitoring that scrapes',
    ending: '.prom',
    suggested: 'ecma-doctor.prom',
    write: writePrometheus,
  },
  {
    name: 'csv',
    title: 'CSV, a line a server, for a spreadsheet',
    ending: '.csv',
    suggested: 'ecma-doctor.csv',
    write: writeCsv,
  },
];

/** The format that a file's name asks for, by its ending; case does not count. */
export function formatOf(path: string): Format | undefined {
  const name = path.split(/[\\/]/).at(-1)?.toLowerCase() ?? '';
  return formats.find(({ ending }) =>
    // `tickets.md` alone or behind a mark: `my-tickets.md`, but not `crickets.md`.
    ending.startsWith('.') ? name.endsWith(ending) && name !== ending : endsWithWord(name, ending),
  );
}

function endsWithWord(name: string, ending: string): boolean {
  return name === ending || (name.endsWith(ending) && /[-_. ]/.test(name.at(-ending.length - 1) ?? ''));
}

/** The same, or why there is none. */
export function formatFor(path: string): Format | string {
  return formatOf(path) ?? unknownEnding(formats);
}

export function unknownEnding(known: readonly Pick<Format, 'ending'>[]): string {
  return `the ending says no format; known are ${known.map(({ ending }) => ending).join(', ')}`;
}
