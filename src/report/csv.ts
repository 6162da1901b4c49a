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
  readonly when: string;
  readonly profile: string;
  readonly ready: boolean;
  readonly exitCode: number;
  readonly rows: readonly Row[];
  readonly firstCause: string;
}

/**
 * A line a server (RFC 4180, its lines ended as everywhere here), for spreadsheets: the columns' names first. Of what is not
 * known to be a server (`others`) all else stays empty.
 */
export function csvOf(
  servers: readonly CsvServer[],
  others: readonly Pick<CsvServer, 'server' | 'firstCause'>[] = [],
): string {
  const names = ['server', 'when', 'profile', 'ready', 'partial', 'exitCode', ...statuses, 'firstCause'];
  const lines = servers.map(({ server, when, profile, ready, exitCode, rows, firstCause }) => {
    const counts = countByStatus(rows);
    const numbers = statuses.map((status) => counts[status]);
    return [server, when, profile, ready, isPartial(rows), exitCode, ...numbers, firstCause];
  });
  const unknown = others.map(({ server, firstCause }) =>
    names.map((name) => (name === 'server' ? server : name === 'firstCause' ? firstCause : '')),
  );
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

/**
 * A cell that a spreadsheet takes for text: what begins like a formula (also in the wide forms of its marks, and behind
 * blanks) would be run when the file is opened.
 */
function cellOf(value: string): string {
  const text = clean(value);
  const harmless = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20|%]/.test(text) ? `'${text}` : text;
  return /[",;\r\n]|^\s|\s$|^'/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** One server's line. */
export function writeCsv(input: ReportInput): string {
  const { host, finishedAt, rows, causes } = input;
  return csvOf([{ ...input, server: host.name, when: finishedAt, firstCause: firstCauseOf(rows, causes) }]);
}
