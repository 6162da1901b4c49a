import type { ProbeContext } from '../../../clients/environment.ts';
import { type Ask, count, overConnection, tableOf, text } from '../../../clients/sql/ask-database.ts';
import { readColumn } from '../../../clients/sql/columns.ts';
import { leads, readIndexes } from '../../../clients/sql/indexes.ts';
import { columns } from '../../../clients/sql/sqlserver/queries/columns.ts';
import { checks, foreignKeys } from '../../../clients/sql/sqlserver/queries/constraints.ts';
import { indexes } from '../../../clients/sql/sqlserver/queries/indexes.ts';
import { object } from '../../../clients/sql/sqlserver/queries/object.ts';
import { statement } from '../../../clients/sql/sqlserver/queries/query.ts';
import { type Plan, planRow, type Shape } from '../../../clients/sql/sqlserver/row-plan.ts';
import type { Check, ForeignKey } from '../../../clients/sql/sqlserver/row-values.ts';
import type {
  Asker,
  Cell,
  Database,
  Row,
  SqlProblem,
  Statement,
} from '../../../clients/sql/tds/tds-database.ts';
import type { Facts } from '../../../engine/facts.ts';
import { levels } from '../../../requirements/requirement.ts';
import type { ConnectorSettings, SqlTarget } from '../../../settings/schema.ts';
import { answeredWriteTest } from '../../common/attested.ts';
import { writeTestOff } from '../../common/not-run.ts';
import { sqlTargetOf } from '../../common/target.ts';
import { idIn, type MakeProbe, type Scope } from '../../describe.ts';
import { loggedIn } from '../define.ts';
import { judgeWrite } from './judge.ts';

export type Reason = 'triggers' | 'temporal' | 'cdc' | 'size';
export type StepName = 'insert' | 'read' | 'update' | 'delete';
export type WriteStep = { readonly step: StepName; readonly rows?: number; readonly problem?: SqlProblem };

export interface WriteFacts extends Facts {
  readonly table: string;
  readonly user: string;
  /** Why the test was not made on this table, unless `despite` says so. */
  readonly refused?: readonly Reason[];
  /** Why no row can be made up. */
  readonly impossible?: string;
  readonly steps?: readonly WriteStep[];
  /** The identity column whose next number was used up. */
  readonly identity?: string;
  readonly rollback?: SqlProblem;
  /** Rows of the test that are there after the roll-back. */
  readonly left?: number;
}

/** Above so many rows a table without an index on the key would be read whole, under locks. */
const manyRows = 100_000;

/** What the write test does to a database, to be told and asked before it is made. One sentence each. */
function sqlWriteEffects({ table }: Pick<SqlTarget, 'table'>): readonly string[] {
  return [
    `One made-up row is added to ${table}, changed, deleted, and all of it rolled back.`,
    'A number of an identity column or sequence is used up for good.',
    'While the test runs, a fraction of a second, others may wait for its locks.',
    'Audits and traces of the server see it. Triggers, histories and captured changes would too: such tables are left alone unless writeTest: { despite: [...] } says otherwise. Behind a view they cannot be seen.',
  ];
}

/** Adds, changes and deletes one made-up row in one transaction that is always rolled back. */
export const sqlWrite: MakeProbe = (scope) => {
  const target = sqlTargetOf(scope);
  return loggedIn(scope, {
    id: 'sql.write',
    title: 'Insert, update, delete a row',
    levels: levels('required', 'required'),
    requirements: ['TGT-01'],
    needs: ['sql.rights', 'sql.required-columns'],
    seconds: 60,
    notAllowed: () => writeTestOff(scope, idIn(scope, 'sql.write')),
    attested: answeredWriteTest(scope, idIn(scope, 'sql.write')),
    ...(target === undefined
      ? {}
      : {
          asks: {
            text: `Write a test row into ${target.table} and roll it back?`,
            effects: sqlWriteEffects(target),
          },
          work: { collect: collect(scope, target), judge: judgeWrite },
        }),
  });
};

