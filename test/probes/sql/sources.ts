import type { Catalogue } from './catalogues.ts';

/**
 * Where the shapes of the scripted server's answers come from. None was seen on a live SQL Server here: a row is what
 * Microsoft's page of that view or function says its columns hold, an error has the number and the words of Microsoft's
 * list. What no page says is marked as general knowledge.
 */

export const generalKnowledge = 'general knowledge';

/** Each row of a scripted catalogue, by the pages of the Transact-SQL reference. */
export const rowSources: Readonly<Record<keyof Catalogue, string>> = {
  server: 'SERVERPROPERTY; @@VERSION',
  database: 'sys.databases; DATABASEPROPERTYEX',
  object:
    'sys.objects; sys.tables (temporal_type, is_tracked_by_cdc); sys.triggers; sys.synonyms; sys.partitions',
  alike: 'sys.objects; sys.schemas',
  columns: 'sys.columns (is_identity, is_computed, encryption_type, is_masked); COLUMNPROPERTY; TYPE_NAME',
  indexes: 'sys.indexes; sys.index_columns',
  checks: 'sys.check_constraints',
  keys: 'sys.foreign_keys; sys.foreign_key_columns; NULL names of hidden tables: OBJECT_NAME, "Permissions"',
  rights: 'HAS_PERMS_BY_NAME; IS_ROLEMEMBER; USER_NAME',
  columnRights: 'HAS_PERMS_BY_NAME (sub-securable COLUMN)',
  procedure: 'HAS_PERMS_BY_NAME; OBJECT_ID',
  anchor: 'COUNT_BIG',
  tracking: 'sys.change_tracking_databases; sys.change_tracking_tables; HAS_PERMS_BY_NAME',
  histories: 'sys.tables',
  traits:
    'sys.tables (ledger_type, is_external, is_node, is_edge, is_memory_optimized); sys.filegroups; OBJECTPROPERTY',
  security: 'sys.security_policies; sys.security_predicates',
  refused: 'HAS_PERMS_BY_NAME (sub-securable COLUMN)',
  children: 'sys.foreign_keys; sys.index_columns',
  parameters: 'sys.parameters (has_default_value is kept for CLR objects alone)',
  below: 'sys.sql_expression_dependencies; sys.synonyms; sys.triggers; sys.partitions',
  triggers: 'sys.triggers',
  selecting: 'Database Engine events and errors',
  write: '@@ROWCOUNT; SCOPE_IDENTITY; ERROR_NUMBER; ERROR_PROCEDURE; XACT_STATE',
};

/** Pages of "Database Engine events and errors", by their first and last number. */
const lists: readonly (readonly [from: number, to: number])[] = [
  ...[[0, 999] as const, [1000, 1999] as const, [2000, 2999] as const, [3000, 3999] as const],
  ...[[4000, 4999] as const, [5000, 5999] as const, [6000, 6999] as const, [7000, 7999] as const],
  ...[[8000, 8999] as const, [9000, 9999] as const, [10_000, 10_999] as const, [11_000, 12_999] as const],
  ...[[13_000, 13_999] as const, [15_000, 15_999] as const, [16_000, 17_999] as const],
  ...[[18_000, 18_999] as const, [31_000, 41_399] as const, [41_400, 49_999] as const],
];

const azure = 'Troubleshoot common connection issues, Azure SQL Database';
const diagnose = 'diagnose-connection-errors, microsoft/microsoft-sql';

/** Numbers that another page tells more of, or that no list has. */
const others: Readonly<Record<number, string>> = {
  18456: 'MSSQLSERVER_18456',
  17892: 'Logon triggers',
  976: 'MSSQLSERVER_976',
  ...Object.fromEntries(
    [10_928, 10_929, 40_197, 40_501, 40_532, 40_544, 40_613, 49_918, 49_919, 49_920, 42_109].map((number) => [
      number,
      azure,
    ]),
  ),
  40615: 'IP firewall rules, Azure SQL Database',
  40914: 'Virtual network service endpoints and rules, Azure SQL Database',
  47073: 'Connectivity settings, Azure SQL Database',
  ...Object.fromEntries([40_531, 42_101, 47_072].map((number) => [number, diagnose])),
};

/** The page that a number's words come from; of 50000 and above, RAISERROR and THROW. */
export function errorSource(number: number): string | undefined {
  const page = others[number];
  if (page !== undefined) return page;
  if (number >= 50_000) return number === 99_999 ? generalKnowledge : 'RAISERROR; THROW';
  const list = lists.find(([from, to]) => number >= from && number <= to);
  return list === undefined ? undefined : `Database Engine events and errors, ${list[0]} to ${list[1]}`;
}
