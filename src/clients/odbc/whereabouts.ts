import { defined } from '../../base/defined.ts';
import { portNumberOf } from '../../base/whole-number.ts';
import type { Engine } from '../../settings/schema.ts';
import type { OdbcRow } from './protocol.ts';

/** What the server itself says of a connection. Absent: it does not say, or the question had no answer. */
export type Whereabouts = {
  readonly database?: string;
  readonly user?: string;
  readonly version?: string;
  readonly port?: number;
  /** The session's cipher; empty: in clear. */
  readonly cipher?: string;
};

/** One row with these names. Oracle's and DB2's were never run by us: an error of theirs says nothing. */
export const questions: Readonly<Record<Engine, string | undefined>> = {
  sqlserver:
    "SELECT DB_NAME() AS [database], SUSER_SNAME() AS [user], CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)) AS version",
  postgresql:
    "SELECT current_database()::text AS database, session_user::text AS \"user\", current_setting('server_version') AS version, inet_server_port()::text AS port, coalesce((SELECT CASE WHEN ssl THEN cipher ELSE '' END FROM pg_stat_ssl WHERE pid = pg_backend_pid()), '') AS cipher",
  mysql:
    "SELECT DATABASE() AS `database`, CURRENT_USER() AS `user`, VERSION() AS version, CAST(@@port AS char) AS port, (SELECT VARIABLE_VALUE FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME = 'Ssl_cipher') AS cipher",
  oracle:
    "SELECT SYS_CONTEXT('USERENV', 'SERVICE_NAME') AS \"database\", SYS_CONTEXT('USERENV', 'SESSION_USER') AS \"user\" FROM DUAL",
  db2: 'SELECT CURRENT SERVER AS "database", SESSION_USER AS "user" FROM SYSIBM.SYSDUMMY1',
  other: undefined,
};

/** MySQL 8 has no such view. */
export const secondQuestions: Partial<Readonly<Record<Engine, string>>> = {
  mysql:
    'SELECT DATABASE() AS `database`, CURRENT_USER() AS `user`, VERSION() AS version, CAST(@@port AS char) AS port',
};

export function whereabouts(row: OdbcRow | undefined): Whereabouts | undefined {
  if (row === undefined) return undefined;
  const text = (name: 'database' | 'user' | 'version' | 'cipher') => {
    const value = row[name];
    return value === null || value === undefined ? {} : { [name]: value };
  };
  return {
    ...text('database'),
    ...text('user'),
    ...text('version'),
    ...text('cipher'),
    ...defined({ port: portNumberOf(row.port) }),
  };
}
