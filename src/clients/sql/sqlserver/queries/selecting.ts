import type { Query } from './query.ts';

/** Can a view be selected from? It is compiled for that, down to its tables; no value of a row is read. */
export function selectingFrom(table: string): Query {
  return {
    source: 'Transact-SQL reference: SELECT, TOP, SET LOCK_TIMEOUT',
    text: `
SET LOCK_TIMEOUT 3000;
SELECT COUNT(*) AS [rows] FROM (SELECT TOP (1) 1 AS one FROM ${table}) AS s;
`,
  };
}
