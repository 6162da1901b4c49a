import type { Query } from './query.ts';

/**
 * The database that the connection is in, by its name: in Azure SQL, ids of sys.databases differ from DB_ID(). Where
 * no row of it is shown, its properties still answer.
 */
export const database: Query = {
  source: 'Transact-SQL reference: sys.databases, DATABASEPROPERTYEX',
  text: `
SELECT x.name AS name,
       CAST(ISNULL(d.database_id, DB_ID()) AS int) AS id,
       ISNULL(d.state_desc, CAST(DATABASEPROPERTYEX(x.name, 'Status') AS nvarchar(60))) AS [state],
       ISNULL(d.user_access_desc, CAST(DATABASEPROPERTYEX(x.name, 'UserAccess') AS nvarchar(60))) AS [access],
       CAST(ISNULL(d.is_read_only, 0) AS int) AS readOnly,
       CAST(DATABASEPROPERTYEX(x.name, 'Updateability') AS nvarchar(60)) AS updateability,
       ISNULL(d.collation_name, CAST(DATABASEPROPERTYEX(x.name, 'Collation') AS nvarchar(128))) AS [collation],
       CAST(d.compatibility_level AS int) AS compatibility,
       CAST(ISNULL(d.is_distributor, 0) AS int) AS distributor,
       d.snapshot_isolation_state_desc AS snapshotIsolation
FROM (SELECT DB_NAME() AS name) AS x
LEFT JOIN sys.databases AS d ON d.name = x.name;
`,
};
