import { defined } from '../base/defined.ts';
import { nextTurn } from '../base/own-turn.ts';
import { clean } from '../base/text.ts';
import type { Comparison } from '../results/baseline.ts';
import { type DoFirst, doFirst } from '../results/do-first.ts';
import { isPartial } from '../results/readiness.ts';
import type { ReportDocument, ReportProbe } from '../results/report-schema.ts';
import type { Row } from '../results/row.ts';
import { schemaVersion } from '../results/schema-version.ts';
import { countByStatus } from '../results/tally.ts';
import { type ReportInput, withoutKeys } from './input.ts';
import { jsonText } from './json.ts';

/** The report as the contract's section 4 names it. No member is undefined; what was not seen is null. */
export function reportDocument(input: ReportInput): ReportDocument {
  const { tool, host } = input;
  return {
    schemaVersion,
    tool: { name: tool.name, version: tool.version },
    partial: isPartial(input.rows),
    profile: input.profile,
    settings: input.settings,
    host: { name: host.name, os: host.os, platform: host.platform },
    startedAt: input.startedAt,
    finishedAt: input.finishedAt,
    durationMs: input.durationMs,
    ready: input.ready,
    readyByProfile: {
      'preview-2021': input.readyByProfile['preview-2021'] ?? false,
      ga: input.readyByProfile.ga ?? false,
    },
    exitCode: input.exitCode,
    summary: countByStatus(input.rows),
    causes: input.causes.map(({ id, text, probes }) => ({ id, text, probes: [...probes] })),
    doFirst: doFirst(input.rows, input.causes).map(thingToDo),
    notices: input.notices.map(({ text }) => text),
    probes: input.rows.map(probeOf),
    ...defined({ comparison: input.comparison && comparisonOf(input.comparison) }),
  };
}

/** One of the things to do; a joint cause has no row that is it. */
function thingToDo(thing: DoFirst): NonNullable<ReportDocument['doFirst']>[number] {
  const { order, cause, probe, connector, text, owner, you, frees, recommended } = thing;
  return {
    order,
    ...(cause === undefined ? { probe } : { cause }),
    ...defined({ connector }),
    text: clean(text),
    owner,
    ...(you ? { you } : {}),
    frees,
    ...(recommended ? { recommended } : {}),
  };
}

/** One row as the report names it: the same object for the same row, which never changes. */
export function probeOf(row: Row): ReportProbe {
  const known = probesByRow.get(row) ?? namedAnew(row);
  probesByRow.set(row, known);
  return known;
}

/** Rows that are named between two turns of the event loop. */
const namedAtOnce = 250;

/** Names rows by and by, keys are heard between: of thousands, `reportDocument` then has few left to name. */
export async function nameAhead(rows: readonly Row[]): Promise<void> {
  for (const [index, row] of rows.entries()) {
    if (index % namedAtOnce === namedAtOnce - 1) await nextTurn();
    probeOf(withoutKeys(row));
  }
}

const probesByRow = new WeakMap<Row, ReportProbe>();

function namedAnew(row: Row): ReportProbe {
  return {
    id: row.id,
    title: row.title,
    area: row.area,
    ...defined({ connector: row.connector }),
    status: row.status,
    ...defined({ reason: row.reason }),
    severity: row.level,
    requirements: [...row.requirements],
    message: row.message,
    ...defined({ expected: row.expected, found: row.found }),
    evidence: row.evidence.map(({ label, value }) => ({ label, value })),
    facts: row.facts ?? null,
    observedAt: row.observedAt ?? null,
    ...defined({
      remedy: row.remedy && remedyOf(row.remedy),
      blockedBy: row.blockedBy,
      judged: row.judged,
      answer: row.answer,
      outcome: row.outcome,
    }),
    attempts: row.attempts.map((attempt) => ({ ...attempt })),
    durationMs: row.durationMs ?? 0,
    deadlineMs: row.deadlineMs,
  };
}

function remedyOf(remedy: NonNullable<Row['remedy']>): NonNullable<ReportProbe['remedy']> {
  return { why: remedy.why, steps: remedy.steps.map((step) => ({ ...step })), links: [...remedy.links] };
}

function comparisonOf(comparison: Comparison): NonNullable<ReportDocument['comparison']> {
  const { baseline, verdict, cautions, fixed, stillFailing, changedEvidence, notComparable } = comparison;
  return {
    baseline,
    verdict,
    cautions: [...cautions],
    fixed: [...fixed],
    new: [...comparison.new],
    stillFailing: [...stillFailing],
    changedEvidence: [...changedEvidence],
    notComparable: [...notComparable],
  };
}

/** The report's text: one JSON document with a final newline, safe to print on a terminal. */
export function writeJson(input: ReportInput): string {
  return `${jsonText(reportDocument(input), 2)}\n`;
}
