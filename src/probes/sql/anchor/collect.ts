import { columnNamed, isBinary, isExotic } from '../../../clients/sql/columns.ts';
import type { SqlDatabase } from '../../../clients/sql/database.ts';
import { guards } from '../../../clients/sql/indexes.ts';
import { answered } from '../../../clients/sql/unasked.ts';
import type { SqlContext } from '../define.ts';
import { sqlTable } from '../table/facts.ts';
import type { AnchorFacts } from './facts.ts';

/** So many rows are read at most: enough to find what is wrong, bearable for a table in use. */
const limit = 100_000;

export async function askForAnchor(database: SqlDatabase, context: SqlContext): Promise<AnchorFacts> {
  const { anchor = '' } = context.scope.target;
  const table = database.tableName;
  const column = columnNamed(await database.columns(), anchor);
  const indexes = await database.indexes();
  const known = answered(context.facts.of(sqlTable));
  const seen = known?.found;
  const hides = (known?.traits?.filters ?? 0) > 0 ? ({ hidesRows: true } as const) : {};
  const view = seen?.kind === 'V' ? { view: true } : {};
  const about = { table, anchor, indexes, rows: seen?.rows ?? null, ...view, ...hides, usable: true };
  if (column === undefined) return known?.byProcedures ? { ...about, byProcedures: true } : about;
  const settled = !column.nullable && indexes.some((one) => guards(one, column.name));
  if (settled || isBinary(column) || isExotic(column)) return { ...about, column };
  return { ...about, column, counted: await database.countValues(column.name, limit) };
}
