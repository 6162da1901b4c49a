import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Asking, Dialect } from '../../../src/clients/odbc/dialects/dialect.ts';
import { dialectOf } from '../../../src/clients/odbc/dialects/index.ts';
import type { OdbcRow } from '../../../src/clients/odbc/protocol.ts';
import type { TableInfo } from '../../../src/clients/sql/database.ts';
import { type DatabaseBed, hasPostgresql, startPostgresql } from '../../beds/odbc/postgresql.ts';

interface Statement {
  readonly text: string;
  readonly parameters: number;
}

/** All that a dialect asks of one table, of a server that answers each question with a row of ones. */
async function statementsOf(dialect: Dialect, kind: string): Promise<readonly Statement[]> {
  const asked: Statement[] = [];
  const row = new Proxy<OdbcRow>({}, { get: (_row, key) => (key === 'then' ? undefined : '1') });
  const note = (text: string, parameters: readonly unknown[] = []) => {
    asked.push({ text, parameters: parameters.length });
    return [row];
  };
  const asking: Asking = {
    info: undefined,
    rows: async (text, parameters) => note(text, parameters),
    outcome: async (text, parameters) => ({ ok: true, rows: note(text, parameters) }),
    catalogue: async () => [],
  };
  const name = { schema: 'HR', name: 'EMPLOYEES' };
  const table: TableInfo = {
    ...{ ...name, kind, kindText: 'table', cdc: false, temporal: 0, rows: 1 },
    ...{ triggers: 0, insteadTriggers: 0 },
  };
  await dialect.server(asking);
  await dialect.database(asking);
  await dialect.table(asking, name);
  await dialect.table(asking, { name: name.name });
  await dialect.similar(asking, name);
  await dialect.procedure(asking, name);
  await dialect.parameters(asking, name);
  await dialect.traits(asking, table);
  await dialect.surroundings(asking, table);
  await dialect.columns(asking, table);
  await dialect.indexes(asking, table);
  await dialect.rights(asking, table);
  await dialect.checks(asking, table);
  await dialect.foreignKeys(asking, table);
  await dialect.histories(asking, table);
  return [...asked, { text: dialect.firstRows('"A" AS v', '"HR"."EMPLOYEES"', 5), parameters: 0 }];
}

/**
 * Nobody of us has an Oracle or a DB2. What can be seen without one: as many values as marks, and that a parser of
 * standard SQL finds no fault; PostgreSQL's is at hand, which then says only that it has no such tables.
 */
describe.runIf(hasPostgresql)('statements that were never run', () => {
  let bed: DatabaseBed;
  beforeAll(async () => {
    if (hasPostgresql) bed = await startPostgresql();
  });
  afterAll(() => bed?.stop());

  it.each(['oracle', 'db2'] as const)('%s', async (engine) => {
    const dialect = dialectOf(engine);
    const statements = [...(await statementsOf(dialect, 'U')), ...(await statementsOf(dialect, 'V'))];
    expect(statements.length).toBeGreaterThan(20);
    for (const { text, parameters } of statements)
      expect([text, text.split('?').length - 1]).toEqual([text, parameters]);
    const standard = statements.map(({ text }) => {
      let at = 0;
      const numbered = text.replaceAll('?', () => {
        at += 1;
        return `$${at}`;
      });
      // Two special registers of DB2, which are written in two words.
      return `PREPARE one AS ${numbered.replace(/CURRENT (SCHEMA|SERVER)/g, 'CURRENT_USER')};`;
    });
    const said = await bed.sql(['\\set ON_ERROR_STOP 0', ...standard].join('\n'), 'CONTOSO');
    expect(said).toMatch(/does not exist/);
    expect(said).not.toMatch(/syntax error/);
  });
});
