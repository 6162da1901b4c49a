import type { SqlTarget } from '../../settings/schema.ts';
import { NoAnswer, type SqlProblem } from '../sql/statements.ts';
import type { OdbcConversation, Reply } from './conversation.ts';
import type { Asked, Asking, Dialect, Parameters } from './dialects/dialect.ts';
import type { DriverInfo } from './protocol.ts';
import { problemOf } from './statement-failures.ts';

/** Seconds of one question: above the server's own limit of a statement. */
const patience = 25;
const mostRows = 2000;

/** Asks over a conversation that is logged in: each question in a transaction of its own, with its own limits. */
export function askingOver(
  conversation: OdbcConversation,
  { engine }: SqlTarget,
  info: DriverInfo | undefined,
  dialect: Pick<Dialect, 'reading' | 'tried'>,
  signal: AbortSignal,
): Asking {
  const outcome = async (text: string, parameters: Parameters = []): Promise<Asked> => {
    const reply = await conversation.ask(
      {
        kind: 'transaction',
        limits: dialect.reading.set,
        undo: dialect.reading.undo,
        steps: [{ text, parameters, maxRows: mostRows }],
        seconds: patience,
      },
      patience + 2,
      signal,
    );
    const step = reply.ok ? reply.steps?.[0] : undefined;
    const problem =
      step === undefined || !reply.ok
        ? notAnswered(reply, engine)
        : step.broken === undefined
          ? undefined
          : problemOf(engine, step.broken);
    if (problem === undefined) return { ok: true, rows: step?.rows ?? [] };
    if (problem.number === undefined) throw new NoAnswer(problem, filledIn(text, parameters));
    // A statement that was never run against this engine may be our own mistake.
    return { ok: false, problem: dialect.tried ? problem : { ...problem, means: 'untold' } };
  };
  return {
    info,
    outcome,
    async rows(text, parameters = []) {
      const asked = await outcome(text, parameters);
      if (asked.ok) return asked.rows;
      throw new NoAnswer(asked.problem, filledIn(text, parameters));
    },
    async catalogue(of, { catalogue = null, schema = null, table }) {
      const reply = await conversation.ask(
        { kind: 'catalogue', of, catalogue, schema, table, maxRows: mostRows },
        patience,
        signal,
      );
      if (reply.ok) return reply.rows ?? [];
      throw new NoAnswer(notAnswered(reply, engine), `the driver's list of ${of} of ${table}`);
    },
  };
}

/** Why there is no answer at all. Without a number: the connection is gone. */
export function notAnswered(reply: Reply, engine: SqlTarget['engine']): SqlProblem {
  if (reply.ok) return { code: 'NO_ANSWER', text: 'no answer' };
  if ('ended' in reply) return { code: 'DRIVER_ENDED', text: endText(reply.ended.how) };
  if (reply.cutOff !== undefined) return { code: 'ETIMEOUT', text: `no answer within ${reply.cutOff} s` };
  return problemOf(engine, reply.diagnostics);
}

function endText(how: string): string {
  return how === 'silent' ? 'the driver did not come back' : "the driver's process ended";
}

/** For a query window. */
function filledIn(text: string, parameters: Parameters): string {
  let at = -1;
  return text.replaceAll('?', () => {
    at += 1;
    const value = parameters[at];
    return value === null || value === undefined ? 'NULL' : `'${value.replaceAll("'", "''")}'`;
  });
}
