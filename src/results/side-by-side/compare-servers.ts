import { defined } from '../../base/defined.ts';
import type { Profile } from '../../engine/status.ts';
import { worstExit } from '../exit-code.ts';
import type { Row } from '../row.ts';
import { cautionsOf } from './cautions.ts';
import { comparedWords } from './difference-words.ts';
import {
  isDifferent,
  isLeftOut,
  type Likeness,
  likenesses,
  likenessOf,
  type Side,
  urgencyOf,
} from './likeness.ts';
import { labelsOf } from './server-labels.ts';

/** One server's report, its facts judged under the comparison's profile. Times are ISO 8601. */
export interface ServerReport {
  readonly file: string;
  readonly host: { readonly name: string; readonly os: string; readonly platform: string };
  /** Of the program that made the report, and the profile by which it judged then. */
  readonly version: string;
  readonly savedProfile: Profile;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly ready: boolean;
  readonly readyByProfile: Readonly<Record<Profile, boolean>>;
  readonly exitCode: number;
  /** The server's verdict in a sentence or two. */
  readonly words: string;
  readonly rows: readonly Row[];
  /** Ids of its checks that this version does not know, and so cannot judge. */
  readonly unknown: readonly string[];
}

/** A server with the name that it has in the comparison: the host's, made unique. */
export interface ComparedServer extends ServerReport {
  readonly label: string;
}

/** One probe on all servers. */
export interface ComparedRow {
  readonly id: string;
  readonly title: string;
  readonly area: string;
  readonly connector?: string;
  readonly likeness: Likeness;
  /** In what matters: the verdict, or what was found of a problem. */
  readonly differs: boolean;
  /** In the order of the servers. */
  readonly sides: readonly Side[];
}

/** Several servers' reports side by side, under one profile. */
export interface Compared {
  readonly profile: Profile;
  readonly servers: readonly ComparedServer[];
  /** What differs first, what is the same last. */
  readonly rows: readonly ComparedRow[];
  /** Checks that were chosen for no server. */
  readonly notChosen: number;
  /** How they differ, in a sentence or two. */
  readonly words: string;
  /** What a reader must know first: other versions, other ages. */
  readonly cautions: readonly string[];
  /** Every server is. */
  readonly ready: boolean;
  /** A server that is ready is so only for the checks that were chosen, in its report or now. */
  readonly readyForChosen: boolean;
  readonly readyByProfile: Readonly<Record<Profile, boolean>>;
  /** The worst of the servers'. */
  readonly exitCode: number;
}

/** Pure: the reports of two or more servers side by side. */
export function compareServers(reports: readonly ServerReport[], profile: Profile): Compared {
  const labels = labelsOf(reports);
  const servers = reports.map((report, index) => ({ ...report, label: labels[index] ?? report.file }));
  const all = rowsOf(reports);
  const rows = all.filter(({ sides }) => !sides.every(isLeftOut));
  const profiles = new Set(reports.flatMap(({ readyByProfile }) => Object.keys(readyByProfile)));
  return {
    profile,
    servers,
    rows,
    notChosen: all.length - rows.length,
    words: comparedWords(rows, labels),
    cautions: cautionsOf(servers, rows, profile),
    ready: reports.every(({ ready }) => ready),
    readyForChosen: reports.some((report) => report.ready && report.rows.some(isLeftOut)),
    readyByProfile: Object.fromEntries(
      [...profiles].map((name) => [
        name,
        reports.every(({ readyByProfile }) => readyByProfile[name] === true),
      ]),
    ),
    exitCode: worstExit(reports.map(({ exitCode }) => exitCode)),
  };
}

function rowsOf(reports: readonly ServerReport[]): readonly ComparedRow[] {
  const byServer = reports.map(({ rows }) => new Map(rows.map((row) => [row.id, row])));
  const hostNames = reports.map(({ host }) => host.name);
  const compared = idsOf(reports).flatMap((id): readonly ComparedRow[] => {
    const sides = byServer.map((rows) => rows.get(id));
    const row = sides.find((side) => side !== undefined);
    if (row === undefined) return [];
    const { title, area, connector } = row;
    const likeness = likenessOf(sides, hostNames);
    return [
      {
        id,
        title,
        area,
        ...defined({ connector }),
        likeness,
        differs: isDifferent(likeness),
        sides,
      },
    ];
  });
  return likenesses.flatMap((likeness) =>
    compared
      .filter((row) => row.likeness === likeness)
      .map((row) => ({ row, urgency: urgencyOf(row.sides) }))
      .sort((one, other) => one.urgency - other.urgency)
      .map(({ row }) => row),
  );
}

/** All ids in the order of the lists: what only a later report has stands behind its own neighbour there. */
function idsOf(reports: readonly ServerReport[]): readonly string[] {
  const ids: string[] = [];
  const known = new Set<string>();
  for (const { rows } of reports) {
    let before = -1;
    for (const { id } of rows) {
      if (known.has(id)) before = ids.indexOf(id);
      else {
        before += 1;
        ids.splice(before, 0, id);
        known.add(id);
      }
    }
  }
  return ids;
}
