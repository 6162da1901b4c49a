import { defined } from '../../../base/defined.ts';
import type {
  SqlDatabase,
  Surroundings,
  TableInfo,
  TableTraits,
  TestRow,
} from '../../../clients/sql/database.ts';
import { byProcedures } from '../../../clients/sql/procedures.ts';
import { answered } from '../../../clients/sql/unasked.ts';
import type { ConnectorSettings } from '../../../settings/schema.ts';
import type { SqlContext } from '../define.ts';
import { mappedColumns } from '../mapped-columns.ts';
import { sqlRights } from '../rights.ts';
import type { Reason, WriteFacts } from './facts.ts';

/** Above so many rows a table without an index on the key would be read whole, under locks. */
const manyRows = 100_000;

export async function tryToWrite(database: SqlDatabase, context: SqlContext): Promise<WriteFacts> {
  const { connector, target } = context.scope;
  if (byProcedures(target)) return { table: database.tableName, user: '', byProcedures: true, usable: true };
  const table = await database.table();
  const attributes = mappedColumns(target) ?? (target.dn === undefined ? [] : [target.dn]);
  const row = await database.testRow({ anchor: target.anchor, attributes });
  const user = answered(context.facts.of(sqlRights))?.user ?? '';
  const about = { table: database.tableName, user, usable: true };
  if ('unsendable' in row) return { ...about, unsendable: row.unsendable };
  const traits = await database.traits();
  const surroundings = await database.surroundings();
  const despite = allowed(connector);
  const refused = reasons(table, row, traits, surroundings).filter((one) => !despite.includes(one));
  const { children, triggers } = surroundings;
  if (refused.length > 0)
    return {
      ...about,
      refused,
      ...defined({ children: children.length > 0 ? children : undefined, triggers }),
    };
  if ('impossible' in row) return { ...about, impossible: row.impossible };
  context.waitingFor(`${target.server} (write test)`);
  const { identity, omitted, parents } = row;
  return {
    ...about,
    ...defined({
      identity,
      notes: notesOf(table, despite),
      triggers,
      omitted: omitted.length > 0 ? omitted : undefined,
      parents: parents.length > 0 ? parents : undefined,
    }),
    ...(await row.tryOut()),
  };
}

function allowed({ writeTest }: ConnectorSettings): readonly string[] {
  return typeof writeTest === 'object' ? writeTest.despite : [];
}

function reasons(
  table: TableInfo | undefined,
  row: TestRow,
  traits: TableTraits,
  { children, below }: Surroundings,
): Reason[] {
  if (table === undefined) return [];
  const indexed = 'indexed' in row && row.indexed;
  const view = table.kind === 'V';
  const seen = table.triggers + table.insteadTriggers > 0;
  // Who may not see definitions is shown no trigger; the property tells that there are some.
  const unseen = traits.hasTriggers === true && traits.seesDefinition !== true;
  const large = (below?.rows ?? 0) > manyRows;
  const behind = view && below !== undefined && (below.seen === 0 || below.triggers > 0);
  return [
    ...(seen || unseen || behind ? (['triggers'] as const) : []),
    ...(((table.rows ?? 0) > manyRows || (view && large)) && !indexed ? (['size'] as const) : []),
    ...(children.length > 0 ? (['children'] as const) : []),
    ...((view && (below?.elsewhere ?? 0) > 0) || traits.foreign ? (['elsewhere'] as const) : []),
    ...(traits.cannotRollBack === undefined ? [] : (['no-rollback'] as const)),
  ];
}

function notesOf(table: TableInfo | undefined, despite: readonly string[]): readonly string[] | undefined {
  const notes = [
    ...(table?.temporal === 2
      ? ['the table keeps a history: a row that is rolled back leaves none there']
      : []),
    ...(despite.includes('triggers') && (table?.triggers ?? 0) + (table?.insteadTriggers ?? 0) > 0
      ? ['its triggers acted on the row: what they do outside the transaction stays']
      : []),
    ...(table?.cdc ? ['changes are captured: what is rolled back is not'] : []),
  ];
  return notes.length > 0 ? notes : undefined;
}
