import { defined } from '../../../base/defined.ts';
import { type Column, columnNamed, isBinary, isExotic } from '../../../clients/sql/columns.ts';
import type { SqlDatabase, ValueCounts } from '../../../clients/sql/database.ts';
import { guards, type Index } from '../../../clients/sql/indexes.ts';
import { byProcedures } from '../../../clients/sql/procedures.ts';
import { answered } from '../../../clients/sql/unasked.ts';
import type { SqlContext } from '../define.ts';
import { sqlTable } from '../table/facts.ts';
import type { AnchorFacts } from './facts.ts';

/** So many rows are read at most: enough to find what is wrong, bearable for a table in use. */
const limit = 100_000;

export async function askForAnchor(database: SqlDatabase, context: SqlContext): Promise<AnchorFacts> {
  const { anchor = '', dn } = context.scope.target;
  const table = database.tableName;
  const columns = await database.columns();
  const indexes = await database.indexes();
  const known = answered(context.facts.of(sqlTable));
  const seen = known?.found;
  const about: AnchorFacts = {
    table,
    anchor,
    indexes,
    rows: seen?.rows ?? null,
    ...(seen?.kind === 'V' ? { view: true } : {}),
    ...((known?.traits?.filters ?? 0) > 0 ? { hidesRows: true } : {}),
    ...(byProcedures(context.scope.target) ? { throughProcedures: true } : {}),
    usable: true,
  };
  const column = columnNamed(columns, anchor);
  if (column === undefined) return known?.byProcedures ? { ...about, byProcedures: true } : about;
  const counted = await countsOf(database, column, indexes);
  // Who may not see definitions is shown no policy: only the number of rows tells that there is one.
  const blind =
    counted === undefined &&
    seen?.kind === 'U' &&
    (seen.rows ?? 0) > 20 &&
    context.scope.target.engine === 'sqlserver' &&
    (known?.traits?.seesDefinition !== true || (known.traits.filters ?? 0) > 0);
  const shown = blind ? await database.countValues(column.name, limit) : undefined;
  const other = dn === undefined || dn === anchor ? undefined : columnNamed(columns, dn);
  return {
    ...about,
    column,
    ...defined({ counted, shown }),
    ...(dn === undefined
      ? {}
      : {
          dn: {
            name: dn,
            ...(other === undefined
              ? {}
              : { column: other, ...defined({ counted: await countsOf(database, other, indexes) }) }),
          },
        }),
  };
}

/** Nothing is counted where the catalogue settles it, or of a type that is refused anyway. */
async function countsOf(
  database: SqlDatabase,
  column: Column,
  indexes: readonly Index[],
): Promise<ValueCounts | undefined> {
  const settled = !column.nullable && indexes.some((one) => guards(one, column.name));
  if (settled || isBinary(column) || isExotic(column)) return undefined;
  return database.countValues(column.name, limit);
}
