import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf } from '../../../src/clients/odbc/failures.ts';
import { createPlatform } from '../../../src/platform/node.ts';
import type { SqlInput } from '../../../src/probes/sql/define.ts';
import type { OdbcFacts } from '../../../src/probes/sql/odbc/facts.ts';
import { judgeOdbc } from '../../../src/probes/sql/odbc/judge.ts';
import { compileDriver, hasOdbc, type Misbehaviour, program } from '../../beds/odbc/drivers.ts';
import { hasMariadb, startMariadb } from '../../beds/odbc/mariadb.ts';
import { type DatabaseBed, hasPostgresql, startPostgresql } from '../../beds/odbc/postgresql.ts';
import { startTds } from '../../beds/tds/server.ts';
import { rememberingCredentials } from '../context.ts';
import { answers, type Catalogue, catalogue, databaseLike, rightsLike } from './catalogues.ts';
import { type RunOptions, runSite, secretText } from './site.ts';

const folder = mkdtempSync(join(tmpdir(), 'ecma-odbc-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let written = 0;
function dsnOf(lines: readonly string[]): string {
  written += 1;
  const path = join(folder, `${written}.dsn`);
  writeFileSync(path, `[ODBC]\n${lines.join('\n')}\n`);
  return path;
}

const platform = createPlatform({ program, roots: async () => ({ pems: [], source: 'the test' }) });
const only = ['driver', 'dsn', 'reach', 'odbc', 'login', 'server-kind'];

function runOf(options: RunOptions) {
  return runSite({ platform, only, ...options });
}

interface Engine {
  readonly there: boolean;
  readonly engine: 'postgresql' | 'mysql';
  readonly driver: string;
  start(): Promise<DatabaseBed>;
  /** The server's own word for a wrong password, counted in what it wrote. */
  readonly refused: RegExp;
  readonly named: RegExp;
}

const engines: readonly Engine[] = [
  {
    there: hasPostgresql,
    engine: 'postgresql',
    driver: 'PostgreSQL Unicode',
    start: startPostgresql,
    refused: /password authentication failed for user "ecma"/g,
    named: /^PostgreSQL \d+/,
  },
  {
    there: hasMariadb,
    engine: 'mysql',
    driver: 'MariaDB Unicode',
    start: startMariadb,
    refused: /Access denied for user 'ecma'/g,
    named: /^MariaDB \d+/,
  },
];

describe.each(engines)(
  'sql.odbc to a real server: $engine',
  ({ there, engine, driver, start, refused, named }) => {
    let bed: DatabaseBed;
    beforeAll(async () => {
      if (hasOdbc && there) bed = await start();
    });
    afterAll(() => bed?.stop());

    const site = (target: object = {}, lines: readonly string[] = []): RunOptions => ({
      port: bed.port,
      target: {
        engine,
        dsn: dsnOf([
          `DRIVER=${driver}`,
          'SERVER=127.0.0.1',
          `PORT=${bed.port}`,
          'DATABASE=CONTOSO',
          ...lines,
        ]),
        ...target,
      },
    });
    const refusals = () => bed.output().match(refused)?.length ?? 0;

    it.runIf(hasOdbc && there)(
      'gives both rows by one log-in: the driver works, the account is accepted',
      async () => {
        const run = await runOf(site());
        expect(run.verdict('sql.odbc')).toMatchObject({
          status: 'pass',
          message: expect.stringMatching(named),
          found: expect.stringMatching(/^as ecma/),
        });
        expect(run.verdict('sql.login')).toMatchObject({ status: 'pass', message: 'ecma' });
        expect(run.verdict('sql.driver')).toMatchObject({
          status: 'pass',
          message: expect.stringContaining(driver.split(' ')[0] ?? ''),
        });
        expect(run.verdict('sql.server-kind').message).toMatch(named);
        expect(JSON.stringify(run.facts('sql.odbc'))).not.toContain(secretText);
      },
    );

    it.runIf(hasOdbc && there)(
      'sends a wrong password once: the driver works, the login fails, nothing behind it runs',
      async () => {
        const credentials = rememberingCredentials();
        const before = refusals();
        const options = { ...site(), secret: 'wrong', credentials };
        const run = await runOf(options);
        expect(run.verdict('sql.odbc').status).toBe('pass');
        expect(run.verdict('sql.login')).toMatchObject({
          status: 'fail',
          message: expect.stringMatching(/^login refused/),
        });
        expect(run.outcome('sql.server-kind')).toBe('none');
        expect(refusals()).toBe(before + 1);
        const again = await runOf(options);
        expect(again.verdict('sql.login')).toMatchObject({
          status: 'fail',
          message: 'refused before, not tried again',
        });
        expect(refusals()).toBe(before + 1);
      },
    );

    it.runIf(hasOdbc && there)('fails where the file leads to another database', async () => {
      const other = engine === 'postgresql' ? 'postgres' : 'OTHER';
      const run = await runOf({
        port: bed.port,
        target: {
          engine,
          dsn: dsnOf([`DRIVER=${driver}`, 'SERVER=127.0.0.1', `PORT=${bed.port}`, `DATABASE=${other}`]),
        },
      });
      expect(run.verdict('sql.odbc')).toMatchObject({
        status: 'fail',
        message: `leads to another database: ${other}`,
      });
    });

    it.runIf(hasOdbc && there)('names a database that is not there', async () => {
      const dsn = dsnOf([`DRIVER=${driver}`, 'SERVER=127.0.0.1', `PORT=${bed.port}`, 'DATABASE=NOPE']);
      const run = await runOf({ port: bed.port, target: { engine, dsn, database: 'NOPE' } });
      expect(run.verdict('sql.login')).toMatchObject({
        status: 'fail',
        message: expect.stringMatching(/^no way into the database/),
      });
    });

    it.runIf(hasOdbc && there)('fails where the file leads to a port at which nobody listens', async () => {
      const dsn = dsnOf([`DRIVER=${driver}`, 'SERVER=127.0.0.1', 'PORT=1', 'DATABASE=CONTOSO']);
      const run = await runOf({ port: bed.port, target: { engine, dsn } });
      expect(run.verdict('sql.odbc')).toMatchObject({
        status: 'fail',
        message: expect.stringMatching(/^the driver does not reach the database/),
      });
      expect(run.outcome('sql.login')).toBe('none');
    });

    it.runIf(hasOdbc && there)('sends no password with keywords that write it down', async () => {
      const before = bed.output();
      const run = await runOf(site({}, [engine === 'postgresql' ? 'CommLog=1' : 'InitStmt=SELECT 1']));
      expect(run.verdict('sql.odbc')).toMatchObject({
        status: 'unknown',
        message: expect.stringMatching(/^not tried: (COMMLOG|INITSTMT)/),
      });
      expect(bed.output().slice(before.length)).not.toContain('ecma');
    });

    it.runIf(hasOdbc && there)(
      'finds a driver whose name is not exactly that of an installed one',
      async () => {
        const dsn = dsnOf([
          'DRIVER=Postgres SQL',
          'SERVER=127.0.0.1',
          `PORT=${bed.port}`,
          'DATABASE=CONTOSO',
        ]);
        const run = await runOf({ port: bed.port, target: { engine, dsn } });
        expect(run.verdict('sql.odbc')).toMatchObject({
          status: 'fail',
          message: expect.stringMatching(/^the driver cannot be used/),
        });
      },
    );
  },
);

describe.runIf(hasOdbc)('a driver that misbehaves', () => {
  it.each<[Misbehaviour, string, string]>([
    ['CRASH', 'fail', 'crashed'],
    ['EXIT', 'fail', 'crashed'],
    ['PRINT', 'pass', 'the server answers through the driver'],
    ['HANG', 'fail', 'does not come back'],
  ])('%s ends its row, not the doctor', async (mode, status, message) => {
    const bed = await startTds({ encryption: 'none' });
    try {
      const dsn = dsnOf([`DRIVER=${compileDriver(mode, folder)}`, 'SERVER=127.0.0.1']);
      const run = await runOf({ port: bed.port, target: { engine: 'other', dsn } });
      expect(run.verdict('sql.odbc')).toMatchObject({ status, message: expect.stringContaining(message) });
    } finally {
      await bed.stop();
    }
  });
});

describe.runIf(hasOdbc)('SQLite, an engine that nobody lists', () => {
  it('is asked as well', async () => {
    const bed = await startTds({ encryption: 'none' });
    const file = join(folder, 'CONTOSO.db');
    try {
      const dsn = dsnOf(['DRIVER=SQLite3', `DATABASE=${file}`]);
      const run = await runOf({ port: bed.port, target: { engine: 'other', dsn, database: file } });
      expect(run.verdict('sql.odbc')).toMatchObject({
        status: 'pass',
        message: expect.stringMatching(/^SQLite/),
      });
      expect(run.verdict('sql.login').status).toBe('pass');
      expect(run.verdict('sql.server-kind')).toMatchObject({
        status: 'warn',
        message: expect.stringMatching(/^SQLite.*: not in the list/),
      });
    } finally {
      await bed.stop();
    }
  });
});

describe.runIf(hasOdbc)('SQL Server, by the doctor and by a driver', () => {
  const freeTds = (port: number, more: readonly string[] = []) =>
    dsnOf([
      'DRIVER=FreeTDS',
      'SERVER=127.0.0.1',
      `PORT=${port}`,
      'DATABASE=CONTOSO',
      'TDS_Version=7.4',
      ...more,
    ]);

  it('is asked by both, each once', async () => {
    const bed = await startTds({ encryption: 'none', answer: answers(catalogue()) });
    try {
      const run = await runOf({ port: bed.port, target: { dsn: freeTds(bed.port) } });
      expect(run.verdict('sql.login').status).toBe('pass');
      expect(run.verdict('sql.odbc')).toMatchObject({ status: 'pass' });
      expect(bed.logins).toHaveLength(2);
    } finally {
      await bed.stop();
    }
  });

  const behind = ['database', 'table', 'rights', 'anchor', 'required-columns', 'delta', 'write'];

  /** Every row by one way, on a server of its own. */
  async function everyRow(given: Catalogue, target: (port: number) => object) {
    const bed = await startTds({ encryption: 'none', answer: answers(given) });
    try {
      const more = { writeTest: true, only: [...only, ...behind] };
      const run = await runOf({ port: bed.port, target: target(bed.port), ...more });
      const words = (name: string) => {
        if (run.outcome(`sql.${name}`) === 'none') return `${name}: not asked`;
        const { status, message } = run.verdict(`sql.${name}`);
        return `${name}: ${status}, ${message}`;
      };
      return { bed, run, words, rows: behind.map(words) };
    } finally {
      await bed.stop();
    }
  }

  it.each<[string, Partial<Catalogue>, string]>([
    ['all is well', {}, 'rights: pass, SELECT, INSERT, UPDATE, DELETE'],
    ['a database that takes no change', { database: databaseLike({ readOnly: 1 }) }, 'database: fail'],
    ['no such table', { object: undefined }, 'table: fail, dbo.Employees is not found'],
    ['rights are missing', { rights: rightsLike({ INSERT: 0, DELETE: 0 }) }, 'rights: fail, may not INSERT'],
    ['doubles in the anchor', { anchor: { rows: 9n, filled: 9n, different: 7n } }, 'anchor: fail'],
    ['a row is refused', { write: { insert: { number: 547, message: 'A conflict' } } }, 'write: unknown'],
    ['the written row', {}, 'write: pass, added, read, changed, deleted'],
  ])('is asked through the driver alone where only that can log in: %s', async (_, changes, words) => {
    const given = catalogue(changes);
    const driver = await everyRow(given, (port) => ({ dsn: freeTds(port), authentication: 'entra' }));
    expect(driver.words('odbc')).toMatch(/^odbc: pass/);
    expect(driver.words('login')).toBe('login: pass, ecma');
    expect(driver.words('server-kind')).toMatch(/^server-kind: pass, SQL Server 2022/);
    expect(driver.rows).toContainEqual(expect.stringContaining(words));
    // One batch writes and takes back: it needs no log-in of its own, and nothing is left behind.
    const { logins, begun, rolledBack, committed } = driver.bed;
    expect(logins).toHaveLength(1);
    expect([rolledBack, committed]).toEqual([begun, 0]);
    const own = await everyRow(given, () => ({}));
    expect(driver.rows).toEqual(own.rows);
  });

  it('sends no password where Windows logs in', async () => {
    const { bed, rows } = await everyRow(catalogue(), (port) => ({
      dsn: freeTds(port, ['UID=ecma', `PWD=${secretText}`]),
      authentication: 'windows',
    }));
    // FreeTDS would log in by a Kerberos ticket, and there is none.
    expect(bed.logins).toEqual([]);
    expect(rows).toEqual(behind.map((name) => `${name}: not asked`));
  });

  it('sends a refused password no second way', async () => {
    const bed = await startTds({
      encryption: 'none',
      login: () => [{ number: 18456, message: 'Login failed' }],
    });
    try {
      const run = await runOf({ port: bed.port, target: { dsn: freeTds(bed.port) } });
      expect(run.verdict('sql.login').status).toBe('fail');
      expect(run.verdict('sql.odbc')).toMatchObject({
        status: 'unknown',
        message: 'not tried: the password was refused',
      });
      expect(bed.logins).toHaveLength(1);
    } finally {
      await bed.stop();
    }
  });
});

describe('without a driver manager', () => {
  const bare = createPlatform({
    program,
    env: { ODBCSYSINI: join(folder, 'nowhere') },
    roots: async () => ({ pems: [], source: 'the test' }),
  });

  it('SQL Server is not asked through one', async () => {
    const bed = await startTds({ encryption: 'none', answer: answers(catalogue()) });
    try {
      const run = await runOf({ platform: bare, port: bed.port, target: { dsn: dsnOf(['DRIVER=x']) } });
      expect(run.verdict('sql.driver')).toMatchObject({
        status: 'unknown',
        message: 'no ODBC driver manager here',
      });
      expect(run.outcome('sql.odbc')).toBe('none');
      expect(run.verdict('sql.login').status).toBe('pass');
    } finally {
      await bed.stop();
    }
  });
});

it('sql.odbc: a driver that cannot log in as the server wants is told from a wrong password', () => {
  const diagnostics = [{ state: 'HY000', native: 2059, text: 'Authentication plugin cannot be loaded' }];
  const facts: OdbcFacts = {
    usable: false,
    outcome: 'failed',
    failure: failureOf('mysql', diagnostics),
    diagnostics,
    driver: 'MySQL ODBC 5.1 Driver',
    engine: 'mysql',
    account: 'ecma',
    target: { server: 'db.contoso.example', database: 'CONTOSO' },
  };
  const target = { engine: 'mysql', authentication: 'sql' };
  expect(judgeOdbc({ facts, scope: { target } } as SqlInput<OdbcFacts>)).toMatchObject({
    status: 'fail',
    message: 'driver and server know no kind of log-in in common (HY000, 2059)',
  });
});

it('sql.odbc: a refusal without a word of anybody is no answer of the server', () => {
  const facts: OdbcFacts = {
    usable: false,
    outcome: 'failed',
    failure: 'untold',
    diagnostics: [],
    driver: 'PostgreSQL Unicode',
    engine: 'postgresql',
    account: 'ecma',
    target: { server: 'db.contoso.example', database: 'CONTOSO' },
  };
  const target = { engine: 'postgresql', authentication: 'sql' };
  expect(judgeOdbc({ facts, scope: { target } } as SqlInput<OdbcFacts>)).toMatchObject({
    status: 'unknown',
    message: 'no connection, and no reason given',
  });
});
