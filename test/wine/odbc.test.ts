import { copyFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasOdbc } from '../beds/odbc/drivers.ts';
import { type DatabaseBed, hasPostgresql, startPostgresql } from '../beds/odbc/postgresql.ts';
import { canRun, koffiFile, type Wine, wine8, wine10 } from './bed.ts';
import { bundle } from './bundle.ts';
import { builtCli, windowsPath } from './cli.ts';
import { driverKeys, stageFileDsn } from './file-dsn.ts';
import { WinePrefix } from './prefix.ts';
import { shippedExecutable } from './shipped.ts';

const able = [wine8, wine10].every(canRun) && hasOdbc && hasPostgresql;

interface Report {
  readonly probes: readonly { readonly id: string; readonly status: string; readonly message: string }[];
}

/** Wine's odbc32.dll hands on to unixODBC and its drivers. */
describe.skipIf(!able)('a database through odbc32.dll, on Windows code', () => {
  let bed: DatabaseBed;
  // As npm ships it: the native module lies beside the program.
  const folder = mkdtempSync(join(tmpdir(), 'doctor-wine-odbc-'));
  const program = join(folder, 'ecma-doctor.js');
  beforeAll(async () => {
    if (!able) return;
    cpSync(dirname(builtCli), folder, { recursive: true });
    copyFileSync(koffiFile(), join(folder, 'koffi-win32-x64.node'));
    bed = await startPostgresql();
  });
  afterAll(async () => {
    await bed?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function ask(password: string, wine: Wine) {
    const script = bundle('odbc');
    const driver = 'SOFTWARE\\ODBC\\ODBCINST.INI\\PostgreSQL Unicode';
    // Wine 10 hands on to unixODBC where the driver is no .dll; libraries that its tree lacks are this machine's.
    const prefix = new WinePrefix([{ path: driver, values: { Driver: 'psqlodbcw.so' } }], wine);
    const env = { LD_LIBRARY_PATH: '/usr/lib/x86_64-linux-gnu' };
    try {
      const keywords = ['DRIVER=PostgreSQL Unicode', 'SERVER=127.0.0.1', `PORT=${bed.port}`];
      const account = ['DATABASE=CONTOSO', 'UID=ecma', `PWD=${password}`];
      const asked = wine === wine10 ? shippedExecutable() : program;
      const args = [windowsPath(asked), ...keywords, ...account];
      const { stdout, stderr } = await prefix.node(script.file, {
        args,
        timeoutMs: 180_000,
        ...(wine === wine10 && { env }),
      });
      return { answer: stdout === '' ? undefined : (JSON.parse(stdout) as unknown), stderr };
    } finally {
      prefix.remove();
      script.remove();
    }
  }

  it.each([
    ['built program', wine8],
    ['executable', wine10],
  ])('logs in and asks, in the hidden mode of the %s', async (_, wine) => {
    expect(await ask('Planted-Secret-1', wine)).toMatchObject({
      stderr: '',
      answer: {
        login: { ok: true, info: { engine: 'PostgreSQL' } },
        asked: { ok: true, rows: [{ database: 'CONTOSO', letters: 'häß' }] },
      },
    });
  });

  it('hears a refusal by its state', async () => {
    expect(await ask('wrong', wine10)).toMatchObject({ answer: { login: { ok: false, diagnostics: [{}] } } });
  });

  /** Every row of the database: by the executable on Wine 10, by the built program on Wine 8. */
  async function rows(wine: Wine): Promise<Readonly<Record<string, string>>> {
    const prefix = new WinePrefix(driverKeys(wine), wine);
    const table = { table: 'hr."Employees"', anchor: 'ContosoLogin', attributes: ['ContosoLogin'] };
    try {
      const { connector, env } = stageFileDsn(prefix, bed.port, table);
      await bed.sql(`ALTER ROLE ecma PASSWORD '${env.PASSWORD}'`);
      const settings = join(prefix.driveC, 'site.json');
      writeFileSync(settings, JSON.stringify({ connectors: [{ ...connector, writeTest: true }] }));
      const [file, ...before] =
        wine === wine10 ? [shippedExecutable()] : [wine.nodeExe(), windowsPath(program)];
      const ran = await prefix.run(file, {
        args: [...before, '--json', '--only', 'sql.*', '--write-test', '--config', windowsPath(settings)],
        env: { ...env, NODE_PATH: '', ECMA_DOCTOR_STATE: windowsPath(join(prefix.folder, 'state')) },
        timeoutMs: 200_000,
      });
      expect(ran.stderr).not.toContain('Planted-Secret-1');
      expect(ran.stdout).not.toContain('Planted-Secret-1');
      const { probes } = JSON.parse(ran.stdout) as Report;
      return Object.fromEntries(
        probes
          .filter(({ id }) => id.startsWith('sql.'))
          .map(({ id, status, message }) => [id.replace(/^sql\.(.*)@HR$/, '$1'), `${status}, ${message}`]),
      );
    } finally {
      prefix.remove();
    }
  }

  it.each([
    ['executable', wine10],
    ['built program', wine8],
  ])('the %s answers every row, each seen to pass and to fail', { timeout: 480_000 }, async (_, wine) => {
    await bed.sql(
      `DROP SCHEMA IF EXISTS hr CASCADE; CREATE SCHEMA hr; GRANT USAGE ON SCHEMA hr TO ecma;
CREATE TABLE hr."Employees" ("ContosoLogin" varchar(50) NOT NULL UNIQUE, name varchar(100));
GRANT SELECT, INSERT, UPDATE, DELETE ON hr."Employees" TO ecma;`,
      'CONTOSO',
    );
    expect(await rows(wine)).toEqual({
      driver: 'pass, PostgreSQL Unicode',
      dsn: 'pass, PostgreSQL Unicode, ASCII',
      reach: expect.stringMatching(/^pass, PostgreSQL, 127\.0\.0\.1:/),
      odbc: expect.stringMatching(/^pass, PostgreSQL \d+/),
      login: 'pass, ecma',
      'server-kind': expect.stringMatching(/^pass, PostgreSQL \d+/),
      database: expect.stringMatching(/^pass, CONTOSO/),
      table: 'pass, table hr.Employees, 2 columns',
      rights: 'pass, SELECT, INSERT, UPDATE, DELETE',
      anchor: 'pass, ContosoLogin, unique by index',
      'required-columns': expect.stringMatching(/^pass/),
      delta: 'pass, none, and delta is not asked for',
      write: 'pass, added, read, changed, deleted',
    });
    expect((await bed.sql('SELECT count(*) FROM hr."Employees"', 'CONTOSO')).trim()).toBe('0');
    await bed.sql(
      `ALTER TABLE hr."Employees" DROP CONSTRAINT "Employees_ContosoLogin_key", ADD COLUMN must int NOT NULL DEFAULT 1;
INSERT INTO hr."Employees" VALUES ('a'), ('a'); ALTER TABLE hr."Employees" ALTER must DROP DEFAULT;
REVOKE DELETE ON hr."Employees" FROM ecma;`,
      'CONTOSO',
    );
    expect(await rows(wine)).toMatchObject({
      login: 'pass, ecma',
      rights: 'fail, may not DELETE',
      anchor: 'fail, 1 value stands twice',
      'required-columns': 'fail, not mapped: must',
      write: 'fail, may not DELETE (42501)',
    });
    expect((await bed.sql('SELECT count(*) FROM hr."Employees"', 'CONTOSO')).trim()).toBe('2');
  });
});
