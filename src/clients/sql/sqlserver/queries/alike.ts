import type { Query } from './query.ts';

/** Tables and views whose name differs in upper and lower case only, or that stand in another schema. */
export const alike: Query = {
  source: 'Transact-SQL reference: sys.objects, COLLATE',
  text: `
SELECT TOP (5) SCHEMA_NAME(o.schema_id) AS [schema], o.name AS name
FROM sys.objects AS o
WHERE o.type IN ('U', 'V')
  AND o.name COLLATE Latin1_General_CI_AI = @name COLLATE Latin1_General_CI_AI
ORDER BY o.schema_id;
`,
};
