import { age, moment, plural } from '../../base/phrases.ts';
import { readyHeading, readyScope, readyWord } from '../../results/readiness.ts';
import { type Likeness, likenessName } from '../../results/side-by-side/likeness.ts';
import type {
  ComparedRow,
  ComparedServer,
  ComparisonReport,
} from '../../results/side-by-side/server-comparison.ts';
import { countsLine } from '../count-words.ts';

export interface Group {
  readonly name: string;
  readonly likeness: Likeness;
  readonly rows: readonly ComparedRow[];
}

/** The rows under their headings, in their order. */
export function groupsOf(rows: readonly ComparedRow[]): readonly Group[] {
  return [...Map.groupBy(rows, ({ likeness }) => likeness)].map(([likeness, group]) => ({
    name: likenessName(likeness),
    likeness,
    rows: group,
  }));
}

/** "2026-11-24 07:52:19 UTC, 2 days old". */
export function ageOf({ finishedAt }: ComparedServer, madeAt: string): string {
  return `${moment(finishedAt)}, ${age(finishedAt, Date.parse(madeAt))} old`;
}

/** "READY", or "NOT READY" with what was counted. */
export function serverVerdict(server: ComparedServer): string {
  return `${readyHeading(server)}: ${countsLine(server.rows.filter(({ reason }) => reason !== 'not-chosen'))}`;
}

/** The verdict on all, as a heading says it. */
export function comparedHeading({ ready, readyForChosen }: ComparisonReport): string {
  return `${readyWord(ready)}${readyScope(ready && readyForChosen)}`;
}

type Readiness = Pick<ComparisonReport, 'servers' | 'readyForChosen' | 'filesLeftOut'>;

/** "1 of 3 servers is ready"; where checks were left out, for the chosen ones; with files that were no report. */
export function readyLine({ servers, readyForChosen, filesLeftOut }: Readiness): string {
  const files = filesLeftOut.length === 0 ? '' : `, ${plural(filesLeftOut.length, 'file', 'files')} left out`;
  const ready = servers.filter((server) => server.ready).length;
  return `${ready} of ${plural(servers.length, 'server', 'servers')} ${ready === 1 || servers.length === 1 ? 'is' : 'are'} ready${readyScope(readyForChosen)}${files}`;
}
