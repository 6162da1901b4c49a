import type { Query } from './query.ts';

/** The columns: what the connector's schema retrieval sees. `type` may be a type of the database's own. */
export const columns: Query = {
  source: 'Transact-SQL reference: sys.columns, TYPE_NAME, COLUMNPROPERTY',
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
       (SELECT SCHEMA_NAME(y.schema_id) FROM sys.types AS y WHERE y.user_type_id = c.user_type_id) AS typeSchema,
       c.collation_name AS [collation]
FROM sys.columns AS c
WHERE c.object_id = OBJECT_ID(@table)
ORDER BY c.column_id;
`,
};
