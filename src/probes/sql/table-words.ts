import type { Column } from '../../clients/sql/columns.ts';
import type { Step } from '../../engine/probe.ts';
import type { Engine } from '../../settings/schema.ts';
import { by } from '../common/fix.ts';

/** Words that several rows about the table share. */

/**
 * What shows the same in a query window, in a line or two: the catalogue's question that the doctor asks is a page long.
 * `table` is the name in brackets.
 */
const shown = {
  indexes: (table) => `EXEC sp_helpindex ${table};`,
  columns: (table) => `EXEC sp_help ${table};`,
  rights: (table) =>
    `SELECT permission_name, subentity_name FROM sys.fn_my_permissions(${table}, N'OBJECT');`,
  objects: (table) =>
    `SELECT DB_NAME() AS [database], USER_NAME() AS [user], OBJECT_ID(${table}) AS [seen];\nSELECT SCHEMA_NAME(schema_id) AS [schema], name, type_desc FROM sys.objects WHERE name = PARSENAME(${table}, 1);`,
} satisfies Readonly<Record<string, (table: string) => string>>;

/** For a remedy: other engines' catalogues are asked by the driver, and are not shown. */
export function byHandOf(engine: Engine, what: keyof typeof shown, table: string): Step[] {
  if (engine !== 'sqlserver') return [];
  const name = `N'${table.replaceAll("'", "''")}'`;
  return [by.database('See it in a query window, as the account of the connector', shown[what](name))];
}

/** SQL-13. */
export const caseCounts =
  'Newer versions of the connector compare names of tables and columns with their case.';

/** The first of them by name, and how many more there are. */
export function someNames(columns: readonly Column[]): string {
  const shown = columns.slice(0, 5).map(({ name }) => name);
  const more = columns.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
