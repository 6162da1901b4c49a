import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPlatform } from '../../../src/platform/node.ts';
import { hasOdbc, program } from '../../beds/odbc/drivers.ts';
import { hasMariadb, startMariadb } from '../../beds/odbc/mariadb.ts';
import type { DatabaseBed } from '../../beds/odbc/postgresql.ts';
import { type RunOptions, runSite, secretText } from './site.ts';

/** Each row of a real MariaDB, seen to pass and to fail for its real reasons. */

const folder = mkdtempSync(join(tmpdir(), 'ecma-mariadb-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const platform = createPlatform({ program, roots: async () => ({ pems: [], source: 'the test' }) });
const common = 'driver dsn reach odbc login database table'.split(' ');
const behind = 'server-kind rights anchor required-columns delta write'.split(' ');

describe.runIf(hasOdbc && hasMariadb)('MariaDB', () => {
  let bed: DatabaseBed;
  const dsn = join(folder, 'mariadb.dsn');
  const sql = (text: string) => bed.sql(text, 'CONTOSO');
  const run = (target: object = {}, more: Partial<RunOptions> = {}) =>
    runSite({
      platform,
      only: [...common, ...behind],
      port: bed.port,
      target: { engine: 'mysql', dsn, table: 'Employees', ...target },
      ...more,
    });
  /** `status, message` of one row. */
  const row = async (name: string, target: object = {}, more: Partial<RunOptions> = {}) => {
    const ran = await run(target, { only: [...common, name], ...more });
    const id = `sql.${name}`;
    if (ran.outcome(id) !== 'facts') return ran.outcome(id);
    const { status, message } = ran.verdict(id);
    return `${status}, ${message}`;
  };

  beforeAll(async () => {
    bed = await startMariadb();
    writeFileSync(
      dsn,
      ['[ODBC]', 'DRIVER=MariaDB Unicode', 'SERVER=127.0.0.1', `PORT=${bed.port}`, 'DATABASE=CONTOSO'].join(
        '\n',
      ),
    );
    const user = (name: string) => `CREATE USER ${name}@'%' IDENTIFIED BY '${secretText}';`;
    await sql(`CREATE TABLE Employees (id int AUTO_INCREMENT PRIMARY KEY, ContosoLogin varchar(50) NOT NULL UNIQUE, name varchar(100) NOT NULL, kind enum('a','b') NOT NULL, state varchar(9) NOT NULL DEFAULT 'new', changed timestamp DEFAULT current_timestamp ON UPDATE current_timestamp, shown varchar(100) GENERATED ALWAYS AS (upper(name)) VIRTUAL);
CREATE TABLE isam (ContosoLogin varchar(50) PRIMARY KEY) ENGINE=MyISAM; CREATE TABLE aria (ContosoLogin varchar(50) PRIMARY KEY) ENGINE=Aria; CREATE TABLE mem (ContosoLogin varchar(50) PRIMARY KEY) ENGINE=MEMORY;
CREATE TABLE doubled (ContosoLogin varchar(50)); INSERT INTO doubled VALUES ('a'), ('a'), (NULL);
CREATE TABLE prefixed (ContosoLogin varchar(50) NOT NULL, KEY k (ContosoLogin(3)));
CREATE TABLE \`odd \`\`one\` (\`Contoso\`\`Login\` varchar(50) NOT NULL UNIQUE, \`häß\` varchar(50) NOT NULL);
CREATE TABLE department (code varchar(9) PRIMARY KEY); INSERT INTO department VALUES ('hr');
CREATE TABLE child (ContosoLogin varchar(50) PRIMARY KEY, department varchar(9) NOT NULL, FOREIGN KEY (department) REFERENCES department (code));
CREATE TABLE checked (ContosoLogin varchar(50) PRIMARY KEY, state varchar(9) NOT NULL CHECK (state IN ('on', 'off')), level int NOT NULL CHECK (level >= 3), born date NOT NULL, amount decimal(8,2) NOT NULL, yes tinyint(1) NOT NULL);
CREATE TABLE picky (ContosoLogin varchar(50) PRIMARY KEY, name varchar(9) NOT NULL, CONSTRAINT never CHECK (name RLIKE '^[0-9]-[a-z]$'));
CREATE TABLE triggered (ContosoLogin varchar(50) PRIMARY KEY); CREATE TRIGGER t BEFORE INSERT ON triggered FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'not today';
CREATE TABLE large (ContosoLogin varchar(50)); INSERT INTO large SELECT seq FROM seq_1_to_120000; ANALYZE TABLE large;
CREATE VIEW plain_view AS SELECT ContosoLogin, name FROM Employees; CREATE VIEW over_isam AS SELECT ContosoLogin FROM isam;
CREATE VIEW counted AS SELECT ContosoLogin, count(*) AS n FROM Employees GROUP BY ContosoLogin;
CREATE TABLE numbered (id int AUTO_INCREMENT PRIMARY KEY, name varchar(20) NOT NULL);
CREATE TABLE waits (ContosoLogin varchar(50) PRIMARY KEY);
CREATE TABLE all_given (ContosoLogin int AUTO_INCREMENT PRIMARY KEY, name varchar(20));
CREATE TABLE kept (a varchar(9)) ENGINE=MyISAM; CREATE TABLE logged (ContosoLogin varchar(50) PRIMARY KEY); CREATE TRIGGER logs AFTER INSERT ON logged FOR EACH ROW INSERT INTO kept VALUES ('x');
CREATE USER expired@'%' IDENTIFIED BY '${secretText}' PASSWORD EXPIRE; GRANT ALL ON CONTOSO.* TO expired@'%';
${user('reader')} GRANT SELECT ON Employees TO reader@'%';
${user('nodelete')} GRANT SELECT, INSERT, UPDATE ON Employees TO nodelete@'%';
${user('columns')} GRANT SELECT, INSERT, DELETE, UPDATE (name) ON Employees TO columns@'%';
${user('nobody')} GRANT SELECT ON department TO nobody@'%';
CREATE ROLE writers; GRANT SELECT, INSERT, UPDATE, DELETE ON CONTOSO.* TO writers;
${user('member')} GRANT writers TO member@'%'; SET DEFAULT ROLE writers FOR member@'%';
${user('sleeper')} GRANT writers TO sleeper@'%'; GRANT SELECT ON CONTOSO.* TO sleeper@'%';`);
  });
  afterAll(() => bed?.stop());

  it('gives what there is to choose from: tables with rights, and columns with how far each is unique', async () => {
    const ran = await run({ user: 'reader' }, { only: [...common, 'tables'] });
    expect(ran.facts('sql.tables')).toMatchObject({
      tables: [{ schema: '', name: 'Employees', view: false, may: ['SELECT'] }],
      procedures: [],
    });
    const anchors = await run({ table: 'doubled' }, { only: [...common, 'anchors'] });
    expect(anchors.facts('sql.anchors')).toMatchObject({
      candidates: [
        {
          column: 'ContosoLogin',
          nullable: true,
          counted: { rows: 3, filled: 2, different: 1, limit: 100_000 },
        },
      ],
    });
    const keyed = await run({}, { only: [...common, 'anchors'] });
    expect(keyed.facts('sql.anchors')).toMatchObject({
      candidates: [
        { column: 'id', guarded: 'primary' },
        { column: 'ContosoLogin', guarded: 'unique' },
        ...Array.from({ length: 5 }, () => ({})),
      ],
    });
  });

  it('answers every row', async () => {
    const ran = await run({ attributes: ['ContosoLogin', 'name'] }, { writeTest: true });
    const words = (name: string) =>
      `${ran.verdict(`sql.${name}`).status}, ${ran.verdict(`sql.${name}`).message}`;
    expect(Object.fromEntries([...common.slice(3), ...behind].map((name) => [name, words(name)]))).toEqual({
      odbc: expect.stringMatching(/^pass, MariaDB/),
      login: 'pass, ecma',
      'server-kind': expect.stringMatching(/^warn, MariaDB [\d.]+: not in the list/),
      database: expect.stringMatching(/^pass, CONTOSO, /),
      table: 'pass, table CONTOSO.Employees, 7 columns',
      rights: 'pass, SELECT, INSERT, UPDATE, DELETE',
      anchor: 'pass, ContosoLogin, unique by index',
      'required-columns': 'pass, 2 mandatory, all mapped',
      delta: 'pass, watermark changed',
      write: 'pass, added, read, changed, deleted',
    });
    expect(await sql('SELECT count(*) FROM Employees')).toBe('0\n');
  });

  it.each<[what: string, target: object, name: string, verdict: string]>([
    ['a name in another case', { table: 'EMPLOYEES' }, 'table', 'fail, EMPLOYEES is not found'],
    ['a table of which it has no right', { user: 'nobody' }, 'table', 'fail, Employees is not found'],
    [
      'a view that can be written',
      { table: 'plain_view' },
      'table',
      'pass, view CONTOSO.plain_view, 2 columns',
    ],
    [
      'a view that cannot',
      { table: 'counted' },
      'table',
      'fail, the view cannot be written: INSERT, UPDATE, DELETE',
    ],
    ['a read-only account', { user: 'reader' }, 'rights', 'fail, may not INSERT, UPDATE, DELETE'],
    ['an account that may not delete', { user: 'nodelete' }, 'rights', 'fail, may not DELETE'],
    ['rights of a role', { user: 'member' }, 'rights', 'pass, SELECT, INSERT, UPDATE, DELETE'],
    ['a role that sleeps', { user: 'sleeper' }, 'rights', 'fail, may not INSERT, UPDATE, DELETE'],
    ['rights by column', { user: 'columns' }, 'rights', 'warn, UPDATE on some columns only'],
    ['rows without anchor', { table: 'doubled' }, 'anchor', 'fail, 1 row without ContosoLogin'],
    [
      'an index on the first letters',
      { table: 'prefixed' },
      'anchor',
      'warn, ContosoLogin: not unique, no index',
    ],
    ['a mandatory column', { attributes: ['ContosoLogin'] }, 'required-columns', 'fail, not mapped: name'],
    [
      'a generated column',
      { attributes: ['ContosoLogin', 'name', 'shown'] },
      'required-columns',
      'fail, cannot be mapped: shown',
    ],
    [
      'a number that takes a value',
      { attributes: ['id', 'ContosoLogin', 'name'] },
      'required-columns',
      'pass, 2 mandatory, all mapped',
    ],
  ])('sees %s (%j: %s)', async (_, target, name, verdict) => {
    expect(await row(name, target)).toBe(verdict);
  });

  it('a password that has expired is let in, and answered nothing', async () => {
    const ran = await run({ user: 'expired' }, { only: common });
    expect(ran.verdict('sql.odbc').status).toBe('pass');
    expect(ran.verdict('sql.login')).toMatchObject({
      status: 'fail',
      message: 'account may not log in (HY000, 1820)',
    });
    expect(ran.outcome('sql.database')).toBe('none');
  });

  it('a refused password: what else that number means is told', async () => {
    const ran = await run({}, { only: common, secret: 'wrong' });
    expect(ran.verdict('sql.login').found).toContain('only with encryption');
  });

  it('a file that names no database leads to none', async () => {
    const bare = join(folder, 'no-database.dsn');
    writeFileSync(
      bare,
      ['[ODBC]', 'DRIVER=MariaDB Unicode', 'SERVER=127.0.0.1', `PORT=${bed.port}`].join('\n'),
    );
    const ran = await run({ dsn: bare }, { only: common });
    expect(ran.verdict('sql.odbc').message).toBe('leads to another database: none');
  });

  it('names the statement that switches a role on, and it helps', async () => {
    const ran = await run({ user: 'sleeper' }, { only: [...common, 'rights'] });
    const commands = ran.verdict('sql.rights').remedy?.steps.map(({ command }) => command) ?? [];
    expect(commands).toContain("SET DEFAULT ROLE `writers` FOR 'sleeper'@'%';");
    expect(commands[0]).toBe("GRANT INSERT, UPDATE, DELETE ON `CONTOSO`.`Employees` TO 'sleeper'@'%';");
    await sql("SET DEFAULT ROLE `writers` FOR 'sleeper'@'%';");
    expect(await row('rights', { user: 'sleeper' })).toBe('pass, SELECT, INSERT, UPDATE, DELETE');
  });

  it('sees a server that is read-only', async () => {
    await sql('SET GLOBAL read_only = 1;');
    try {
      expect(await row('database', { user: 'member' })).toBe('fail, database is read-only');
    } finally {
      await sql('SET GLOBAL read_only = 0;');
    }
  });

  it('warns of a server that changes what does not fit', async () => {
    await sql("SET GLOBAL sql_mode = '';");
    try {
      const ran = await run({}, { only: [...common, 'server-kind', 'required-columns'] });
      expect(ran.facts('sql.server-kind')).toMatchObject({ lax: true });
      expect(ran.verdict('sql.required-columns').message).toBe('none must be filled');
    } finally {
      await sql('SET GLOBAL sql_mode = DEFAULT;');
    }
  });

  describe('the write test', () => {
    const write = (target: object, more: object = {}) =>
      row('write', target, {
        only: [...common, 'rights', 'required-columns', 'write'],
        writeTest: true,
        connector: more,
      });
    const tables = 'isam aria mem Employees child checked picky triggered numbered waits'.split(' ');

    it.each<[what: string, target: object, more: object, verdict: string]>([
      [
        'names with quotes',
        { table: 'odd `one', anchor: 'Contoso`Login', attributes: ['häß'] },
        {},
        'pass, added, read, changed, deleted',
      ],
      ['a view', { table: 'plain_view', attributes: ['name'] }, {}, 'pass, added, read, changed, deleted'],
      [
        'a number of the server as the key',
        { table: 'numbered', anchor: 'id', attributes: ['name'] },
        {},
        'pass, added, read, changed, deleted',
      ],
      ['a row of which nothing is given', { table: 'all_given' }, {}, 'pass, added, read, changed, deleted'],
      ['nothing that could be changed', { table: 'waits' }, {}, 'pass, added, read, changed, deleted'],
      ['a mandatory foreign key', { table: 'child' }, {}, 'pass, added, read, changed, deleted'],
      ['checks and types', { table: 'checked' }, {}, 'pass, added, read, changed, deleted'],
      [
        'a check that nobody can guess',
        { table: 'picky' },
        {},
        'unknown, made-up values do not fit: never (23000, 4025)',
      ],
      ['triggers', { table: 'triggered' }, {}, 'unknown, not tried: triggers'],
      [
        'a trigger that refuses',
        { table: 'triggered' },
        { writeTest: { despite: ['triggers'] } },
        'unknown, a trigger refuses it (45000, 1644)',
      ],
      ['120,000 rows without an index', { table: 'large' }, {}, 'unknown, not tried: size'],
      ['MyISAM', { table: 'isam' }, {}, 'unknown, not tried: no-rollback'],
      ['Aria', { table: 'aria' }, {}, 'unknown, not tried: no-rollback'],
      ['MEMORY', { table: 'mem' }, {}, 'unknown, not tried: no-rollback'],
      ['a view over MyISAM', { table: 'over_isam' }, {}, 'unknown, not tried: elsewhere'],
    ])('of %s', async (_, target, more, verdict) => {
      expect(await write(target, more)).toBe(verdict);
    });

    it('claims nothing of what triggers keep outside the transaction', async () => {
      const ran = await run(
        { table: 'logged' },
        {
          only: [...common, 'rights', 'required-columns', 'write'],
          writeTest: true,
          connector: { writeTest: { despite: ['triggers'] } },
        },
      );
      expect(ran.verdict('sql.write')).toMatchObject({
        status: 'pass',
        found: expect.stringContaining('its triggers acted on the row'),
      });
      expect(await sql('SELECT count(*) FROM kept')).toBe('1\n');
    });

    it('waits a moment only for a lock', async () => {
      const holding = sql(
        "START TRANSACTION; INSERT INTO waits VALUES ('x'); SELECT * FROM waits FOR UPDATE; SELECT SLEEP(60) AS held;",
      ).catch(() => {});
      await untilAsked(
        async () =>
          (
            await sql("SELECT count(*) FROM information_schema.PROCESSLIST WHERE INFO LIKE '%SLEEP(60)%'")
          ).trim() !== '1',
      );
      const verdict = await write({ table: 'waits' });
      await sql(
        "SELECT concat('KILL ', ID, ';') FROM information_schema.PROCESSLIST WHERE INFO LIKE 'SELECT SLEEP(60)%'",
      ).then((kills) => sql(kills));
      await holding;
      expect(verdict).toBe('unknown, table is locked by others');
    });

    it('leaves nothing in any table', async () => {
      for (const table of tables)
        expect(`${table} ${await sql(`SELECT count(*) FROM ${table}`)}`).toBe(`${table} 0\n`);
    });
  });
});

async function untilAsked(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}
