import type { ComparedRow, ComparedServer } from '../../engine/side-by-side/compared.ts';
import { type Likeness, likenessName } from '../../engine/side-by-side/likeness.ts';
import { age, plural } from '../../engine/words.ts';
import { countsLine, moment, readyWord } from '../words.ts';
import type { SideBySideInput } from './input.ts';

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
  return `${readyWord(server.ready)}: ${countsLine(server.rows.filter(({ reason }) => reason !== 'not-chosen'))}`;
}

type Readiness = Pick<SideBySideInput, 'servers' | 'ready' | 'readyForChosen' | 'exitCode'>;

/** "1 of 3 servers is ready"; where checks were left out, for the chosen ones. */
export function readyLine({ servers, readyForChosen }: Readiness): string {
  const ready = servers.filter((server) => server.ready).length;
  return `${ready} of ${plural(servers.length, 'server', 'servers')} ${ready === 1 ? 'is' : 'are'} ready${scope(readyForChosen)}`;
}

function scope(readyForChosen: boolean): string {
  return readyForChosen ? ' for the chosen probes' : '';
}

/** What the exit code of a comparison says: that of the worst server. */
export function comparedExit({ exitCode, ready, readyForChosen }: Readiness): string {
  const all = `every server is ready${scope(readyForChosen)}`;
  switch (exitCode) {
    case 0:
      return ready ? all : 'not every server is ready, but --fail-on never was given';
    case 1:
      return ready ? `${all}, but --fail-on warn counts warnings` : 'a server is not ready';
    case 3:
      return 'nothing failed, but on a server a required check crashed or ran out of time, or nothing ran';
    case 130:
      return 'the run of a server was cancelled';
    default:
      return 'unknown';
  }
}
