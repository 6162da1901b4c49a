/** A way to write a report into a file, as a menu shows it: without its writer, which loads when it is asked for. */
export interface FormatEntry {
  readonly name: 'json' | 'junit' | 'html' | 'markdown' | 'tickets' | 'tickets-text' | 'prometheus' | 'csv';
  /** For a menu: what it is and whom it is for. */
  readonly title: string;
  /** What a file name ends with. */
  readonly ending: string;
  /** Name that is offered. */
  readonly suggested: string;
}

/** In the order of the menu. An ending that holds another one comes first. */
export const formatEntries: readonly FormatEntry[] = [
  {
    name: 'tickets',
    title: 'Tickets: a text for each administrator who has to do something (Markdown)',
    ending: 'tickets.md',
    suggested: 'ecma-doctor-tickets.md',
  },
  {
    name: 'tickets-text',
    title: 'Tickets as plain text, for mail',
    ending: 'tickets.txt',
    suggested: 'ecma-doctor-tickets.txt',
  },
  {
    name: 'html',
    title: 'Page: one file to read, print or send',
    ending: '.html',
    suggested: 'ecma-doctor.html',
  },
  {
    name: 'markdown',
    title: 'Markdown, for a ticket or a wiki',
    ending: '.md',
    suggested: 'ecma-doctor.md',
  },
  {
    name: 'json',
    title: 'JSON, to open again with --from or to compare with --baseline',
    ending: '.json',
    suggested: 'ecma-doctor.json',
  },
  {
    name: 'junit',
    title: 'JUnit XML, for a pipeline',
    ending: '.xml',
    suggested: 'ecma-doctor.xml',
  },
  {
    name: 'prometheus',
    title: 'Prometheus text, for a monitoring that scrapes',
    ending: '.prom',
    suggested: 'ecma-doctor.prom',
  },
  {
    name: 'csv',
    title: 'CSV, a line a server, for a spreadsheet',
    ending: '.csv',
    suggested: 'ecma-doctor.csv',
  },
];
