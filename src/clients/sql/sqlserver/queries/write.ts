import { quoted } from '../names.ts';
import type { Query } from './query.ts';

/**
 * The write test's statements, each for one step inside a transaction that is rolled back. Settings stand in each
 * of them, because a statement with parameters is a scope of its own. A lock is not waited for longer than 1 s.
 */
const settings = 'SET XACT_ABORT ON; SET LOCK_TIMEOUT 1000; SET NOCOUNT OFF;';
const source =
  'Transact-SQL reference: INSERT, UPDATE, DELETE, SET XACT_ABORT, SET LOCK_TIMEOUT, SCOPE_IDENTITY';

/** One value of the row: a parameter, or an expression that the server evaluates. */
export interface Given {
  readonly column: string;
  readonly expression: string;
}

/** The column by which the row is found. An nvarchar value would keep an index of a varchar column from being used. */
export interface Key {
  readonly column: string;
  readonly ansi: boolean;
}

function found({ column, ansi }: Key): string {
  return `${quoted(column)} = ${ansi ? 'CAST(@key AS varchar(8000))' : '@key'}`;
}

export function insertRow(table: string, given: readonly Given[]): Query {
  const names = given.map(({ column }) => quoted(column)).join(', ');
  const values = given.map(({ expression }) => expression).join(', ');
  const what = given.length === 0 ? 'DEFAULT VALUES' : `(${names}) VALUES (${values})`;
  return {
    source,
    text: `
${settings}
INSERT INTO ${table} ${what};
SELECT @@ROWCOUNT AS [rows], CAST(SCOPE_IDENTITY() AS nvarchar(50)) AS [identity];
`,
  };
}

export function countRows(table: string, key: Key): Query {
  return {
    source,
    text: `
${settings}
SELECT COUNT(*) AS [rows] FROM ${table} WHERE ${found(key)};
`,
  };
}

/**
 * `@value` is the new one; without it the column is set to what it is. `also`: others that the mapping changes, set to
 * what they are, so that the right to change them is asked too.
 */
export function updateRow(
  table: string,
  key: Key,
  column: string,
  withValue: boolean,
  also: readonly string[] = [],
): Query {
  const others = also.map((name) => `, ${quoted(name)} = ${quoted(name)}`).join('');
  return {
    source,
    text: `
${settings}
UPDATE ${table} SET ${quoted(column)} = ${withValue ? '@value' : quoted(column)}${others} WHERE ${found(key)};
SELECT @@ROWCOUNT AS [rows];
`,
  };
}

export function deleteRow(table: string, key: Key): Query {
  return {
    source,
    text: `
${settings}
DELETE FROM ${table} WHERE ${found(key)};
SELECT @@ROWCOUNT AS [rows];
`,
  };
}
