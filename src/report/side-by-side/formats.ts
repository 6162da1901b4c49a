import { notSeenWords } from '../../results/side-by-side/cautions.ts';
import type { ComparisonReport } from '../../results/side-by-side/server-comparison.ts';
import { csvOf } from '../csv.ts';
import { type Format, formatOf, formats, unknownEnding } from '../formats.ts';
import { writeComparisonJson } from './comparison-document.ts';
import { writeComparisonHtml } from './html.ts';
import { writeComparisonMarkdown } from './markdown.ts';

/**
 * A line a server; each is judged by the comparison's profile. Behind them a line each server that could not be looked at
 * and each file that was no report.
 */
function writeComparisonCsv({ servers, profile, notSeen, filesLeftOut }: ComparisonReport): string {
  return csvOf(
    servers.map((server) => ({
      ...server,
      server: server.host.name,
      when: server.finishedAt,
      profile,
      firstCause: server.firstCause ?? '',
    })),
    [
      ...notSeen.map(({ name, why }) => ({
        server: name,
        label: name,
        ready: false as const,
        exitCode: 3,
        firstCause: notSeenWords(why),
      })),
      ...filesLeftOut.map(({ file, why }) => ({ server: file, label: file, firstCause: `left out: ${why}` })),
    ],
  );
}

const writers: Readonly<Partial<Record<Format['name'], (input: ComparisonReport) => string>>> = {
  html: writeComparisonHtml,
  markdown: writeComparisonMarkdown,
  json: writeComparisonJson,
  csv: writeComparisonCsv,
};

/** The formats of a comparison: those of a report that a comparison can be told in, in the same order. */
export const comparisonFormats: readonly Format<ComparisonReport>[] = formats.flatMap((format) => {
  const write = writers[format.name];
  if (write === undefined) return [];
  return [
    {
      ...format,
      ...(format.name === 'json' ? { title: 'JSON, for programs' } : {}),
      suggested: format.suggested.replace('ecma-doctor', 'ecma-doctor-comparison'),
      write,
    },
  ];
});

/**
 * The format that a file's name asks for, or why there is none. JUnit's suites and the tickets are about one server:
 * a build server would take the tests of several for one another's.
 */
export function comparisonFormatFor(path: string): Format<ComparisonReport> | string {
  const asked = formatOf(path);
  if (asked === undefined) return unknownEnding(comparisonFormats);
  const found = comparisonFormats.find(({ name }) => name === asked.name);
  if (found !== undefined) return found;
  const what =
    asked.name === 'junit'
      ? 'JUnit XML is'
      : asked.name === 'prometheus'
        ? 'Prometheus text is'
        : 'tickets are';
  return `${what} about one server: write it for each with --from FILE --report ${asked.suggested}; several are told in ${comparisonFormats.map(({ ending }) => ending).join(', ')}`;
}
