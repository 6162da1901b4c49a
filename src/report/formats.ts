import { writeCsv } from './csv.ts';
import { type FormatEntry, formatEntries } from './format-entries.ts';
import { writeHtml } from './html.ts';
import type { ReportInput } from './input.ts';
import { writeJunit } from './junit.ts';
import { writeMarkdown } from './markdown.ts';
import { writePrometheus } from './prometheus.ts';
import { writeJson } from './report-document.ts';
import { writeTicketsMarkdown, writeTicketsText } from './ticket-text.ts';

/** With what writes it. `write` is pure: the same input, the same text. */
export interface Format<I = ReportInput> extends FormatEntry {
  write(input: I): string;
}

const writers: Readonly<Record<FormatEntry['name'], Format['write']>> = {
  tickets: writeTicketsMarkdown,
  'tickets-text': writeTicketsText,
  html: writeHtml,
  markdown: writeMarkdown,
  json: writeJson,
  junit: writeJunit,
  prometheus: writePrometheus,
  csv: writeCsv,
};

export const formats: readonly Format[] = formatEntries.map((entry) => ({
  ...entry,
  write: writers[entry.name],
}));

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
