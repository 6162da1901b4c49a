import type { Query } from './query.ts';

/** Change tracking: on for the database, for the table, and the right to read it. */
export const changeTracking: Query = {
  source:
    'Transact-SQL reference: sys.change_tracking_databases, sys.change_tracking_tables, HAS_PERMS_BY_NAME',
  text: `
SELECT (SELECT COUNT(*) FROM sys.change_tracking_databases AS d WHERE d.database_id = DB_ID()) AS [database],
       (SELECT COUNT(*) FROM sys.change_tracking_tables AS t WHERE t.object_id = OBJECT_ID(@table)) AS [table],
       CAST(HAS_PERMS_BY_NAME(@table, 'OBJECT', 'VIEW CHANGE TRACKING') AS int) AS allowed;
`,
};

/** Tables that look like the history of this one, by their name. */
export const histories: Query = {
  source: 'Transact-SQL reference: sys.tables, LIKE',
  text: `
SELECT TOP (5) SCHEMA_NAME(t.schema_id) AS [schema], t.name AS name
FROM sys.tables AS t
WHERE t.name LIKE @pattern ESCAPE '\\' AND t.object_id <> ISNULL(OBJECT_ID(@table), 0)
ORDER BY t.name;
`,
};
