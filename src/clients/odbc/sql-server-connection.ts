import type { Cell, Outcome, Row, SqlConnection, SqlProblem, Statement } from '../sql/statements.ts';
import { notAnswered } from './asking.ts';
import type { OdbcConversation, Reply } from './conversation.ts';

/** Seconds: the write test's batch ends by itself, and so do questions that wait for a lock. */
const patience = 60;
const mostRows = 20_000;

/** SQL Server behind its ODBC driver, for log-ins that the doctor's own client cannot make: Windows', Entra's. */
export class OdbcSqlConnection implements SqlConnection {
  readonly #conversation: OdbcConversation;

  constructor(conversation: OdbcConversation) {
    this.#conversation = conversation;
  }

  async run({ text, parameters = {} }: Statement, signal: AbortSignal): Promise<Outcome> {
    const declared = Object.entries(parameters).map(([name, value]) => `@${name} ${typeOf(value)} = ?`);
    const whole = declared.length === 0 ? text : `DECLARE ${declared.join(', ')};\n${text}`;
    const values = Object.values(parameters).map(textOf);
    const reply = await this.#conversation.ask(
      { kind: 'run', text: whole, parameters: values, maxRows: mostRows },
      patience,
      signal,
    );
    if (!reply.ok) return { ok: false, problem: problemIn(reply) };
    const sets: readonly (readonly Row[])[] = reply.sets ?? (reply.rows === undefined ? [] : [reply.rows]);
    return { ok: true, sets };
  }
}

/** As the doctor's own client would say it: SQL Server's number alone. */
function problemIn(reply: Exclude<Reply, { ok: true }>): SqlProblem {
  const problem = notAnswered(reply, 'sqlserver');
  const { code, text, number } = problem;
  if (number === undefined) return problem;
  return number > 0 ? { code: `SQL_${number}`, text, number } : { code, text, number };
}

function typeOf(value: Cell): string {
  if (typeof value === 'boolean') return 'bit';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return 'nvarchar(4000)';
}

function textOf(value: Cell): string | null {
  if (value === null) return null;
  return typeof value === 'boolean' ? (value ? '1' : '0') : String(value);
}
