import type { Query } from './query.ts';

/** CHECK constraints; their text is null where the account may not see definitions. */
export const checks: Query = {
  source: 'Transact-SQL reference: sys.check_constraints',
  text: `
SELECT k.name AS name,
       COL_NAME(k.parent_object_id, NULLIF(k.parent_column_id, 0)) AS [column],
       k.definition AS definition
FROM sys.check_constraints AS k
WHERE k.parent_object_id = OBJECT_ID(@table) AND k.is_disabled = 0;
`,
};

/** Foreign keys out of the table. */
export const foreignKeys: Query = {
  source: 'Transact-SQL reference: sys.foreign_keys, sys.foreign_key_columns',
  text: `
SELECT f.name AS name,
       COL_NAME(k.parent_object_id, k.parent_column_id) AS [column],
       OBJECT_SCHEMA_NAME(k.referenced_object_id) AS [schema],
       OBJECT_NAME(k.referenced_object_id) AS [table],
       COL_NAME(k.referenced_object_id, k.referenced_column_id) AS referenced
FROM sys.foreign_keys AS f
JOIN sys.foreign_key_columns AS k ON k.constraint_object_id = f.object_id
WHERE f.parent_object_id = OBJECT_ID(@table) AND f.is_disabled = 0
ORDER BY f.name, k.constraint_column_id;
`,
};
