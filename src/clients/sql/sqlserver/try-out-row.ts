import { defined } from '../../../base/defined.ts';
import { within } from '../../step-timeouts.ts';
import type { TestRowOutcome, TestStep, TestStepResult } from '../database.ts';
import { count, type Row, type SqlConnection, type SqlProblem, text } from '../statements.ts';
import type { RowPlan } from './plan-row.ts';
import { tryOutBatch } from './queries/try-out.ts';

/** Then the server is told to stop, and rolls back. */
const seconds = 5;

const order: readonly TestStep[] = ['insert', 'read', 'update', 'delete'];

/** Adds, reads, changes and deletes the row in one batch of the server that always rolls back, then looks for it. */
export async function tryOutRow(
  connection: SqlConnection,
  plan: RowPlan,
  signal: AbortSignal,
): Promise<TestRowOutcome> {
  const { keyValue, byIdentity } = plan;
  const look = plan.count(keyValue);
  const statements = [plan.insert, look, plan.update(keyValue), plan.remove(keyValue)];
  const steps = statements.map((statement, at) => ({ name: order[at] ?? 'insert', statement }));
  const batch = tryOutBatch(steps, look, byIdentity);
  const outcome = await within(seconds, signal, (bounded) => connection.run(batch, bounded));
  if (outcome === undefined) {
    const problem = { code: 'ETIMEOUT', text: `the test did not end within ${seconds} s, and was cut off` };
    return { steps: [{ step: 'insert', problem }] };
  }
  // An error that ended the batch: the server, told so by XACT_ABORT, has rolled back.
  if (!outcome.ok) return { steps: [{ step: 'insert', problem: outcome.problem }] };
  const rows = outcome.sets.map((set) => set[0] ?? {});
  const end = rows.findIndex((row) => 'ended' in row);
  const ended = rows[end];
  if (ended === undefined)
    return {
      steps: [{ step: 'insert', problem: { code: 'NO_END', text: 'the batch did not come to its end' } }],
    };
  const done = rows.slice(0, end).map(
    (row, at): TestStepResult => ({
      step: order[at] ?? 'delete',
      rows: count(row.rows),
    }),
  );
  const failed = problemIn(ended);
  const step = order.find((one) => one === ended.ended) ?? 'insert';
  const seen = rows[end + 1];
  return {
    steps:
      failed === undefined ? done : [...done.filter((one) => one.step !== step), { step, problem: failed }],
    ...defined({
      rollback:
        count(ended.open) > 0 ? { code: 'NOT_ROLLED_BACK', text: 'a transaction is still open' } : undefined,
      left: seen && count(seen.rows),
    }),
  };
}

function problemIn({ number, state, class: severity, message, by }: Row): SqlProblem | undefined {
  if (number === null || number === undefined) return undefined;
  return {
    code: `SQL_${count(number)}`,
    text: text(message).slice(0, 500),
    number: count(number),
    state: count(state),
    class: count(severity),
    ...defined({ by: nameOf(text(by)) }),
  };
}

/** The statements themselves run within a procedure of the system's. */
function nameOf(by: string): string | undefined {
  return by === '' || /^(sys\.)?sp_executesql$/i.test(by) ? undefined : by;
}
