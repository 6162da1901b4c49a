import { type Column, declaredType } from '../../clients/sql/columns.ts';
import { quoted as inBrackets } from '../../clients/sql/sqlserver/names.ts';
import type { Engine } from '../../settings/schema.ts';

/** The statements that remedies name, as the owner of each database would type them. */
export interface Speech {
  /** The engine's name in sentences. */
  readonly product: string;
  quoted(name: string): string;
  /** `what`: `SELECT, INSERT` or, with columns, `UPDATE (name)`. */
  grant(what: string, on: string, user: string): string;
  /** `user` as GRANT takes it. */
  grantee(user: string): string;
  notNull(table: string, column: Column): string;
  /** MySQL and MariaDB: roles that are given and sleep. */
  switchOn(roles: readonly string[], user: string): string;
}

const inQuotes = (name: string) => `"${name.replaceAll('"', '""')}"`;
const inTicks = (name: string) => `\`${name.replaceAll('`', '``')}\``;

function speech(
  product: string,
  quoted: (name: string) => string,
  notNull: Speech['notNull'],
  grantee: (user: string) => string = quoted,
): Speech {
  return {
    product,
    quoted,
    grantee,
    grant: (what, on, user) => `GRANT ${what} ON ${on} TO ${grantee(user || 'ecma')};`,
    notNull,
    switchOn: (roles, user) => `SET DEFAULT ROLE ${roles.map(quoted).join(', ')} FOR ${grantee(user)};`,
  };
}

const setNotNull = (quoted: (name: string) => string): Speech['notNull'] => {
  return (table, { name }) => `ALTER TABLE ${table} ALTER COLUMN ${quoted(name)} SET NOT NULL;`;
};

const speeches: Readonly<Record<Engine, Speech>> = {
  sqlserver: speech(
    'SQL Server',
    inBrackets,
    (table, column) =>
      `ALTER TABLE ${table} ALTER COLUMN ${inBrackets(column.name)} ${declaredType(column)} NOT NULL;`,
  ),
  postgresql: speech('PostgreSQL', inQuotes, setNotNull(inQuotes)),
  mysql: speech(
    'MySQL',
    inTicks,
    (table, { name, type }) => `ALTER TABLE ${table} MODIFY ${inTicks(name)} ${type} NOT NULL;`,
    accountOfMysql,
  ),
  oracle: speech(
    'Oracle',
    inQuotes,
    (table, { name }) => `ALTER TABLE ${table} MODIFY (${inQuotes(name)} NOT NULL);`,
  ),
  db2: speech('DB2', inQuotes, setNotNull(inQuotes), (user) => `USER ${inQuotes(user)}`),
  other: speech('the database', inQuotes, setNotNull(inQuotes)),
};

export function speechOf(engine: Engine): Speech {
  return speeches[engine];
}

/** `ecma@%`: each part in quotes of its own. */
function accountOfMysql(user: string): string {
  const at = user.lastIndexOf('@');
  const part = (text: string) => `'${text.replaceAll("'", "''")}'`;
  return at < 0 ? part(user) : `${part(user.slice(0, at))}@${part(user.slice(at + 1))}`;
}
