import type { ProbeContext } from '../../../clients/environment.ts';
import { count, overConnection, tableOf } from '../../../clients/sql/ask-database.ts';
import { type Column, columnNamed, isBinary, isExotic, readColumn } from '../../../clients/sql/columns.ts';
import { guards, type Index, readIndexes } from '../../../clients/sql/indexes.ts';
import { anchorCounts } from '../../../clients/sql/sqlserver/queries/anchor.ts';
import { columns } from '../../../clients/sql/sqlserver/queries/columns.ts';
import { indexes } from '../../../clients/sql/sqlserver/queries/indexes.ts';
import { statement } from '../../../clients/sql/sqlserver/queries/query.ts';
import type { SqlProblem } from '../../../clients/sql/tds/tds-database.ts';
import type { Facts } from '../../../engine/facts.ts';
import { levels } from '../../../requirements/requirement.ts';
import type { SqlTarget } from '../../../settings/schema.ts';
import { onlyFor, sqlTargetOf } from '../../common/target.ts';
import { idIn, type MakeProbe, type Scope } from '../../describe.ts';
import { loggedIn, noAnchor } from '../define.ts';
import type { TableFacts } from '../table/index.ts';
import { judgeAnchor } from './judge.ts';

export interface AnchorFacts extends Facts {
  readonly table: string;
  readonly anchor: string;
  readonly column?: Column;
  readonly indexes: readonly Index[];
  /** Rows of the table, about; null for a view. */
  readonly rows: number | null;
  readonly view?: boolean;
  /** What was counted, where the catalogue alone did not settle it. */
  readonly counted?: Counted;
}

export type Counted =
  | { readonly rows: number; readonly filled: number; readonly different: number; readonly limit: number }
  | { readonly problem: SqlProblem };

/** So many rows are read at most: enough to find what is wrong, bearable for a table in use. */
const limit = 100_000;

/** One column, unique, filled in every row: by the catalogue first, by bounded counting second. */
export const sqlAnchor: MakeProbe = (scope) => {
  const target = sqlTargetOf(scope);
  return loggedIn(scope, {
    id: 'sql.anchor',
    title: 'Anchor is unique',
    levels: levels('required', 'required'),
    requirements: ['SQL-07'],
    needs: ['sql.table'],
    seconds: 60,
    notApplicable: onlyFor(scope, 'generic-sql'),
    notConfigured: () => noAnchor(scope),
    ...(target === undefined ? {} : { work: { collect: collect(scope, target), judge: judgeAnchor } }),
  });
};

const collect = (scope: Scope, target: SqlTarget) => (context: ProbeContext, signal: AbortSignal) =>
  overConnection<AnchorFacts>(
    context,
    target,
    async (ask, database) => {
      const { anchor = '' } = target;
      const table = tableOf(target);
      const column = columnNamed((await ask(statement(columns, { table }))).map(readColumn), anchor);
      const list = readIndexes(await ask(statement(indexes, { table })));
      const seen = context.facts(idIn(scope, 'sql.table')) as TableFacts | undefined;
      const view = seen?.found?.kind === 'V' ? { view: true } : {};
      const about = { table, anchor, indexes: list, rows: seen?.found?.rows ?? null, ...view, usable: true };
      if (column === undefined) return about;
      const settled = !column.nullable && list.some((one) => guards(one, column.name));
      if (settled || isBinary(column) || isExotic(column)) return { ...about, column };
      const counted = await database.ask(statement(anchorCounts(table, column.name), { limit }), signal);
      const [row] = counted.ok ? (counted.sets[0] ?? []) : [];
      if (!counted.ok) return { ...about, column, counted: { problem: counted.problem } };
      const { rows, filled, different } = row ?? {};
      return {
        ...about,
        column,
        counted: { rows: count(rows), filled: count(filled), different: count(different), limit },
      };
    },
    signal,
  );
