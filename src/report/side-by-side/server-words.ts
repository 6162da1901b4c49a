import { defined } from '../../base/defined.ts';
import { age, moment, plural } from '../../base/phrases.ts';
import { comparedExitMeaning } from '../../results/exit-code.ts';
import { reachOf, readyHeading, readyScope, readyWord } from '../../results/readiness.ts';
import { type Likeness, likenessName } from '../../results/side-by-side/likeness.ts';
import type {
  ComparedRow,
  ComparedServer,
  ComparisonReport,
  ServerComparison,
  SetAside,
} from '../../results/side-by-side/server-comparison.ts';
import { countsLine } from '../count-words.ts';

export interface Group {
  readonly name: string;
  readonly likeness: Likeness;
  readonly rows: readonly ComparedRow[];
}

/** The rows under their headings, in their order. */
export function groupsOf({ rows, servers }: Pick<ComparisonReport, 'rows' | 'servers'>): readonly Group[] {
  return [...Map.groupBy(rows, ({ likeness }) => likeness)].map(([likeness, group]) => ({
    name: likenessName(likeness, servers.length),
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
export function comparedHeading({ ready, readyForChosen, setAside }: ComparisonReport): string {
  return `${readyWord(ready)}${ready ? reachOf(readyForChosen, setAside.rows) : ''}`;
}

/**
 * "1 of 3 servers is ready"; where checks were left out, for the chosen ones; with what was set aside for it, servers
 * that could not be looked at and files that were no report.
 */
export function readyLine(compared: ServerComparison): string {
  const { servers, readyForChosen, setAside, notSeen, filesLeftOut } = compared;
  const ready = servers.filter((server) => server.ready).length;
  const count = serverCount(compared);
  return [
    `${ready} of ${plural(count, 'server', 'servers')} ${ready === 1 || count === 1 ? 'is' : 'are'} ready${readyScope(readyForChosen)}`,
    ...(setAside.rows === 0
      ? []
      : [`with ${plural(setAside.rows, 'row', 'rows')} set aside on ${serversOf(setAside)}`]),
    ...(notSeen.length === 0 ? [] : [`${notSeen.length} could not be looked at`]),
    ...(filesLeftOut.length === 0 ? [] : [`${plural(filesLeftOut.length, 'file', 'files')} left out`]),
  ].join(', ');
}

/** What the exit code says, as its line tells it. */
export function exitWords({
  readyForChosen,
  setAside,
  servers,
  notSeen,
  exitCode,
  ready,
  unwritten,
}: ComparisonReport): string {
  const on = setAside.rows === 0 ? '' : ` on ${serversOf(setAside)}`;
  return comparedExitMeaning({
    exitCode,
    ready,
    reach: `${reachOf(readyForChosen, setAside.rows)}${on}`,
    notSeen: notSeen.length,
    isSpared: servers.some((server) => !server.ready && server.exitCode === 0),
    ...defined({ unwritten }),
  });
}

function serversOf({ servers }: SetAside): string {
  return plural(servers, 'server', 'servers');
}

/** Those that could not be looked at among them. */
export function serverCount({ servers, notSeen }: Pick<ServerComparison, 'servers' | 'notSeen'>): number {
  return servers.length + notSeen.length;
}