const collect = (scope: Scope, target: SqlTarget) => (context: ProbeContext, signal: AbortSignal) =>
  overConnection<WriteFacts>(
    context,
    target,
    async (ask, database) => {
      const table = tableOf(target);
      const [row] = await ask(statement(object, { table }));
      const shape = await shapeOf(ask, target, table);
      const rights = context.facts(idIn(scope, 'sql.rights'));
      const about = { table, user: typeof rights?.user === 'string' ? rights.user : '', usable: true };
      const plan = planRow(shape);
      const refused = reasons(row, shape, plan).filter((one) => !allowed(scope.connector).includes(one));
      if (refused.length > 0) return { ...about, refused };
      if ('impossible' in plan) return { ...about, impossible: plan.impossible };
      context.waitingFor(`${target.server} (write test)`);
      const identity = plan.identity === undefined ? {} : { identity: plan.identity };
      return { ...about, ...identity, ...(await tryOut(database, plan, signal)) };
    },
    signal,
  );

function allowed(connector: ConnectorSettings | undefined): readonly Reason[] {
  const { writeTest } = connector ?? {};
  return typeof writeTest === 'object' ? writeTest.despite : [];
}

/** What stands against a test on this table (decisions: Write tests). */
function reasons(row: Row | undefined, { indexes: list }: Shape, plan: ReturnType<typeof planRow>): Reason[] {
  const key = 'impossible' in plan ? undefined : plan.key;
  const found = key !== undefined && list.some((one) => leads(one, key));
  return [
    ...(count(row?.triggers) + count(row?.insteadTriggers) > 0 ? (['triggers'] as const) : []),
    ...(count(row?.temporal) !== 0 ? (['temporal'] as const) : []),
    ...(count(row?.cdc) !== 0 ? (['cdc'] as const) : []),
    ...(count(row?.rows) > manyRows && !found ? (['size'] as const) : []),
  ];
}

async function shapeOf(ask: Ask, target: SqlTarget, table: string): Promise<Shape> {
  return {
    table,
    columns: (await ask(statement(columns, { table }))).map(readColumn),
    indexes: readIndexes(await ask(statement(indexes, { table }))),
    checks: (await ask(statement(checks, { table }))).map(readCheck),
    keys: readKeys(await ask(statement(foreignKeys, { table }))),
    anchor: target.anchor,
    attributes: target.attributes ?? [],
  };
}

function readCheck(row: Row): Check {
  return { name: text(row.name), column: text(row.column), definition: text(row.definition) };
}

function readKeys(rows: readonly Row[]): readonly ForeignKey[] {
  const byName = Map.groupBy(rows, (row) => text(row.name));
  return [...byName].map(([name, parts]) => ({
    name,
    columns: parts.map((part) => text(part.column)),
    schema: text(parts[0]?.schema),
    table: text(parts[0]?.table),
    referenced: parts.map((part) => text(part.referenced)),
  }));
}

async function tryOut(
  database: Database,
  plan: Plan,
  signal: AbortSignal,
): Promise<Pick<WriteFacts, 'steps' | 'rollback' | 'left'>> {
  const steps: WriteStep[] = [];
  let key: Cell = plan.keyValue;
  const rollback = await database.tryOut(async (trial) => {
    const added = await take(trial, 'insert', plan.insert, steps, signal);
    if (added === undefined) return;
    if (plan.byIdentity) key = added.identity ?? null;
    for (const [step, made] of [
      ['read', plan.count(key)],
      ['update', plan.update(key)],
      ['delete', plan.remove(key)],
    ] as const) {
      if ((await take(trial, step, made, steps, signal)) === undefined) return;
    }
  });
  if (rollback !== undefined) return { steps, rollback };
  const [seen] = key === null ? [] : await rowsOf(database, plan.count(key), signal);
  return { steps, ...(seen === undefined ? {} : { left: count(seen.rows) }) };
}

/** One step; its row, when it went well. */
async function take(
  trial: Asker,
  step: StepName,
  made: Statement,
  steps: WriteStep[],
  signal: AbortSignal,
): Promise<Row | undefined> {
  const outcome = await trial.ask(made, signal);
  if (!outcome.ok) {
    steps.push({ step, problem: outcome.problem });
    return undefined;
  }
  const row = outcome.sets.at(-1)?.[0] ?? {};
  steps.push({ step, rows: count(row.rows) });
  return row;
}

async function rowsOf(asker: Asker, made: Statement, signal: AbortSignal): Promise<readonly Row[]> {
  const outcome = await asker.ask(made, signal);
  return outcome.ok ? (outcome.sets[0] ?? []) : [];
}
