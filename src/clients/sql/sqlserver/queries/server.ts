import type { Query } from './query.ts';

/** What server this is. No right is needed. */
export const server: Query = {
  source: 'Transact-SQL reference: SERVERPROPERTY, @@VERSION',
  text: `
SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)) AS [version],
       CAST(SERVERPROPERTY('ProductLevel') AS nvarchar(128)) AS [level],
       CAST(SERVERPROPERTY('Edition') AS nvarchar(128)) AS edition,
       CAST(SERVERPROPERTY('EngineEdition') AS int) AS engine,
       CAST(SERVERPROPERTY('IsIntegratedSecurityOnly') AS int) AS windowsOnly,
       CAST(@@VERSION AS nvarchar(300)) AS banner;
`,
};
