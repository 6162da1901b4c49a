import type { Column } from '../../clients/sql/columns.ts';
import { byHand, type Query, statement } from '../../clients/sql/sqlserver/queries/query.ts';
import type { Cell } from '../../clients/sql/statements.ts';
import type { Step } from '../../engine/probe.ts';
import type { Engine } from '../../settings/schema.ts';
import { by } from '../common/fix.ts';

/** Words that several rows about the table share. */

/** The question itself, for a query window. */
export function askByHand(query: Query, parameters: Readonly<Record<string, Cell>>): Step {
  return by.database(
    'See it in a query window, as the account of the connector',
    byHand(statement(query, parameters)),
  );
}

/** The same for a remedy: other engines' questions go by the driver, and are not shown. */
export function byHandOf(engine: Engine, query: Query, parameters: Readonly<Record<string, Cell>>): Step[] {
  return engine === 'sqlserver' ? [askByHand(query, parameters)] : [];
}

/** SQL-13. */
export const caseCounts =
  'Newer versions of the connector compare names of tables and columns with their case.';

/** The first of them by name, and how many more there are. */
export function someNames(columns: readonly Column[]): string {
  const shown = columns.slice(0, 5).map(({ name }) => name);
  const more = columns.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
