import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPlatform } from '../../../src/platform/node.ts';
import { hasKerberos, type Kerberos, startKerberos } from '../../beds/kerberos.ts';
import { hasOdbc, program } from '../../beds/odbc/drivers.ts';
import { startTds, type TdsBed } from '../../beds/tds/server.ts';
import { answers, catalogue } from './catalogues.ts';
import { runSite, secretText } from './site.ts';

const folder = mkdtempSync(join(tmpdir(), 'ecma-windows-login-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rows = [
  'driver',
  'dsn',
  'reach',
  'odbc',
  'login',
  'server-kind',
  'database',
  'table',
  'rights',
  'anchor',
];

/** FreeTDS logs in with the ticket of who runs it, as Microsoft's driver does with the account of Windows. */
describe.runIf(hasOdbc && hasKerberos)('a login by a ticket: authentication windows', () => {
  let bed: TdsBed;
  let kerberos: Kerberos;
  let who = '';
  beforeAll(async () => {
    const given = catalogue();
    const answer = answers(given);
    bed = await startTds({
      encryption: 'none',
      answer: (statement) =>
        /SUSER_SNAME\(\)/.test(statement.text)
          ? { sets: [{ rows: [{ database: 'CONTOSO', user: who, version: '16.0.4100.1' }] }] }
          : answer(statement),
    });
    kerberos = await startKerberos('MSSQLSvc', bed.port);
  });
  afterAll(async () => {
    await bed?.stop();
    await kerberos?.stop();
  });
  beforeEach(() => {
    bed.logins.splice(0);
    who = 'CONTOSO\\me';
  });

  const run = (env: Readonly<Record<string, string>>, lines: readonly string[] = []) => {
    const dsn = join(folder, `${Math.random()}.dsn`);
    const place = ['SERVER=127.0.0.1', `PORT=${bed.port}`, 'DATABASE=CONTOSO', 'TDS_Version=7.4'];
    writeFileSync(dsn, ['[ODBC]', 'DRIVER=FreeTDS', ...place, ...lines, ''].join('\n'));
    const platform = createPlatform({
      program,
      env: { ...process.env, ...env },
      roots: async () => ({ pems: [], source: 'the test' }),
    });
    const target = { dsn, authentication: 'windows', user: undefined, password: undefined };
    return runSite({ platform, port: bed.port, target, only: rows });
  };

  it('all rows are asked by it, and the row says that it was this person', async () => {
    const ran = await run(kerberos.env);
    expect(ran.verdict('sql.odbc')).toMatchObject({
      status: 'warn',
      message: 'this was you: CONTOSO\\me',
      found: 'the file logs in by Windows, as .ecmarc says',
    });
    expect(ran.verdict('sql.login')).toMatchObject({
      status: 'warn',
      message: 'this was you: CONTOSO\\me',
    });
    expect(ran.verdict('sql.server-kind')).toMatchObject({
      status: 'pass',
      message: expect.stringMatching(/^SQL Server 2022/),
    });
    expect(ran.verdict('sql.rights')).toMatchObject({
      status: 'pass',
      message: 'SELECT, INSERT, UPDATE, DELETE',
      found: expect.stringContaining('not as that of the service'),
    });
    expect(bed.logins.map(({ user, password }) => [user, password])).toEqual([['', '']]);
    expect(bed.logins[0]?.sspi.length).toBeGreaterThan(100);
    expect(kerberos.tickets()).toContainEqual(
      expect.stringMatching(/^me@CONTOSO\.TEST for MSSQLSvc\/.+:\d+@CONTOSO\.TEST$/),
    );
  });

  it('a name that the server does not tell is no pass; a computer logs in as services do', async () => {
    who = '';
    expect((await run(kerberos.env)).verdict('sql.odbc')).toMatchObject({
      status: 'warn',
      message: 'this was you',
    });
    who = 'CONTOSO\\SRV1$';
    const ran = await run(kerberos.env);
    for (const name of ['sql.odbc', 'sql.login'])
      expect(ran.verdict(name)).toMatchObject({ status: 'pass', message: 'CONTOSO\\SRV1$' });
  });

  it('an account of the file is not used', async () => {
    const ran = await run(kerberos.env, ['UID=ecma', `PWD=${secretText}`]);
    expect(ran.verdict('sql.odbc').message).toBe('this was you: CONTOSO\\me');
    expect(JSON.stringify(bed.logins)).not.toContain(secretText);
  });

  it('without a ticket nothing is logged in, and the row says why', async () => {
    const ran = await run({ ...kerberos.env, KRB5CCNAME: `FILE:${join(folder, 'none')}` });
    expect(ran.verdict('sql.odbc').status).toBe('fail');
    // What the driver said, letter by letter: there is no secret in it that could be hidden.
    expect(ran.verdict('sql.odbc').found).toMatch(/ \(\w{5}(, -?\d+)?\)/);
    expect(JSON.stringify(ran.verdict('sql.odbc'))).not.toContain('[secret]');
    expect(bed.logins).toEqual([]);
  });
});
