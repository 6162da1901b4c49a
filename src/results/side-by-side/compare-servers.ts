import { defined } from '../../base/defined.ts';
import type { Profile } from '../../engine/status.ts';
import { worstExit } from '../exit-code.ts';
import { setAsideIn } from '../readiness.ts';
import { cautionsOf, filesCaution, notSeenCaution } from './cautions.ts';
import { comparedWords } from './difference-words.ts';
import { isDifferent, isLeftOut, likenesses, likenessOf, urgencyOf } from './likeness.ts';
import type { Besides, ComparedRow, ServerComparison, ServerReport, SetAside } from './server-comparison.ts';
import { labelsOf } from './server-labels.ts';

const nothing: Besides = { filesLeftOut: [], notSeen: [] };

/** Pure: the reports of servers side by side, and what is told beside them. */
export function compareServers(
  reports: readonly ServerReport[],
  profile: Profile,
  { filesLeftOut, notSeen }: Besides = nothing,
): ServerComparison {
  const labels = labelsOf(reports);
  const servers = reports.map((report, index) => ({ ...report, label: labels[index] ?? report.file }));
  const all = rowsOf(reports);
  const rows = all.filter(({ sides }) => !sides.every(isLeftOut));
  const profiles = new Set(reports.flatMap(({ readyByProfile }) => Object.keys(readyByProfile)));
  return {
    profile,
    servers,
    filesLeftOut,
    notSeen,
    rows,
    notChosen: all.length - rows.length,
    words: comparedWords(rows, labels),
    cautions: [
      ...notSeenCaution(notSeen),
      ...filesCaution(filesLeftOut),
      ...cautionsOf(servers, rows, profile),
    ],
    ready: notSeen.length === 0 && reports.every(({ ready }) => ready),
    readyForChosen: reports.some((report) => report.ready && report.rows.some(isLeftOut)),
    setAside: setAsideOn(reports),
    readyByProfile: Object.fromEntries(
      [...profiles].map((name) => [
        name,
        notSeen.length === 0 && reports.every(({ readyByProfile }) => readyByProfile[name] === true),
      ]),
    ),
    // Nothing ran there.
    exitCode: worstExit([...reports.map(({ exitCode }) => exitCode), ...notSeen.map(() => 3)]),
  };
}

function setAsideOn(reports: readonly ServerReport[]): SetAside {
  const counts = reports.filter(({ ready }) => ready).map(({ rows }) => setAsideIn(rows));
  return {
    rows: counts.reduce((sum, count) => sum + count, 0),
    servers: counts.filter((count) => count > 0).length,
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
