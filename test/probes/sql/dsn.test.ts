import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoginFacts } from '../../../src/clients/sql/login-facts.ts';
import { createPlatform } from '../../../src/platform/node.ts';
import type { WindowsRecord } from '../../../src/platform/windows/recorded.ts';
import type { AccessList } from '../../../src/platform/windows/types.ts';
import type { DsnFacts } from '../../../src/probes/sql/dsn/facts.ts';
import { collectFacts, judgeFacts, makeContext } from '../context.ts';
import { driver17, driver18, machine, on } from './odbc-machines.ts';
import { rowOf, siteOf } from './site.ts';

describe('sql.dsn', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ecma-dsn-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const good = `[ODBC]\nDRIVER=${driver18}\nSERVER=tcp:sql01,1433\nDATABASE=CONTOSO\nEncrypt=yes\n`;
  const readers = (...sids: string[]): AccessList => ({
    everyone: false,
    entries: sids.map((sid) => ({
      kind: 'allow',
      sid,
      mask: 0x1200a9,
      inherited: false,
      inheritOnly: false,
    })),
  });

  interface Look {
    readonly record?: (path: string) => WindowsRecord;
    readonly target?: object;
    readonly driver?: WindowsRecord;
    readonly login?: Partial<LoginFacts>;
    /** How the file's name begins. */
    readonly named?: string;
  }

  async function look(content: string | Buffer | undefined, options: Look = {}) {
    const path = join(folder, `${options.named ?? ''}${Math.random()}.dsn`);
    if (content !== undefined) await writeFile(path, content);
    const settings = siteOf({ target: { server: 'sql01.contoso.example', dsn: path, ...options.target } });
    const probe = rowOf('sql.dsn', settings);
    const platform = options.record === undefined ? createPlatform({}) : on(options.record(path));
    const facts = await collectFacts<DsnFacts>(probe, makeContext({ platform, settings }));
    const driverRow = rowOf('sql.driver', settings);
    const drivers = await collectFacts(
      driverRow,
      makeContext({ platform: on(options.driver ?? machine([driver18, driver17])), settings }),
    );
    const uses = {
      'sql.driver@HR': drivers,
      ...(options.login === undefined ? {} : { 'sql.login@HR': options.login as LoginFacts }),
    };
    return { facts, verdict: judgeFacts(probe, facts, { settings, uses }) };
  }

  it.each<[string, string | Buffer | undefined, Look, string, string | RegExp]>([
    ['a good one', good, {}, 'pass', `${driver18}, ASCII`],
    ['no file', undefined, {}, 'fail', 'the file is not there'],
    ['a semicolon in its path', good, { named: 'a;b' }, 'fail', 'a semicolon in its path'],
    ['braces and blanks in its path', good, { named: '{a b}=' }, 'pass', `${driver18}, ASCII`],
    [
      'a path of Windows, elsewhere',
      undefined,
      { target: { dsn: 'C:\\ProgramData\\hr.dsn' } },
      'unknown',
      'a path of Windows',
    ],
    [
      'UTF-8',
      good.replace('CONTOSO', 'Prüfung'),
      { target: { database: 'Prüfung' } },
      'pass',
      `${driver18}, UTF-8`,
    ],
    ['a mark', `\ufeff${good}`, {}, 'warn', 'UTF-8 with a mark'],
    ['UTF-16', Buffer.from(`\ufeff${good}`, 'utf16le'), {}, 'fail', 'UTF-16, not UTF-8'],
    [
      'ANSI',
      Buffer.from(good.replace('CONTOSO', 'Prüfung'), 'latin1'),
      { target: { database: 'Prüfung' } },
      'fail',
      'not UTF-8',
    ],
    ['no section', good.replace('[ODBC]', ''), {}, 'fail', 'no section [ODBC]'],
    ['no driver', good.replace(/DRIVER.*\n/, ''), {}, 'fail', 'no DRIVER in it'],
    [
      'a driver that is not there',
      good,
      { driver: machine([driver17]) },
      'fail',
      `not installed: ${driver18}`,
    ],
    [
      'a driver of 32 bits',
      good,
      { driver: machine([driver17], [driver18]) },
      'fail',
      `in 32 bits only: ${driver18}`,
    ],
    ['another server', good.replace('sql01', 'sql02'), {}, 'warn', 'another server: tcp:sql02,1433'],
    ['another database', good.replace('CONTOSO', 'TEST'), {}, 'warn', 'another database: TEST'],
    ['no database', good.replace(/DATABASE.*\n/, ''), {}, 'warn', 'no DATABASE in it'],
    ['a password', `${good}UID=ecma\nPWD=Hunter2\n`, {}, 'warn', 'a password in clear in it'],
    [
      'a driver that is not of Microsoft',
      good.replace(driver18, 'FreeTDS'),
      { driver: machine(['FreeTDS']) },
      'warn',
      "none of Microsoft's drivers: FreeTDS",
    ],
    [
      'MySQL without its switches',
      good.replace(driver18, 'MySQL ODBC 8.0 Unicode Driver'),
      { target: { engine: 'other' }, driver: machine(['MySQL ODBC 8.0 Unicode Driver']) },
      'warn',
      'NO_SSPS=1, MULTI_STATEMENTS=1 not set',
    ],
    [
      'another engine, all there',
      '[ODBC]\nDRIVER=PostgreSQL Unicode(x64)\nServername=pg01\n',
      { target: { engine: 'other', server: 'pg01' }, driver: machine(['PostgreSQL Unicode(x64)']) },
      'pass',
      /PostgreSQL/,
    ],
  ])('%s', async (_name, content, options, status, message) => {
    const { facts, verdict } = await look(content, options);
    expect(verdict).toMatchObject({
      status,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
    expect(JSON.stringify([facts, verdict])).not.toContain('Hunter2');
    if (status !== 'pass') expect(verdict.remedy?.steps.length).toBeGreaterThan(0);
  });

  const seen = (trustedBy: 'machine' | 'extra' | 'user' | null, platform: string) =>
    ({
      reached: { platform, tls: { protocol: 'TLSv1.2', cipher: '', chain: [], trustedBy } },
    }) as unknown as Partial<LoginFacts>;
  const without = good.replace('Encrypt=yes\n', '');

  it.each<[string, string, Partial<LoginFacts>, string]>([
    ['18 by default', without, seen(null, 'win32'), 'driver 18 will refuse the certificate'],
    ['18, trusted by caFile only', without, seen('extra', 'win32'), 'driver 18 will refuse the certificate'],
    [
      '18, trusted by this user only',
      without,
      seen('user', 'win32'),
      'driver 18 will refuse the certificate',
    ],
    ['18, off Windows caFile counts', without, seen('extra', 'linux'), ''],
    ['18, trusted', without, seen('machine', 'win32'), ''],
    ['18, told to trust', `${without}TrustServerCertificate=Yes\n`, seen(null, 'win32'), ''],
    [
      '18, strict does not take that',
      `${without}TrustServerCertificate=Yes\nEncrypt=strict\n`,
      seen(null, 'win32'),
      'the certificate will be refused',
    ],
    ['18, not encrypted', `${without}Encrypt=optional\n`, seen(null, 'win32'), ''],
    ['17 by default', without.replace(driver18, driver17), seen(null, 'win32'), ''],
    [
      '17, told to encrypt',
      `${without.replace(driver18, driver17)}Encrypt=yes\n`,
      seen(null, 'win32'),
      'the certificate will be refused',
    ],
  ])('encryption: %s', async (_name, content, login, message) => {
    const { verdict } = await look(content, { login });
    if (message === '') expect(verdict.status).toBe('pass');
    else expect(verdict).toMatchObject({ status: 'fail', message });
  });

  it.each<[string, string, string]>([
    ['18 by default', without, 'it encrypts, .ecmarc does not'],
    ['18, told to', good, 'it encrypts, .ecmarc does not'],
    ['17 by default', without.replace(driver18, driver17), ''],
    ['18, told not to', `${without}Encrypt=no\n`, ''],
    ['18, told to trust', `${without}TrustServerCertificate=yes\n`, ''],
  ])('a login in clear beside a DSN of %s', async (_name, content, message) => {
    const { verdict } = await look(content, { login: { encryption: 'none' } });
    expect(verdict.status === 'pass' ? '' : verdict.message).toBe(message);
    expect(['pass', 'warn']).toContain(verdict.status);
  });

  it.each<[string, readonly string[], string]>([
    ['administrators only', ['S-1-5-32-544'], 'fail'],
    ['NETWORK SERVICE', ['S-1-5-20'], 'pass'],
    ['users', ['S-1-5-32-545'], 'pass'],
  ])('is read by the service where these may: %s', async (_name, sids, status) => {
    const { verdict } = await look(good, { record: (path) => ({ access: { [path]: readers(...sids) } }) });
    expect(verdict.status).toBe(status);
  });

  it('takes the port that an instance was found at for the instance', async () => {
    const content = good.replace('tcp:sql01,1433', 'sql01,49172');
    const target = { instance: 'HR' };
    const reached = { host: 'sql01.contoso.example', port: 49172 } as LoginFacts['reached'];
    const { verdict } = await look(content, {
      target,
      login: { ...seen('machine', 'linux'), reached } as Partial<LoginFacts>,
    });
    expect(verdict.status).toBe('pass');
    const other = await look(content, { target });
    expect(other.verdict).toMatchObject({ status: 'warn', message: 'another server: sql01,49172' });
  });

  it('follows an alias of the client configuration', async () => {
    const alias = 'HKLM\\SOFTWARE\\Microsoft\\MSSQLServer\\Client\\ConnectTo';
    const { facts, verdict } = await look(good.replace('tcp:sql01,1433', 'PAYROLL'), {
      record: (path) => ({
        access: { [path]: readers('S-1-5-20') },
        registry: { [alias]: { values: { PAYROLL: 'DBMSSOCN,sql01,1433' } } },
      }),
    });
    expect(facts.alias).toBe('DBMSSOCN,sql01,1433');
    expect(verdict.status).toBe('pass');
  });

  it('follows an alias by named pipes, too', async () => {
    const alias = 'HKLM\\SOFTWARE\\Microsoft\\MSSQLServer\\Client\\ConnectTo';
    const { verdict } = await look(good.replace('tcp:sql01,1433', 'PAYROLL'), {
      record: (path) => ({
        access: { [path]: readers('S-1-5-20') },
        registry: { [alias]: { values: { PAYROLL: 'DBNMPNTW,\\\\sql01\\pipe\\sql\\query' } } },
      }),
    });
    expect(verdict).toMatchObject({ status: 'warn', message: 'by named pipes, not TCP' });
  });

  it('follows DSN= to the data source of the machine', async () => {
    const sources = 'HKLM\\SOFTWARE\\ODBC\\ODBC.INI';
    const { facts, verdict } = await look('[ODBC]\nDSN=HR\nApplicationIntent=ReadOnly\n', {
      record: (path) => ({
        access: { [path]: readers('S-1-5-20') },
        registry: {
          [`${sources}\\ODBC Data Sources`]: { values: { HR: driver18 } },
          [`${sources}\\HR`]: {
            values: {
              Server: 'sql01',
              Database: 'CONTOSO',
              PWD: 'Hunter2',
              Address: 'sql01;PWD=Hunter3',
            },
          },
        },
      }),
    });
    expect(facts.source).toMatchObject({ state: 'found', keys: { DRIVER: driver18, SERVER: 'sql01' } });
    expect(JSON.stringify(facts)).not.toMatch(/Hunter[23]/);
    expect(verdict).toMatchObject({ status: 'warn', message: 'only a name in it: DSN=HR' });
    expect(verdict.found).toContain('ApplicationIntent is ReadOnly');
  });
});
