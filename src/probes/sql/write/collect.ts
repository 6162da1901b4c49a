import { defined } from '../../../base/defined.ts';
import type { SqlDatabase, TableInfo, TestRow } from '../../../clients/sql/database.ts';
import { answered } from '../../../clients/sql/unasked.ts';
import type { ConnectorSettings } from '../../../settings/schema.ts';
import type { SqlContext } from '../define.ts';
import { sqlRights } from '../rights.ts';
import type { Reason, WriteFacts } from './facts.ts';

/** Above so many rows a table without an index on the key would be read whole, under locks. */
const manyRows = 100_000;

export async function tryToWrite(database: SqlDatabase, context: SqlContext): Promise<WriteFacts> {
  const { connector, target } = context.scope;
  const table = await database.table();
  const row = await database.testRow({ anchor: target.anchor, attributes: target.attributes ?? [] });
  const user = answered(context.facts.of(sqlRights))?.user ?? '';
  const about = { table: database.tableName, user, usable: true };
  if ('unsendable' in row) return { ...about, unsendable: row.unsendable };
  const refused = reasons(table, row).filter((one) => !allowed(connector).includes(one));
  if (refused.length > 0) return { ...about, refused };
  if ('impossible' in row) return { ...about, impossible: row.impossible };
  context.waitingFor(`${target.server} (write test)`);
  const { identity, omitted, parents } = row;
  return {
    ...about,
    ...defined({
      identity,
      omitted: omitted.length > 0 ? omitted : undefined,
      parents: parents.length > 0 ? parents : undefined,
    }),
    ...(await row.tryOut()),
  };
}

function allowed({ writeTest }: ConnectorSettings): readonly Reason[] {
  return typeof writeTest === 'object' ? writeTest.despite : [];
}

function reasons(table: TableInfo | undefined, row: TestRow): Reason[] {
  if (table === undefined) return [];
  const indexed = 'indexed' in row && row.indexed;
  return [
    ...(table.triggers + table.insteadTriggers > 0 ? (['triggers'] as const) : []),
    ...(table.temporal !== 0 ? (['temporal'] as const) : []),
    ...(table.cdc ? (['cdc'] as const) : []),
    ...((table.rows ?? 0) > manyRows && !indexed ? (['size'] as const) : []),
  ];
}
