import { defined } from '../../../base/defined.ts';
import type { TestRowOutcome, TestStep, TestStepResult } from '../database.ts';
import {
  type Cell,
  count,
  type Row,
  type SqlConnection,
  type Statement,
  type StatementRunner,
} from '../statements.ts';
import type { RowPlan } from './plan-row.ts';

/** Adds, reads, changes and deletes the row in one transaction that is always rolled back, then looks for it. */
export async function tryOutRow(
  connection: SqlConnection,
  plan: RowPlan,
  signal: AbortSignal,
): Promise<TestRowOutcome> {
  const steps: TestStepResult[] = [];
  let key: Cell = plan.keyValue;
  const rollback = await connection.tryOut(async (trial) => {
    const added = await take(trial, 'insert', plan.insert, steps, signal);
    if (added === undefined) return;
    if (plan.byIdentity) key = added.identity ?? null;
    for (const [step, made] of [
      ['read', plan.count(key)],
      ['update', plan.update(key)],
      ['delete', plan.remove(key)],
    ] as const) {
      if ((await take(trial, step, made, steps, signal)) === undefined) return;
    }
  });
  if (rollback !== undefined) return { steps, rollback };
  const outcome = key === null ? undefined : await connection.run(plan.count(key), signal);
  const seen = outcome?.ok === true ? outcome.sets[0]?.[0] : undefined;
  return { steps, ...defined({ left: seen && count(seen.rows) }) };
}

/** One step; its row, when it went well. */
async function take(
  trial: StatementRunner,
  step: TestStep,
  made: Statement,
  steps: TestStepResult[],
  signal: AbortSignal,
): Promise<Row | undefined> {
  const outcome = await trial.run(made, signal);
  if (!outcome.ok) {
    steps.push({ step, problem: outcome.problem });
    return undefined;
  }
  const row = outcome.sets.at(-1)?.[0] ?? {};
  steps.push({ step, rows: count(row.rows) });
  return row;
}
