import type { Query } from './query.ts';

/** Rights of this account on the table: 1 yes, 0 no, null for a name or right that does not exist. */
export const rights: Query = {
  source: 'Transact-SQL reference: HAS_PERMS_BY_NAME, IS_ROLEMEMBER',
  text: `
SELECT USER_NAME() AS [user],
       CAST(HAS_PERMS_BY_NAME(@table, 'OBJECT', 'SELECT') AS int) AS [SELECT],
       CAST(HAS_PERMS_BY_NAME(@table, 'OBJECT', 'INSERT') AS int) AS [INSERT],
       CAST(HAS_PERMS_BY_NAME(@table, 'OBJECT', 'UPDATE') AS int) AS [UPDATE],
       CAST(HAS_PERMS_BY_NAME(@table, 'OBJECT', 'DELETE') AS int) AS [DELETE],
       CAST(IS_ROLEMEMBER('db_datareader') AS int) AS reader,
       CAST(IS_ROLEMEMBER('db_datawriter') AS int) AS writer;
`,
};

/** How many columns it may read and change one by one: such grants leave a 0 on the table itself. */
export const columnRights: Query = {
  source: 'Transact-SQL reference: HAS_PERMS_BY_NAME (sub-securable COLUMN)',
  text: `
SELECT COUNT(*) AS [columns],
       ISNULL(SUM(HAS_PERMS_BY_NAME(@table, 'OBJECT', 'SELECT', c.name, 'COLUMN')), 0) AS [SELECT],
       ISNULL(SUM(HAS_PERMS_BY_NAME(@table, 'OBJECT', 'UPDATE', c.name, 'COLUMN')), 0) AS [UPDATE]
FROM sys.columns AS c
WHERE c.object_id = OBJECT_ID(@table);
`,
};

/** The columns that it may not read, or not change, one by one: also beside a yes for the table (DENY). */
export const refusedColumns: Query = {
  source: 'Transact-SQL reference: HAS_PERMS_BY_NAME (sub-securable COLUMN)',
  text: `
SELECT c.name AS name,
       CAST(HAS_PERMS_BY_NAME(@table, 'OBJECT', 'SELECT', c.name, 'COLUMN') AS int) AS [SELECT],
       CAST(HAS_PERMS_BY_NAME(@table, 'OBJECT', 'UPDATE', c.name, 'COLUMN') AS int) AS [UPDATE]
FROM sys.columns AS c
WHERE c.object_id = OBJECT_ID(@table)
  AND (HAS_PERMS_BY_NAME(@table, 'OBJECT', 'SELECT', c.name, 'COLUMN') = 0
    OR HAS_PERMS_BY_NAME(@table, 'OBJECT', 'UPDATE', c.name, 'COLUMN') = 0)
ORDER BY c.column_id;
`,
};

/** Parameters of a procedure, as it was declared. */
export const procedureParameters: Query = {
  source: 'Transact-SQL reference: sys.parameters',
  text: `
SELECT p.name AS name, CAST(p.has_default_value AS int) AS hasDefault, CAST(p.is_output AS int) AS [output]
FROM sys.parameters AS p
WHERE p.object_id = OBJECT_ID(@procedure) AND p.parameter_id > 0
ORDER BY p.parameter_id;
`,
};

export const procedureRight: Query = {
  source: 'Transact-SQL reference: HAS_PERMS_BY_NAME, OBJECT_ID',
  text: `
SELECT CAST(OBJECT_ID(@procedure) AS int) AS id,
       CAST(HAS_PERMS_BY_NAME(@procedure, 'OBJECT', 'EXECUTE') AS int) AS [EXECUTE];
`,
};
