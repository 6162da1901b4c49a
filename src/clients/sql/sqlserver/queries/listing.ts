import type { Query } from './query.ts';

const named = "QUOTENAME(SCHEMA_NAME(o.schema_id)) + N'.' + QUOTENAME(o.name)";
const may = (word: string) => `CAST(HAS_PERMS_BY_NAME(${named}, 'OBJECT', '${word}') AS int) AS [${word}]`;

/**
 * Tables and views that this account is shown, and what it may do with them. Rows are those that the catalogue counts: no
 * table is read.
 */
export const tablesShown: Query = {
  source: 'Transact-SQL reference: sys.objects, sys.partitions, HAS_PERMS_BY_NAME',
  text: `
SELECT TOP (500) SCHEMA_NAME(o.schema_id) AS [schema], o.name AS name, RTRIM(o.type) AS kind,
       (SELECT SUM(p.rows) FROM sys.partitions AS p
        WHERE p.object_id = o.object_id AND p.index_id IN (0, 1)) AS [rows],
       ${['SELECT', 'INSERT', 'UPDATE', 'DELETE'].map(may).join(',\n       ')}
FROM sys.objects AS o
WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0
ORDER BY SCHEMA_NAME(o.schema_id), o.name;
`,
};

export const proceduresShown: Query = {
  source: 'Transact-SQL reference: sys.objects, HAS_PERMS_BY_NAME',
  text: `
SELECT TOP (500) SCHEMA_NAME(o.schema_id) AS [schema], o.name AS name
FROM sys.objects AS o
WHERE o.type = 'P' AND o.is_ms_shipped = 0 AND HAS_PERMS_BY_NAME(${named}, 'OBJECT', 'EXECUTE') = 1
ORDER BY SCHEMA_NAME(o.schema_id), o.name;
`,
};
