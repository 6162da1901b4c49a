import type { SqlTarget } from '../../settings/schema.ts';
import type { ProbeContext } from '../environment.ts';
import type { SqlDatabase } from '../sql/database.ts';
import { SqlServerDatabase } from '../sql/sqlserver/sql-server-database.ts';
import type { SqlProblem } from '../sql/statements.ts';
import { askingOver } from './asking.ts';
import type { OdbcConversation } from './conversation.ts';
import { dialectOf } from './dialects/index.ts';
import { logInByDsn, type OdbcLogin } from './log-in.ts';
import { OdbcDatabase } from './odbc-database.ts';
import { OdbcSqlConnection } from './sql-server-connection.ts';

/** The connector's one connection through its driver, logged in, or what stood in its way. */
export interface OdbcSession {
  readonly login: OdbcLogin;
  /** The database behind it; each question ends with the signal of the attempt that asks. */
  readonly database?: (signal: AbortSignal) => SqlDatabase;
}

/** Are the rows of this database asked through its driver, and not by the doctor's own client of SQL Server? */
export function throughDriver({ engine, authentication }: SqlTarget): boolean {
  return engine !== 'sqlserver' || authentication === 'windows' || authentication === 'entra';
}

/** Leases the session: opened and logged in by the first probe that asks, closed after the last. */
export function leaseOdbc(context: ProbeContext, target: SqlTarget): Promise<OdbcSession> {
  return context.lease<OdbcSession>(async (signal) => {
    const { login, conversation } = await logInByDsn(context, target, signal);
    if (conversation === undefined) return { value: { login }, close: () => {} };
    if (target.engine === 'sqlserver') {
      const connection = new OdbcSqlConnection(conversation);
      const database = (asked: AbortSignal) => new SqlServerDatabase(connection, target, asked);
      return { value: { login, database }, close: () => conversation.close() };
    }
    const dialect = dialectOf(target.engine);
    const database = (asked: AbortSignal) => {
      const asking = askingOver(conversation, target, login.info, dialect, asked);
      return new OdbcDatabase(asking, dialect, target, (own) => openWriter(context, target, own), asked);
    };
    return { value: { login, database }, close: () => conversation.close() };
  });
}

/** One more login, of an account that was accepted a moment before. */
async function openWriter(
  context: ProbeContext,
  target: SqlTarget,
  signal: AbortSignal,
): Promise<OdbcConversation | SqlProblem> {
  const { login, conversation } = await logInByDsn(context, target, signal);
  if (conversation !== undefined) return conversation;
  const text = login.diagnostics?.[0]?.text ?? `there is no second login: ${login.outcome}`;
  return { code: 'NOT_LOGGED_IN', text };
}
