import type { Json } from '../base/json.ts';
import type { Comparison } from '../results/baseline.ts';
import type { Row } from '../results/row.ts';
import type { RunResults } from '../results/run-results.ts';

/**
 * Everything that the formats read. Times are ISO 8601, durations milliseconds. Texts need not be clean: every format
 * cleans and escapes what it writes.
 */
export interface ReportInput extends RunResults, ReportContext {
  /** Of a run that still goes on: now. */
  readonly finishedAt: string;
  readonly durationMs: number;
  /** How it differs from an earlier report, when one was given. */
  readonly comparison?: Comparison;
  /** The exit code is a 3 only because something that was asked for could not be written. */
  readonly unwritten?: boolean;
}

/** What a report tells beside the results. */
export interface ReportContext {
  /** What `.ecmarc` says, secrets already left out. */
  readonly settings: Json;
  /** `.ecmarc` was named, not found by searching: whoever looks again has to name it too. */
  readonly configNamed?: boolean;
}

export function reportInput(run: RunResults, context: ReportContext): ReportInput {
  const finishedAt = run.finishedAt ?? new Date().toISOString();
  return {
    ...run,
    ...context,
    finishedAt,
    durationMs: Math.max(0, Date.parse(finishedAt) - Date.parse(run.startedAt)),
    rows: run.rows.map(withoutKeys),
  };
}

/** Nobody can press a key in a report: steps that name one stay on the screen. The same row gives the same. */
export function withoutKeys(row: Row): Row {
  const { remedy } = row;
  if (remedy?.steps.some(({ screen }) => screen === true) !== true) return row;
  const steps = remedy.steps.filter(({ screen }) => screen !== true);
  const known = rowsWithoutKeys.get(row) ?? { ...row, remedy: { ...remedy, steps } };
  rowsWithoutKeys.set(row, known);
  return known;
}

const rowsWithoutKeys = new WeakMap<Row, Row>();
