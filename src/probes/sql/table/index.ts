import type { ProbeContext } from '../../../clients/environment.ts';
import { type Asked, count, overConnection, tableOf, text } from '../../../clients/sql/ask-database.ts';
import { type Column, readColumn } from '../../../clients/sql/columns.ts';
import { objectName } from '../../../clients/sql/sqlserver/names.ts';
import { alike } from '../../../clients/sql/sqlserver/queries/alike.ts';
import { columns } from '../../../clients/sql/sqlserver/queries/columns.ts';
import { object } from '../../../clients/sql/sqlserver/queries/object.ts';
import { statement } from '../../../clients/sql/sqlserver/queries/query.ts';
import { accountOf } from '../../../clients/sql/tds/open-session.ts';
import type { Facts } from '../../../engine/facts.ts';
import type { JudgeInput } from '../../../engine/probe.ts';
import { levels } from '../../../requirements/requirement.ts';
import type { Settings, SqlTarget } from '../../../settings/schema.ts';
import { sqlTargetOf } from '../../common/target.ts';
import type { MakeProbe } from '../../describe.ts';
import { loggedIn } from '../define.ts';
import { judgeTable } from './judge.ts';

/** A table or view as the catalogue has it. Plain JSON. */
export type Found = {
  readonly schema: string;
  readonly name: string;
  /** sys.objects.type: `U` a table, `V` a view, `SN` a synonym, and others. */
  readonly kind: string;
  readonly cdc: boolean;
  /** 0 no, 1 a history table, 2 system-versioned. */
  readonly temporal: number;
  readonly triggers: number;
  readonly insteadTriggers: number;
  /** Null for a view. */
  readonly rows: number | null;
  readonly standsFor?: string;
};

export interface TableFacts extends Facts {
  readonly asked: string;
  readonly found?: Found;
  readonly columns?: readonly Column[];
  /** Others of nearly this name, where it was not found. */
  readonly alike?: readonly string[];
}

/** The schema as the connector retrieves it: the table or view, its columns and their types. */
export const sqlTable: MakeProbe = (scope) => {
  const target = sqlTargetOf(scope);
  return loggedIn(scope, {
    id: 'sql.table',
    title: 'Finds the table',
    levels: levels('required', 'required'),
    requirements: ['CON-14', 'SQL-13'],
    needs: ['sql.database'],
    seconds: 20,
    ...(target === undefined
      ? {}
      : {
          work: {
            collect: collect(target),
            judge: (input: JudgeInput<Settings, Asked<TableFacts>>) => judgeTable(input, accountOf(target)),
          },
        }),
  });
};

const collect = (target: SqlTarget) => (context: ProbeContext, signal: AbortSignal) =>
  overConnection<TableFacts>(
    context,
    target,
    async (ask) => {
      const table = tableOf(target);
      const [row] = await ask(statement(object, { table }));
      if (row === undefined) {
        const { name } = objectName(target.table, target.database);
        const others = await ask(statement(alike, { name }));
        return {
          asked: target.table,
          alike: others.map((one) => `${text(one.schema)}.${text(one.name)}`),
          usable: false,
        };
      }
      const found: Found = {
        schema: text(row.schema),
        name: text(row.name),
        kind: text(row.kind),
        cdc: count(row.cdc) !== 0,
        temporal: count(row.temporal),
        triggers: count(row.triggers),
        insteadTriggers: count(row.insteadTriggers),
        rows: row.rows === null || row.rows === undefined ? null : count(row.rows),
        ...(text(row.standsFor) === '' ? {} : { standsFor: text(row.standsFor) }),
      };
      const list = (await ask(statement(columns, { table }))).map(readColumn);
      return { asked: target.table, found, columns: list, usable: list.length > 0 };
    },
    signal,
  );
