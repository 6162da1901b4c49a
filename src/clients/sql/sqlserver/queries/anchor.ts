import { quoted } from '../names.ts';
import type { Query } from './query.ts';

/**
 * Counts of the anchor column: rows, filled ones, different values. Nothing else is read of a row, and of at most
 * `@limit` rows; a lock of somebody else is not waited for longer than `@@LOCK_TIMEOUT` says.
 */
export function anchorCounts(table: string, anchor: string): Query {
  return {
    source: 'Transact-SQL reference: COUNT, TOP, SET LOCK_TIMEOUT',
    text: `
SET LOCK_TIMEOUT 3000;
SELECT COUNT_BIG(*) AS [rows], COUNT_BIG(s.[value]) AS filled, COUNT_BIG(DISTINCT s.[value]) AS different
FROM (SELECT TOP (@limit) ${quoted(anchor)} AS [value] FROM ${table}) AS s;
`,
  };
}
