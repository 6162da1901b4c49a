import { defined } from '../../base/defined.ts';
import type { Profile } from '../../engine/status.ts';
import { isPartial, setAsideIn } from '../../results/readiness.ts';
import { schemaVersion } from '../../results/schema-version.ts';
import type { Side } from '../../results/side-by-side/likeness.ts';
import type {
  ComparedRow,
  ComparedServer,
  ComparisonReport,
} from '../../results/side-by-side/server-comparison.ts';
import { countByStatus } from '../../results/tally.ts';
import { jsonText } from '../json.ts';
import { probeOf } from '../report-document.ts';
import type { ComparisonDocument } from './comparison-schema.ts';

type ServerDocument = ComparisonDocument['servers'][number];
type ProbeDocument = ComparisonDocument['probes'][number];

/** The comparison as plain data. No member is undefined; a check that a report does not have is null. */
export function comparisonDocument(input: ComparisonReport): ComparisonDocument {
  const { tool, rows } = input;
  return {
    schemaVersion,
    type: 'comparison',
    tool: { name: tool.name, version: tool.version },
    madeAt: input.madeAt,
    profile: input.profile,
    words: input.words,
    cautions: [...input.cautions],
    partial: input.servers.some(({ rows: own }) => isPartial(own)),
    ready: input.ready,
    setAside: input.setAside.rows,
    readyByProfile: byProfile(input.readyByProfile),
    exitCode: input.exitCode,
    summary: countsOf(rows),
    notChosen: input.notChosen,
    servers: input.servers.map(serverOf),
    notSeen: input.notSeen.map(({ name, why, file }) => ({ name, why, file })),
    filesLeftOut: input.filesLeftOut.map(({ file, why }) => ({ file, why })),
    probes: rows.map(comparedOf),
  };
}

/** One JSON document with a final newline, safe to print on a terminal. */
export function writeComparisonJson(input: ComparisonReport): string {
  return `${jsonText(comparisonDocument(input), 2)}\n`;
}

function serverOf(server: ComparedServer): ServerDocument {
  const { name, os, platform } = server.host;
  return {
    label: server.label,
    file: server.file,
    host: { name, os, platform },
    madeBy: server.version,
    savedProfile: server.savedProfile,
    startedAt: server.startedAt,
    finishedAt: server.finishedAt,
    partial: isPartial(server.rows),
    ready: server.ready,
    setAside: server.ready ? setAsideIn(server.rows) : 0,
    readyByProfile: byProfile(server.readyByProfile),
    exitCode: server.exitCode,
    words: server.words,
    summary: countByStatus(server.rows),
    unknown: [...server.unknown],
  };
}

function comparedOf({ id, title, area, connector, likeness, differs, sides }: ComparedRow): ProbeDocument {
  return {
    id,
    title,
    area,
    ...defined({ connector }),
    differs,
    likeness,
    statuses: sides.map((side) => side?.status ?? null),
    sides: sides.map(sideOf),
  };
}

/** What stands in the single report (its attempts, its facts) is not told again. */
function sideOf(side: Side): ProbeDocument['sides'][number] {
  if (side === undefined) return null;
  const {
    id: _id,
    title: _title,
    area: _area,
    connector: _connector,
    requirements: _requirements,
    facts: _facts,
    outcome: _outcome,
    attempts: _attempts,
    durationMs: _durationMs,
    deadlineMs: _deadlineMs,
    ...said
  } = probeOf(side);
  return said;
}

function countsOf(rows: readonly ComparedRow[]): ComparisonDocument['summary'] {
  const counts = { split: 0, otherwise: 0, partly: 0, echo: 0, bad: 0, seen: 0, same: 0 };
  for (const { likeness } of rows) counts[likeness] += 1;
  return counts;
}

function byProfile(ready: Readonly<Record<Profile, boolean>>): ServerDocument['readyByProfile'] {
  return { 'preview-2021': ready['preview-2021'] ?? false, ga: ready.ga ?? false };
}
