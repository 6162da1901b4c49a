import type { Query } from './query.ts';

/**
 * What makes a table refuse rows. Columns of newer catalogues are named without a table, so that older servers, which
 * lack them, take the null of the outer row: SQL Server looks a name up from the inside outwards.
 */
export const traits: Query = {
  source:
    'Transact-SQL reference: sys.tables (ledger_type, is_external, is_node, is_edge), sys.filegroups, OBJECTPROPERTY',
  text: `
SELECT (SELECT CAST(ledger_type AS int) FROM sys.tables AS t WHERE t.object_id = x.id) AS ledger,
       (SELECT CAST(is_external AS int) FROM sys.tables AS t WHERE t.object_id = x.id) AS [external],
       (SELECT CAST(is_node AS int) FROM sys.tables AS t WHERE t.object_id = x.id) AS node,
       (SELECT CAST(is_edge AS int) FROM sys.tables AS t WHERE t.object_id = x.id) AS edge,
       (SELECT CAST(is_memory_optimized AS int) FROM sys.tables AS t WHERE t.object_id = x.id) AS memory,
       (SELECT COUNT(*) FROM sys.indexes AS i
        JOIN sys.filegroups AS f ON f.data_space_id = i.data_space_id
        WHERE i.object_id = x.id AND i.index_id IN (0, 1) AND f.is_read_only = 1) AS readOnly,
       (SELECT COUNT(*) FROM sys.indexes AS i
        JOIN sys.destination_data_spaces AS d ON d.partition_scheme_id = i.data_space_id
        JOIN sys.filegroups AS f ON f.data_space_id = d.data_space_id
        WHERE i.object_id = x.id AND i.index_id IN (0, 1) AND f.is_read_only = 1) AS readOnlyParts,
       CAST(HAS_PERMS_BY_NAME(@table, 'OBJECT', 'VIEW DEFINITION') AS int) AS sees,
       CASE WHEN OBJECTPROPERTY(x.id, 'HasAfterTrigger') = 1 OR OBJECTPROPERTY(x.id, 'HasInsteadOfTrigger') = 1
            THEN 1 ELSE 0 END AS hasTriggers
FROM (SELECT OBJECT_ID(@table) AS id, NULL AS ledger_type, NULL AS is_external, NULL AS is_node, NULL AS is_edge,
             NULL AS is_memory_optimized) AS x;
`,
};

/** Row-level security on the table, as far as the account sees it. Since SQL Server 2016; before that, error 208. */
export const rowSecurity: Query = {
  source: 'Transact-SQL reference: sys.security_policies, sys.security_predicates',
  text: `
SELECT COUNT(CASE WHEN p.predicate_type_desc = N'FILTER' THEN 1 END) AS filters,
       COUNT(CASE WHEN p.predicate_type_desc = N'BLOCK' THEN 1 END) AS blocks
FROM sys.security_predicates AS p
JOIN sys.security_policies AS s ON s.object_id = p.object_id
WHERE p.target_object_id = OBJECT_ID(@table) AND s.is_enabled = 1;
`,
};
