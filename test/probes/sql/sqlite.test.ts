import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectionString } from '../../../src/clients/odbc/connection-string.ts';
import { OdbcConversation } from '../../../src/clients/odbc/conversation.ts';
import { createPlatform } from '../../../src/platform/node.ts';
import { hasOdbc, program } from '../../beds/odbc/drivers.ts';
import { type RunOptions, runSite } from './site.ts';

/** An engine that nobody lists: ODBC's own catalogue functions alone. */

const folder = mkdtempSync(join(tmpdir(), 'ecma-sqlite-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const platform = createPlatform({ program, roots: async () => ({ pems: [], source: 'the test' }) });
const common = 'driver dsn reach odbc login server-kind database table'.split(' ');

describe.runIf(hasOdbc)('SQLite', () => {
  const file = join(folder, 'CONTOSO.db');
  const dsn = join(folder, 'sqlite.dsn');
  // It has no port: what answers there stands in for one.
  const server = createServer((socket) => socket.destroy());
  let port = 0;

  async function sql(...texts: readonly string[]): Promise<unknown> {
    const conversation = new OdbcConversation(program, process.env);
    const { signal } = new AbortController();
    const string = connectionString([
      ['DRIVER', 'SQLite3'],
      ['DATABASE', file],
    ]);
    let reply: unknown = await conversation.ask({ kind: 'connect', string, seconds: 5 }, 20, signal);
    for (const text of texts)
      reply = await conversation.ask({ kind: 'run', text, parameters: [], maxRows: 5 }, 20, signal);
    await conversation.close();
    return reply;
  }

  const run = (target: object = {}, more: Partial<RunOptions> = {}) =>
    runSite({
      platform,
      port,
      only: common,
      target: { engine: 'other', dsn, database: file, table: 'Employees', ...target },
      ...more,
    });
  const row = async (name: string, target: object = {}, more: Partial<RunOptions> = {}) => {
    const ran = await run(target, {
      only: [...common, 'rights', 'required-columns', name],
      ...more,
    });
    const id = `sql.${name}`;
    if (ran.outcome(id) !== 'facts') return ran.outcome(id);
    return `${ran.verdict(id).status}, ${ran.verdict(id).message}`;
  };

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
    writeFileSync(dsn, `[ODBC]\nDRIVER=SQLite3\nDATABASE=${file}\n`);
    await sql(
      'CREATE TABLE Employees (ContosoLogin varchar(50) NOT NULL PRIMARY KEY, name varchar(100) NOT NULL, age integer)',
      'CREATE TABLE EmployeesX (a text)',
      'CREATE TABLE doubled (ContosoLogin varchar(50))',
      "INSERT INTO doubled VALUES ('a'), ('a')",
      'CREATE VIEW shown AS SELECT ContosoLogin FROM Employees',
    );
  });
  afterAll(() => server.close());

  it.each<[what: string, name: string, target: object, more: object, verdict: string | RegExp]>([
    ['the engine', 'server-kind', {}, {}, /^warn, SQLite .*: not in the list/],
    ['the database', 'database', {}, {}, /^pass, .*CONTOSO\.db$/],
    ['the table', 'table', {}, {}, 'pass, table Employees, 3 columns'],
    ['another case', 'table', { table: 'EMPLOYEES' }, {}, 'warn, it is written Employees'],
    ['no such table', 'table', { table: 'Nobody' }, {}, 'fail, Nobody is not found'],
    ['rights that nobody tells', 'rights', {}, {}, 'unknown, not told: SELECT, INSERT, UPDATE, DELETE'],
    ['a key', 'anchor', {}, {}, 'pass, ContosoLogin, unique by index'],
    ['duplicates', 'anchor', { table: 'doubled' }, {}, 'fail, 1 value stands twice'],
    [
      'mandatory columns, as a hint',
      'required-columns',
      { attributes: ['age'] },
      {},
      'unknown, not mapped: name',
    ],
    ['no watermark', 'delta', {}, {}, 'pass, none, and delta is not asked for'],
    ['triggers that nobody sees', 'write', {}, {}, 'unknown, not tried: triggers'],
    [
      'the write test, where a person insists',
      'write',
      { attributes: ['name'] },
      { writeTest: { despite: ['triggers'] } },
      'pass, added, read, changed, deleted',
    ],
  ])('tells %s', async (_, name, target, connector, verdict) => {
    const given = await row(name, target, { writeTest: true, connector });
    if (typeof verdict === 'string') expect(given).toBe(verdict);
    else expect(given).toMatch(verdict);
  });

  it('lists tables and views as the driver does, and tells no rights', async () => {
    const ran = await run({}, { only: [...common, 'tables'] });
    expect(ran.facts('sql.tables')).toMatchObject({
      tables: expect.arrayContaining([
        expect.objectContaining({ name: 'Employees', view: false, rows: null }),
        expect.objectContaining({ name: 'shown', view: true }),
      ]),
    });
  });

  it('keeps nothing of the write test', async () => {
    expect(await sql('SELECT count(*) AS n FROM Employees')).toMatchObject({ rows: [{ n: '0' }] });
  });
});
