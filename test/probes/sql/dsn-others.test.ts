import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createPlatform } from '../../../src/platform/node.ts';
import type { DsnFacts } from '../../../src/probes/sql/dsn/facts.ts';
import { collectFacts, judgeFacts, makeContext } from '../context.ts';
import { machine, on } from './odbc-machines.ts';
import { rowOf, runSite, siteOf } from './site.ts';

/** The file DSN of engines other than SQL Server, against the target of `.ecmarc`. */

const folder = mkdtempSync(join(tmpdir(), 'ecma-dsn-others-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let written = 0;
async function dsnRow(engine: string, lines: readonly string[], target: object = {}) {
  written += 1;
  const dsn = join(folder, `${written}.dsn`);
  writeFileSync(dsn, ['[ODBC]', ...lines].join('\r\n'));
  const settings = siteOf({
    target: { engine, dsn, server: 'db1.contoso.example', database: 'CONTOSO', ...target },
  });
  const probe = rowOf('sql.dsn', settings);
  const facts = await collectFacts<DsnFacts>(probe, makeContext({ platform: createPlatform({}), settings }));
  return judgeFacts(probe, facts, { settings, uses: {} });
}

const postgres = ['DRIVER=PostgreSQL Unicode', 'SERVER=db1.contoso.example', 'DATABASE=CONTOSO'];

describe('a file DSN of another engine', () => {
  it.each<[what: string, engine: string, lines: readonly string[], target: object, words: string]>([
    ['the same place', 'postgresql', postgres, {}, 'pass, PostgreSQL Unicode, ASCII'],
    ['its default port', 'postgresql', [...postgres, 'PORT=5432'], {}, 'pass, PostgreSQL Unicode, ASCII'],
    [
      'a short name',
      'postgresql',
      ['DRIVER=PostgreSQL Unicode', 'SERVER=db1', 'DATABASE=CONTOSO'],
      {},
      'pass, PostgreSQL Unicode, ASCII',
    ],
    [
      'another server',
      'postgresql',
      ['DRIVER=PostgreSQL Unicode', 'Servername=db2.contoso.example', 'DATABASE=CONTOSO'],
      {},
      'warn, another server: db2.contoso.example',
    ],
    [
      'another port',
      'mysql',
      [
        'DRIVER=MySQL ODBC 8.4 Unicode Driver',
        'NO_SSPS=1',
        'MULTI_STATEMENTS=1',
        'SERVER=db1.contoso.example',
        'PORT=3307',
        'DATABASE=CONTOSO',
      ],
      {},
      'warn, another port: 3307',
    ],
    [
      'another database',
      'postgresql',
      [...postgres.slice(0, 2), 'DATABASE=other'],
      {},
      'warn, another database: other',
    ],
    ['no database', 'postgresql', postgres.slice(0, 2), {}, 'warn, no DATABASE in it'],
    ['another account', 'postgresql', [...postgres, 'UID=somebody'], {}, 'warn, another account: somebody'],
    ['read-only', 'postgresql', [...postgres, 'ReadOnly=1'], {}, 'warn, it is read-only'],
    [
      "Oracle's one keyword",
      'oracle',
      ['DRIVER=Oracle in instantclient_21_9', 'DBQ=//db1.contoso.example:1521/CONTOSO'],
      {},
      'pass, Oracle in instantclient_21_9, ASCII',
    ],
    [
      "Oracle's other service",
      'oracle',
      ['DRIVER=Oracle in instantclient_21_9', 'DBQ=db1.contoso.example/OTHER'],
      {},
      'warn, another database: OTHER',
    ],
    [
      'DB2 by its own keywords',
      'db2',
      ['DRIVER=IBM DB2 ODBC DRIVER', 'Hostname=db1.contoso.example', 'Port=50000', 'Database=CONTOSO'],
      {},
      'pass, IBM DB2 ODBC DRIVER, ASCII',
    ],
    [
      'the driver of another engine',
      'postgresql',
      ['DRIVER=MySQL ODBC 8.4 Unicode Driver', ...postgres.slice(1)],
      {},
      'fail, a driver for another database: MySQL ODBC 8.4 Unicode Driver',
    ],
    [
      "SQL Server's driver",
      'db2',
      ['DRIVER=ODBC Driver 18 for SQL Server', 'SERVER=db1.contoso.example', 'DATABASE=CONTOSO'],
      {},
      'fail, a driver for another database: ODBC Driver 18 for SQL Server',
    ],
  ])('with %s', async (_, engine, lines, target, words) => {
    const { status, message } = await dsnRow(engine, lines, target);
    expect(`${status}, ${message}`).toBe(words);
  });

  it.each([
    ['postgresql', 'https://odbc.postgresql.org/'],
    ['mysql', 'https://dev.mysql.com/downloads/connector/odbc/'],
    ['oracle', 'https://www.oracle.com/database/technologies/instant-client/winx64-64-downloads.html'],
    ['db2', 'https://www.ibm.com/support/pages/'],
  ])('names package and page of the driver: %s', async (engine, page) => {
    const run = await runSite({
      platform: on(machine(['SQL Server'])),
      only: ['driver'],
      target: { engine },
    });
    const { status, remedy } = run.verdict('sql.driver');
    expect(status).toBe('fail');
    expect(JSON.stringify(remedy?.steps)).toContain(page);
  });

  it('looks for the driver that the file names, whatever that name tells', async () => {
    written += 1;
    const dsn = join(folder, `${written}.dsn`);
    writeFileSync(dsn, '[ODBC]\r\nDRIVER=Contoso Fast Driver\r\nSERVER=x\r\nDATABASE=CONTOSO');
    const platform = on(machine(['PostgreSQL Unicode(x64)', 'Contoso Fast Driver']));
    const run = await runSite({ platform, only: ['driver'], target: { engine: 'postgresql', dsn } });
    expect(run.verdict('sql.driver')).toMatchObject({ status: 'pass', message: 'Contoso Fast Driver' });
  });
});
