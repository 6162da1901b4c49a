import type { Query } from './query.ts';

/** Indexes with their key columns, in order. */
export const indexes: Query = {
  source: 'Transact-SQL reference: sys.indexes, sys.index_columns',
  text: `
SELECT CAST(i.index_id AS int) AS id,
       i.name AS name,
       CAST(i.is_unique AS int) AS [unique],
       CAST(i.is_primary_key AS int) AS [primary],
       CAST(i.has_filter AS int) AS filtered,
       CAST(i.is_disabled AS int) AS disabled,
       c.name AS [column]
FROM sys.indexes AS i
JOIN sys.index_columns AS k ON k.object_id = i.object_id AND k.index_id = i.index_id
JOIN sys.columns AS c ON c.object_id = k.object_id AND c.column_id = k.column_id
WHERE i.object_id = OBJECT_ID(@table) AND i.is_hypothetical = 0 AND k.is_included_column = 0
ORDER BY i.index_id, k.key_ordinal;
`,
};
