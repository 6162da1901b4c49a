import { clean } from '../base/text.ts';
import { statuses } from '../engine/status.ts';
import { doFirst } from '../results/do-first.ts';
import type { JointCause } from '../results/joint-cause.ts';
import { isPartial } from '../results/readiness.ts';
import type { Row } from '../results/row.ts';
import { countByStatus } from '../results/tally.ts';
import type { ReportInput } from './input.ts';

/** What a line says of one server. */
export interface CsvServer {
  readonly server: string;
  /** Its name among the others: two can have one host name. */
  readonly label: string;
  readonly when: string;
  readonly profile: string;
  readonly ready: boolean;
  readonly exitCode: number;
  readonly rows: readonly Row[];
  readonly firstCause: string;
}

/** What has no report: of a server that could not be looked at it is known that it is not ready, of a file nothing. */
export interface CsvOther {
  readonly server: string;
  readonly label: string;
  readonly ready?: false;
  readonly exitCode?: number;
  readonly firstCause: string;
}

/**
 * A line a server (RFC 4180, its lines ended as everywhere here), for spreadsheets: the columns' names first. Of what has no
 * report all that is not known stays empty. New columns come last: people's sheets count them.
 */
export function csvOf(servers: readonly CsvServer[], others: readonly CsvOther[] = []): string {
  const before = ['server', 'when', 'profile', 'ready', 'partial', 'exitCode'];
  const names = [...before, ...statuses, 'firstCause', 'label'];
  const lines = servers.map(({ server, label, when, profile, ready, exitCode, rows, firstCause }) => {
    const counts = countByStatus(rows);
    const numbers = statuses.map((status) => counts[status]);
    return [server, when, profile, ready, isPartial(rows), exitCode, ...numbers, firstCause, label];
  });
  const unknown = others.map(({ server, label, ready, exitCode, firstCause }) => {
    const known = [server, '', '', ready ?? '', '', exitCode ?? ''];
    return [...known, ...statuses.map(() => ''), firstCause, label];
  });
  return [names, ...lines, ...unknown]
    .map((cells) => `${cells.map((cell) => cellOf(String(cell))).join(',')}\n`)
    .join('');
}

/** What to do first, where somebody has to do something: the whole cause, not its short name. */
export function firstCauseOf(rows: readonly Row[], causes: readonly JointCause[]): string {
  const first = doFirst(rows, causes).find(({ recommended }) => !recommended);
  if (first === undefined) return '';
  const row = rows.find(({ id }) => id === first.probe);
  const joint = causes.find(({ id }) => id === first.cause);
  const where = first.connector === undefined ? '' : `${first.connector}: `;
  return joint?.text ?? (row === undefined ? first.text : `${where}${row.title}: ${row.message}`);
}

/** How a formula begins, also in the wide forms of its marks. */
const formula = '[=+\\-@\\uff1d\\uff0b\\uff0d\\uff20|%]';
const beginsFormula = new RegExp(`^\\s*${formula}`);
/** Where the list separator is ";" (Windows in German, French and more), quotes within a line are letters. */
const formulaBehindSemicolon = new RegExp(`;(?=[\\s"]*${formula})`, 'g');

/**
 * A cell that a spreadsheet takes for text: what begins like a formula (also behind blanks) would be run when the file is
 * opened. A ";" before what begins like one gets the same sign behind it, since Excel there begins a cell with it. That
 * changes least: all else stays as it was said, and nothing is lost. A tab, which would begin a cell too, is a blank by now.
 */
function cellOf(value: string): string {
  const text = clean(value).replace(formulaBehindSemicolon, ";'");
  const harmless = beginsFormula.test(text) ? `'${text}` : text;
  return /[",;\r\n]|^\s|\s$|^'/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** One server's line. */
export function writeCsv(input: ReportInput): string {
  const { host, finishedAt, rows, causes } = input;
  return csvOf([
    {
      ...input,
      server: host.name,
      label: host.name,
      when: finishedAt,
      firstCause: firstCauseOf(rows, causes),
    },
  ]);
}
