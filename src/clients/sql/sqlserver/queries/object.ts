import type { Query } from './query.ts';

/**
 * The table or view, as this account sees it: no row where it does not exist, or the account has no right on it.
 * `temporal` is null before SQL Server 2016.
 */
export const object: Query = {
  source: 'Transact-SQL reference: sys.objects, sys.tables, sys.triggers, OBJECT_ID, OBJECTPROPERTY',
  text: `
SELECT CAST(o.object_id AS int) AS id,
       SCHEMA_NAME(o.schema_id) AS [schema],
       o.name AS name,
       RTRIM(o.type) AS kind,
       CAST(ISNULL(t.is_tracked_by_cdc, 0) AS int) AS cdc,
       CAST(OBJECTPROPERTY(o.object_id, 'TableTemporalType') AS int) AS temporal,
       (SELECT COUNT(*) FROM sys.triggers AS r
        WHERE r.parent_id = o.object_id AND r.is_disabled = 0 AND r.is_instead_of_trigger = 0) AS triggers,
       (SELECT COUNT(*) FROM sys.triggers AS r
        WHERE r.parent_id = o.object_id AND r.is_disabled = 0 AND r.is_instead_of_trigger = 1) AS insteadTriggers,
       (SELECT SUM(p.rows) FROM sys.partitions AS p
        WHERE p.object_id = o.object_id AND p.index_id IN (0, 1)) AS [rows],
       (SELECT MAX(y.base_object_name) FROM sys.synonyms AS y WHERE y.object_id = o.object_id) AS standsFor
FROM sys.objects AS o
LEFT JOIN sys.tables AS t ON t.object_id = o.object_id
WHERE o.object_id = OBJECT_ID(@table);
`,
};
