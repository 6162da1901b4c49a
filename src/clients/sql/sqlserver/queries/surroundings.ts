import type { Query } from './query.ts';

/** Child tables whose foreign key no index leads to: each delete of a parent reads them whole, under locks. */
export const unindexedChildren: Query = {
  source: 'Transact-SQL reference: sys.foreign_keys, sys.foreign_key_columns, sys.index_columns, sys.indexes',
  text: `
SELECT TOP (5) OBJECT_SCHEMA_NAME(f.parent_object_id) AS [schema],
       OBJECT_NAME(f.parent_object_id) AS name
FROM sys.foreign_keys AS f
WHERE f.referenced_object_id = OBJECT_ID(@table) AND f.is_disabled = 0
  AND NOT EXISTS (
    SELECT 1 FROM sys.foreign_key_columns AS c
    JOIN sys.index_columns AS k ON k.object_id = c.parent_object_id AND k.column_id = c.parent_column_id
    JOIN sys.indexes AS i ON i.object_id = k.object_id AND i.index_id = k.index_id
    WHERE c.constraint_object_id = f.object_id AND k.key_ordinal = 1 AND i.is_disabled = 0 AND i.has_filter = 0)
ORDER BY f.name;
`,
};

/** What lies below a view, as far as the account sees it: nothing seen is nothing known; a synonym may lead anywhere. */
export const belowView: Query = {
  source:
    'Transact-SQL reference: sys.sql_expression_dependencies, sys.synonyms, sys.triggers, sys.partitions',
  text: `
WITH below AS (
  SELECT d.referenced_id, d.referenced_server_name, d.referenced_database_name, 1 AS depth
  FROM sys.sql_expression_dependencies AS d WHERE d.referencing_id = OBJECT_ID(@table)
  UNION ALL
  SELECT d.referenced_id, d.referenced_server_name, d.referenced_database_name, b.depth + 1
  FROM sys.sql_expression_dependencies AS d
  JOIN below AS b ON d.referencing_id = b.referenced_id
  WHERE b.depth < 8
)
SELECT COUNT(*) AS seen,
       COUNT(CASE WHEN b.referenced_server_name IS NOT NULL
                    OR b.referenced_database_name <> DB_NAME() OR y.found = 1 THEN 1 END) AS elsewhere,
       COUNT(r.found) AS triggers,
       MAX(p.[rows]) AS [rows]
FROM below AS b
OUTER APPLY (SELECT TOP (1) 1 AS found FROM sys.synonyms AS s WHERE s.object_id = b.referenced_id) AS y
OUTER APPLY (SELECT TOP (1) 1 AS found FROM sys.triggers AS t
             WHERE t.parent_id = b.referenced_id AND t.is_disabled = 0) AS r
OUTER APPLY (SELECT SUM(k.rows) AS [rows] FROM sys.partitions AS k
             WHERE k.object_id = b.referenced_id AND k.index_id IN (0, 1)) AS p;
`,
};

/** The triggers of the table that are on, by name, as far as the account sees them. */
export const triggersOn: Query = {
  source: 'Transact-SQL reference: sys.triggers, sys.objects',
  text: `
SELECT TOP (10) SCHEMA_NAME(o.schema_id) AS [schema], t.name AS name
FROM sys.triggers AS t
JOIN sys.objects AS o ON o.object_id = t.parent_id
WHERE t.parent_id = OBJECT_ID(@table) AND t.is_disabled = 0
ORDER BY t.name;
`,
};
