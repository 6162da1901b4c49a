import type { Query } from './query.ts';

/** The database that the connection is in. Every user sees the row of its own database. */
export const database: Query = {
  source: 'Transact-SQL reference: sys.databases, DATABASEPROPERTYEX',
  text: `
SELECT d.name AS name,
       CAST(d.database_id AS int) AS id,
       d.state_desc AS [state],
       d.user_access_desc AS [access],
       CAST(d.is_read_only AS int) AS readOnly,
       CAST(DATABASEPROPERTYEX(d.name, 'Updateability') AS nvarchar(60)) AS updateability,
       d.collation_name AS [collation],
       CAST(d.compatibility_level AS int) AS compatibility,
       CAST(d.is_distributor AS int) AS distributor,
       d.snapshot_isolation_state_desc AS snapshotIsolation
FROM sys.databases AS d
WHERE d.database_id = DB_ID();
`,
};
