import { defined } from '../../base/defined.ts';
import type { Engine } from '../../settings/schema.ts';
import type { TestRowOutcome, TestStepResult } from '../sql/database.ts';
import { count, type SqlProblem } from '../sql/statements.ts';
import { notAnswered } from './asking.ts';
import type { OdbcConversation } from './conversation.ts';
import { type Asking, type Dialect, numberOf } from './dialects/dialect.ts';
import type { OdbcRowPlan } from './plan-row.ts';
import type { StepAnswer } from './protocol.ts';
import { problemOf } from './statement-failures.ts';

/** Then the child ends itself, and the server rolls back what its connection left open. */
const seconds = 5;

/**
 * Adds, reads, changes and deletes the row over a connection of its own, in one request: the child begins, works and
 * rolls back by itself. Then the row is looked for over the other connection.
 */
export async function tryOutRow(
  writer: OdbcConversation,
  asking: Asking,
  plan: OdbcRowPlan,
  dialect: Dialect,
  engine: Engine,
  signal: AbortSignal,
): Promise<TestRowOutcome> {
  const { set, undo } = dialect.writing;
  const steps = plan.steps.map(({ text, parameters, maxRows }) => ({ text, parameters, maxRows }));
  const reply = await writer.ask(
    { kind: 'transaction', limits: set, undo, steps, seconds },
    seconds + 2,
    signal,
  );
  const answers = reply.ok ? (reply.steps ?? []) : [];
  const key = plan.key ?? keyIn(answers);
  const left = key === undefined ? undefined : await lookFor(asking, plan.look, key);
  if (!reply.ok) {
    const late = 'ended' in reply ? reply.ended.how === 'silent' : reply.cutOff !== undefined;
    const problem: SqlProblem = late
      ? { code: 'ETIMEOUT', text: `the test did not end within ${seconds} s, and was cut off` }
      : notAnswered(reply, engine);
    return { steps: [{ step: 'insert', problem }], ...defined({ left }) };
  }
  const done = plan.steps.flatMap((step, at): TestStepResult[] => {
    const answer = answers[at];
    if (answer === undefined) return [];
    if (answer.broken !== undefined) return [{ step: step.of, problem: problemOf(engine, answer.broken) }];
    if (step.aside) return [];
    const rows = step.of === 'read' ? countIn(answer) : changedBy(answer);
    if (rows === undefined) return [{ step: step.of, problem: oddCount }];
    // MySQL counts rows whose values became others.
    return [{ step: step.of, rows: step.of === 'update' && plan.changesNothing && rows === 0 ? 1 : rows }];
  });
  const failed = done.find(({ problem }) => problem !== undefined);
  return {
    steps: failed === undefined ? done : [...done.filter((one) => one.step !== failed.step), failed],
    ...defined({
      rollback: reply.open && { code: 'NOT_ROLLED_BACK', text: problemOf(engine, reply.open).text },
      left,
    }),
  };
}

function keyIn(answers: readonly StepAnswer[]): string | undefined {
  return (
    answers.map(({ rows }) => rows?.[0]?.key).find((key) => key !== undefined && key !== null) ?? undefined
  );
}

/** An insert that gives its key back has a row in place of a count; -1: the driver does not say. */
function changedBy({ rows, changed }: StepAnswer): number {
  if (rows !== undefined) return rows.length;
  return changed === undefined || changed < 0 ? 1 : changed;
}

/** Undefined where it is no count. */
function countIn({ rows }: StepAnswer): number | undefined {
  try {
    return count(numberOf(Object.values(rows?.[0] ?? {})[0] ?? null));
  } catch {
    return undefined;
  }
}

const oddCount: SqlProblem = {
  code: 'ODD_NUMBER',
  text: 'the server answers with something else where the number of rows belongs',
};

async function lookFor(asking: Asking, look: string, key: string): Promise<number | undefined> {
  const asked = await asking.outcome(look, [key]).catch(() => undefined);
  return asked?.ok ? countIn({ rows: asked.rows }) : undefined;
}
