import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPlatform } from '../../../src/platform/node.ts';
import { hasOdbc, program } from '../../beds/odbc/drivers.ts';
import { type DatabaseBed, hasPostgresql, startPostgresql } from '../../beds/odbc/postgresql.ts';
import { type RunOptions, runSite, secretText } from './site.ts';

/** Each row of a real PostgreSQL, seen to pass and to fail for its real reasons. */

const folder = mkdtempSync(join(tmpdir(), 'ecma-postgresql-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const platform = createPlatform({ program, roots: async () => ({ pems: [], source: 'the test' }) });
const only =
  'driver dsn reach odbc login server-kind database table rights anchor required-columns delta write'.split(
    ' ',
  );
const common = 'driver dsn reach odbc login database table'.split(' ');

describe.runIf(hasOdbc && hasPostgresql)('PostgreSQL', () => {
  let bed: DatabaseBed;
  const dsn = join(folder, 'postgresql.dsn');
  const readOnly = join(folder, 'read-only.dsn');
  const table = 'hr."Employees"';
  const sql = (text: string) => bed.sql(text, 'CONTOSO');
  const run = (target: object = {}, more: Partial<RunOptions> = {}) =>
    runSite({
      platform,
      only,
      port: bed.port,
      target: { engine: 'postgresql', dsn, table: 'hr.Employees', ...target },
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
    bed = await startPostgresql();
    const lines = [
      '[ODBC]',
      'DRIVER=PostgreSQL Unicode',
      'SERVER=127.0.0.1',
      `PORT=${bed.port}`,
      'DATABASE=CONTOSO',
    ];
    writeFileSync(dsn, lines.join('\n'));
    writeFileSync(readOnly, [...lines, 'ReadOnly=1'].join('\n'));
    const role = (name: string, more = '') =>
      `CREATE ROLE ${name} LOGIN PASSWORD '${secretText}' ${more}; GRANT USAGE ON SCHEMA hr TO ${name};`;
    await sql(`CREATE SCHEMA hr; CREATE SCHEMA closed; GRANT USAGE ON SCHEMA hr TO ecma;
CREATE TABLE ${table} (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "ContosoLogin" varchar(50) NOT NULL UNIQUE, name varchar(100) NOT NULL, state text NOT NULL DEFAULT 'new', changed_at timestamp, shown text GENERATED ALWAYS AS (upper(name)) STORED);
CREATE TABLE closed.staff (a text); CREATE TABLE hr.numbered (n serial, "ContosoLogin" text);
CREATE MATERIALIZED VIEW hr.frozen AS SELECT 1 AS a; CREATE TABLE hr.guarded ("ContosoLogin" text NOT NULL);
ALTER TABLE hr.guarded ENABLE ROW LEVEL SECURITY;
CREATE TABLE hr.policed ("ContosoLogin" text NOT NULL); ALTER TABLE hr.policed ENABLE ROW LEVEL SECURITY; CREATE POLICY mine ON hr.policed USING ("ContosoLogin" LIKE 'a%');
CREATE TABLE hr.doubled ("ContosoLogin" text); INSERT INTO hr.doubled VALUES ('a'), ('a'), ('b');
CREATE TABLE hr.empty_ones ("ContosoLogin" text); INSERT INTO hr.empty_ones VALUES ('a'), (NULL);
CREATE VIEW hr.plain_view AS SELECT "ContosoLogin", name FROM ${table}; CREATE VIEW hr.joined AS SELECT a."ContosoLogin", b.n FROM ${table} a JOIN hr.numbered b ON b."ContosoLogin" = a."ContosoLogin";
CREATE TABLE hr.odd ("Contoso""Login" text NOT NULL UNIQUE, "häß 漢" text NOT NULL, "a'b" text);
CREATE TABLE hr.department (code text PRIMARY KEY); INSERT INTO hr.department VALUES ('hr');
CREATE TABLE hr.child ("ContosoLogin" text PRIMARY KEY, department text NOT NULL REFERENCES hr.department, also text REFERENCES hr.department);
CREATE TABLE hr.checked ("ContosoLogin" text PRIMARY KEY, state text NOT NULL CHECK (state IN ('on', 'off')), level int NOT NULL CHECK (level >= 3), born date NOT NULL, kind uuid NOT NULL);
CREATE TABLE hr.picky ("ContosoLogin" text PRIMARY KEY, name text NOT NULL CONSTRAINT never CHECK (name ~ '^[0-9]{3}-[a-z]$'));
CREATE TABLE hr.triggered ("ContosoLogin" text PRIMARY KEY); CREATE FUNCTION hr.no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not today'; END $$; CREATE TRIGGER t BEFORE INSERT ON hr.triggered FOR EACH ROW EXECUTE FUNCTION hr.no();
CREATE TABLE hr.swallowed ("ContosoLogin" text PRIMARY KEY); CREATE RULE r AS ON INSERT TO hr.swallowed DO INSTEAD NOTHING;
CREATE TABLE hr.large ("ContosoLogin" text); INSERT INTO hr.large SELECT 'u' || g FROM generate_series(1, 120000) g; ANALYZE hr.large;
CREATE TABLE hr.waits ("ContosoLogin" text PRIMARY KEY DEFAULT 'x'); CREATE TABLE hr.parent ("ContosoLogin" text PRIMARY KEY); CREATE TABLE hr.kid (p text REFERENCES hr.parent);
CREATE TABLE hr.deferred ("ContosoLogin" text PRIMARY KEY, boss text NOT NULL REFERENCES hr.parent DEFERRABLE INITIALLY DEFERRED);
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA hr, closed TO ecma;
CREATE ROLE writers; GRANT ALL ON ${table} TO writers;
${role('reader')} GRANT SELECT ON ${table} TO reader;
${role('member', 'IN ROLE writers')} ${role('outsider', 'NOINHERIT IN ROLE writers')}
${role('columns')} GRANT SELECT, INSERT, DELETE, UPDATE (name) ON ${table} TO columns;
${role('frozen')} ALTER ROLE frozen SET default_transaction_read_only = on;
${role('"ecma@contoso.example"', 'IN ROLE writers')} ${role(`"o'neil$+#%41=ä"`, 'IN ROLE writers')}
${role('once', 'CONNECTION LIMIT 1 IN ROLE writers')}`);
  });
  afterAll(() => bed?.stop());

  it('answers every row over two log-ins: one that reads, one that writes', async () => {
    const before = (bed.output().match(/authorized: user=ecma/g) ?? []).length;
    const ran = await run({ attributes: ['ContosoLogin', 'name'] }, { writeTest: true });
    const words = (name: string) =>
      `${ran.verdict(`sql.${name}`).status}, ${ran.verdict(`sql.${name}`).message}`;
    expect(Object.fromEntries(only.slice(3).map((name) => [name, words(name)]))).toEqual({
      odbc: expect.stringMatching(/^pass, PostgreSQL/),
      login: 'pass, ecma',
      'server-kind': expect.stringMatching(/^pass, PostgreSQL 1\d/),
      database: expect.stringMatching(/^pass, CONTOSO, /),
      table: 'pass, table hr.Employees, 6 columns',
      rights: 'pass, SELECT, INSERT, UPDATE, DELETE',
      anchor: 'pass, ContosoLogin, unique by index',
      'required-columns': 'pass, 2 mandatory, all mapped',
      delta: 'pass, watermark changed_at',
      write: 'pass, added, read, changed, deleted',
    });
    expect(bed.output().match(/authorized: user=ecma/g)).toHaveLength(before + 2);
    expect(await sql(`SELECT count(*) FROM ${table}`)).toBe('0\n');
  });

  it.each(['ecma@contoso.example', "o'neil$+#%41=ä"])(
    'lets %s in: no brace comes into a name',
    async (user) => {
      expect(await row('login', { user })).toBe(`pass, ${user}`);
    },
  );

  it.each<[what: string, target: object, name: string, verdict: string]>([
    ['a name in another case', { table: 'hr.employees' }, 'table', 'fail, hr.employees is not found'],
    ['a name that it folds', { table: 'HR.Guarded' }, 'table', 'warn, it is written hr.guarded'],
    ['no such table', { table: 'hr.Nobody' }, 'table', 'fail, hr.Nobody is not found'],
    ['a materialized view', { table: 'hr.frozen' }, 'table', 'fail, hr.frozen is no table or view'],
    [
      'a view that can be written',
      { table: 'hr.plain_view' },
      'table',
      'pass, view hr.plain_view, 2 columns',
    ],
    [
      'a view that cannot',
      { table: 'hr.joined' },
      'table',
      'fail, the view cannot be written: INSERT, UPDATE, DELETE',
    ],
    ['policies of rows', { table: 'hr.policed' }, 'table', 'warn, row-level security hides rows'],
    ['a read-only account', { user: 'reader' }, 'rights', 'fail, may not INSERT, UPDATE, DELETE'],
    ['rights of a role', { user: 'member' }, 'rights', 'pass, SELECT, INSERT, UPDATE, DELETE'],
    [
      'a role that is not inherited',
      { user: 'outsider' },
      'rights',
      'fail, may not SELECT, INSERT, UPDATE, DELETE',
    ],
    ['rights by column', { user: 'columns' }, 'rights', 'warn, UPDATE on some columns only'],
    [
      'a mapped column without a right',
      { user: 'columns', attributes: ['ContosoLogin', 'name', 'state'] },
      'rights',
      'fail, may not UPDATE state',
    ],
    ['a schema that is closed', { table: 'closed.staff' }, 'rights', 'fail, lacks USAGE on schema closed'],
    [
      'a sequence that is closed',
      { table: 'hr.numbered' },
      'rights',
      'fail, lacks USAGE on sequence hr.numbered_n_seq',
    ],
    [
      'no policy at all',
      { table: 'hr.guarded' },
      'rights',
      'fail, lacks a row-level policy for SELECT, a row-level policy for INSERT, a row-level policy for UPDATE, a row-level policy for DELETE',
    ],
    ['duplicates', { table: 'hr.doubled' }, 'anchor', 'fail, 1 value stands twice'],
    ['rows without anchor', { table: 'hr.empty_ones' }, 'anchor', 'fail, 1 row without ContosoLogin'],
    ['an anchor that is not there', { anchor: 'nope' }, 'anchor', 'fail, no column nope'],
    ['hidden rows', { table: 'hr.policed' }, 'anchor', 'unknown, row-level security hides rows'],
    ['120,000 rows', { table: 'hr.large' }, 'anchor', 'warn, ContosoLogin: nullable, not unique, no index'],
    [
      'names with quotes',
      { table: 'hr.odd', anchor: 'Contoso"Login' },
      'anchor',
      'pass, Contoso"Login, unique by index',
    ],
    ['a mandatory column', { attributes: ['ContosoLogin'] }, 'required-columns', 'fail, not mapped: name'],
    ['a column that is not there', { attributes: ['x'] }, 'required-columns', 'fail, no such column: x'],
    [
      'a generated column',
      { attributes: ['ContosoLogin', 'name', 'shown'] },
      'required-columns',
      'fail, cannot be mapped: shown',
    ],
    [
      'an identity that takes no value',
      { attributes: ['id', 'ContosoLogin', 'name'] },
      'required-columns',
      'fail, cannot be mapped: id',
    ],
    ['a read-only account', { user: 'frozen' }, 'database', 'fail, database is read-only'],
    ['no watermark', { table: 'hr.odd' }, 'delta', 'pass, none, and delta is not asked for'],
  ])('sees %s (%j: %s)', async (_, target, name, verdict) => {
    expect(await row(name, target)).toBe(verdict);
  });

  it('turns green when the right that it names is given', async () => {
    const target = { user: 'reader' };
    const ran = await run(target);
    const { remedy } = ran.verdict('sql.rights');
    const [first] = remedy?.steps ?? [];
    expect(first?.command).toBe('GRANT INSERT, UPDATE, DELETE ON "hr"."Employees" TO "reader";');
    await sql(first?.command ?? '');
    expect(await row('rights', target)).toBe('pass, SELECT, INSERT, UPDATE, DELETE');
    await sql(`REVOKE INSERT, UPDATE, DELETE ON ${table} FROM reader;`);
  });

  describe('the write test', () => {
    const write = (target: object, more: object = {}) =>
      row('write', target, {
        only: [...common, 'rights', 'required-columns', 'write'],
        writeTest: true,
        connector: more,
      });

    it.each<[what: string, target: object, more: object, verdict: string]>([
      [
        'names with quotes',
        { table: 'hr.odd', anchor: 'Contoso"Login', attributes: ["a'b", 'häß 漢'] },
        {},
        'pass, added, read, changed, deleted',
      ],
      ['a view', { table: 'hr.plain_view', attributes: ['name'] }, {}, 'pass, added, read, changed, deleted'],
      [
        'a mandatory foreign key',
        { table: 'hr.child', attributes: ['also'] },
        {},
        'pass, added, read, changed, deleted',
      ],
      ['checks and types', { table: 'hr.checked' }, {}, 'pass, added, read, changed, deleted'],
      [
        'a check that nobody can guess',
        { table: 'hr.picky' },
        {},
        'unknown, made-up values do not fit: never (23514)',
      ],
      ['triggers', { table: 'hr.triggered' }, {}, 'unknown, not tried: triggers'],
      [
        'a trigger that refuses',
        { table: 'hr.triggered' },
        { writeTest: { despite: ['triggers'] } },
        'unknown, a trigger refuses it (P0001)',
      ],
      [
        'a rule that swallows',
        { table: 'hr.swallowed' },
        { writeTest: { despite: ['triggers'] } },
        'fail, INSERT: 0 rows in place of 1',
      ],
      ['120,000 rows without an index', { table: 'hr.large' }, {}, 'unknown, not tried: size'],
      ['children without an index', { table: 'hr.parent' }, {}, 'unknown, not tried: children'],
      [
        'a parent without rows',
        { table: 'hr.deferred' },
        {},
        'unknown, no row to point at in hr.parent (23502)',
      ],
      [
        'policies',
        { table: 'hr.policed' },
        {},
        "unknown, a policy or the view's check option refuses it (42501)",
      ],
      ['an account that may connect once', { user: 'once' }, {}, 'unknown, no login for this question'],
      ['a DSN for reading only', { dsn: readOnly }, {}, 'fail, database is read-only (HY000)'],
    ])('of %s', async (_, target, more, verdict) => {
      expect(await write(target, more)).toBe(verdict);
    });

    it('waits a moment only for a lock, and leaves nothing', async () => {
      const holding = sql('BEGIN; LOCK TABLE hr.waits; SELECT pg_sleep(60);').catch(() => {});
      await new Promise<void>((resolve, reject) => {
        const look = async () => {
          const held = await sql(
            "SELECT count(*) FROM pg_locks WHERE relation = 'hr.waits'::regclass AND mode = 'AccessExclusiveLock'",
          );
          if (held.trim() === '0') setTimeout(() => void look().catch(reject), 50);
          else resolve();
        };
        look().catch(reject);
      });
      const verdict = await write({ table: 'hr.waits' });
      await sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()",
      );
      await holding;
      // What asks first may meet the lock itself.
      expect(verdict).toMatch(/^(unknown, table is locked by others|none)/);
      expect(await sql('SELECT count(*) FROM hr.waits')).toBe('0\n');
    });
  });
});
