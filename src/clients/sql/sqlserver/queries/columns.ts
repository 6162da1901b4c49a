import type { Query } from './query.ts';

/**
 * The columns: what the connector's schema retrieval sees. `type` may be a type of the database's own. Columns of newer
 * catalogues are named without a table, so that older servers take the null of the outer row (see traits.ts); the right
 * UNMASK is one of the table since SQL Server 2022, and of the database before.
 */
export const columns: Query = {
  source:
    'Transact-SQL reference: sys.columns (encryption_type, is_masked), TYPE_NAME, COLUMNPROPERTY, HAS_PERMS_BY_NAME',
  text: `
SELECT c.name AS name,
       TYPE_NAME(c.user_type_id) AS [type],
       TYPE_NAME(c.system_type_id) AS base,
       CAST(c.max_length AS int) AS bytes,
       CAST(c.precision AS int) AS [precision],
       CAST(c.scale AS int) AS [scale],
       CAST(c.is_nullable AS int) AS nullable,
       CAST(c.is_identity AS int) AS [identity],
       CAST(c.is_computed AS int) AS computed,
       CASE WHEN c.default_object_id = 0 THEN 0 ELSE 1 END AS hasDefault,
       CAST(ISNULL(COLUMNPROPERTY(c.object_id, c.name, 'GeneratedAlwaysType'), 0) AS int) AS [generated],
       CAST(ISNULL(COLUMNPROPERTY(c.object_id, c.name, 'IsHidden'), 0) AS int) AS hidden,
       CASE WHEN (SELECT encryption_type FROM sys.columns AS e
                  WHERE e.object_id = c.object_id AND e.column_id = c.column_id) IS NOT NULL
            THEN 1 ELSE 0 END AS encrypted,
       CASE WHEN (SELECT CAST(is_masked AS int) FROM sys.columns AS m
                  WHERE m.object_id = c.object_id AND m.column_id = c.column_id) = 1
             AND COALESCE(HAS_PERMS_BY_NAME(@table, 'OBJECT', 'UNMASK'),
                          HAS_PERMS_BY_NAME(QUOTENAME(DB_NAME()), 'DATABASE', 'UNMASK'), 0) = 0
            THEN 1 ELSE 0 END AS masked,
       (SELECT SCHEMA_NAME(y.schema_id) FROM sys.types AS y WHERE y.user_type_id = c.user_type_id) AS typeSchema,
       c.collation_name AS [collation]
FROM sys.columns AS c
CROSS JOIN (SELECT NULL AS encryption_type, NULL AS is_masked) AS x
WHERE c.object_id = OBJECT_ID(@table)
ORDER BY c.column_id;
`,
};
