import { defined } from '../base/defined.ts';
import type { Row } from '../results/row.ts';
import type { ServerReport } from '../results/side-by-side/server-comparison.ts';

/** Findings of one probe that are remembered to be shared: what differs more than that is each server's own. */
const mostVariants = 8;

/** What a comparison tells of a row; the rest stands in the single report. */
const told: Readonly<Record<keyof Row, boolean>> = {
  id: true,
  title: true,
  area: true,
  connector: true,
  subject: true,
  level: true,
  levels: true,
  requirements: true,
  source: true,
  status: true,
  reason: true,
  message: true,
  expected: true,
  found: true,
  evidence: true,
  remedy: true,
  facts: false,
  observedAt: true,
  blockedBy: true,
  judged: true,
  answer: true,
  outcome: false,
  attempts: false,
  durationMs: false,
  deadlineMs: true,
  running: false,
  answerable: true,
  lockout: true,
};
/** When it was seen is each server's own. */
const shared = (Object.keys(told) as (keyof Row)[]).filter((name) => told[name] && name !== 'observedAt');

interface Variant {
  readonly from: Row;
  readonly kept: Row;
}

/** Keeps of many servers' rows what a comparison tells, and what several say alike once. */
export class KeptRows {
  readonly #variants = new Map<string, Variant[]>();

  server(report: ServerReport): ServerReport {
    return { ...report, rows: report.rows.map((row) => this.#row(row)) };
  }

  #row(row: Row): Row {
    const known = this.#variants.get(row.id) ?? [];
    if (known.length === 0) this.#variants.set(row.id, known);
    const like = known.find(({ from, kept }) => from === row || saysTheSame(row, kept))?.kept;
    if (like !== undefined)
      return row.observedAt === like.observedAt
        ? like
        : { ...like, ...defined({ observedAt: row.observedAt }) };
    const { facts: _facts, outcome: _outcome, durationMs: _durationMs, running: _running, ...rest } = row;
    const kept = { ...rest, attempts: [] };
    if (known.length < mostVariants) known.push({ from: row, kept });
    return kept;
  }
}

function saysTheSame(row: Row, kept: Row): boolean {
  if (row.message !== kept.message || row.status !== kept.status) return false;
  if ((row.observedAt === undefined) !== (kept.observedAt === undefined)) return false;
  return shared.every((name) => isSame(row[name], kept[name]));
}

/** Rows are plain data: texts, numbers, lists and objects of them. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  let more = 0;
  for (const name in one) {
    more += 1;
    if (!isSame((one as Plain)[name], (other as Plain)[name])) return false;
  }
  return more === Object.keys(other).length;
}

type Plain = Readonly<Record<string, unknown>>;
