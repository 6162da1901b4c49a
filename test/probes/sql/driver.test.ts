import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoginFacts } from '../../../src/clients/sql/tds/open-session.ts';
import { createPlatform } from '../../../src/platform/node.ts';
import { recordedWindows, type WindowsRecord } from '../../../src/platform/windows/recorded.ts';
import type { AccessList } from '../../../src/platform/windows/types.ts';
import type { DriverFacts } from '../../../src/probes/sql/driver/judge.ts';
import type { DsnFacts } from '../../../src/probes/sql/dsn/collect.ts';
import { collectFacts, judgeFacts, makeContext } from '../context.ts';
import { rowOf, siteOf } from './site.ts';

const odbc = 'HKLM\\SOFTWARE\\ODBC\\ODBCINST.INI';
const odbc32 = 'HKLM\\SOFTWARE\\WOW6432Node\\ODBC\\ODBCINST.INI\\ODBC Drivers';
const environment = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment';

function machine(
  names: readonly string[],
  names32: readonly string[] = [],
  more: { language?: string; gone?: boolean } = {},
): WindowsRecord {
  const installed = (list: readonly string[]) => ({
    values: Object.fromEntries(list.map((name) => [name, 'Installed'])),
  });
  const path = (name: string) => `C:\\Windows\\System32\\${name}.dll`;
  return {
    registry: {
      [`${odbc}\\ODBC Drivers`]: installed(names),
      [odbc32]: installed(names32),
      ...Object.fromEntries(names.map((name) => [`${odbc}\\${name}`, { values: { Driver: path(name) } }])),
      ...(more.language === undefined ? {} : { [environment]: { values: { NLS_LANG: more.language } } }),
    },
    fileVersions: more.gone
      ? {}
      : Object.fromEntries(names.map((name) => [path(name), { file: '2018.183.2.1', product: '18.3.2.1' }])),
  };
}

/** One driver, its library as the registry names it, and the path of a file that tells a version. */
function registered(name: string, library: string, versioned?: string): WindowsRecord {
  return {
    registry: {
      [`${odbc}\\ODBC Drivers`]: { values: { [name]: 'Installed' } },
      [`${odbc}\\${name}`]: { values: { Driver: library } },
    },
    fileVersions: versioned === undefined ? {} : { [versioned]: { file: '10.0.1.1', product: '10.0.1.1' } },
  };
}

/** A file that is there, under a name with a backslash in it. */
const existing = join(mkdtempSync(join(tmpdir(), 'ecma-driver-')), 'a\\maodbc.dll');
writeFileSync(existing, '');
afterAll(() => rmSync(dirname(existing), { recursive: true, force: true }));

const on = (record: WindowsRecord) => ({
  ...createPlatform({ env: { WINDIR: 'C:\\Windows' } }),
  windows: async () => recordedWindows(record),
});
const driver18 = 'ODBC Driver 18 for SQL Server';
const driver17 = 'ODBC Driver 17 for SQL Server';

describe('sql.driver', () => {
  async function look(record: WindowsRecord, target: object = {}) {
    const settings = siteOf({ target });
    const probe = rowOf('sql.driver', settings);
    const facts = await collectFacts<DriverFacts>(probe, makeContext({ platform: on(record), settings }));
    return judgeFacts(probe, facts, { settings });
  }

  it.each<[string, WindowsRecord, object, string, string]>([
    ['18', machine(['SQL Server', driver18]), {}, 'pass', driver18],
    ['17', machine(['SQL Server', driver17]), {}, 'pass', driver17],
    ['32 bits only', machine(['SQLite3'], [driver18, 'SQL Server']), {}, 'fail', 'there in 32 bits only'],
    [
      'what Windows brings',
      machine(['SQL Server'], ['SQL Server']),
      {},
      'warn',
      'only an old one: SQL Server',
    ],
    [
      'the retired one',
      machine(['SQL Server Native Client 11.0']),
      {},
      'warn',
      'only an old one: SQL Server Native Client 11.0',
    ],
    ['none', machine([]), {}, 'fail', 'no ODBC driver for this database'],
    ['no list at all', {}, {}, 'fail', 'no ODBC driver for this database'],
    [
      'a list that is refused',
      { registry: { [`${odbc}\\ODBC Drivers`]: 'denied' } },
      {},
      'unknown',
      'not allowed to look',
    ],
    [
      'a driver whose file is gone',
      machine([driver18], [], { gone: true }),
      {},
      'fail',
      `file missing: ${driver18}`,
    ],
    [
      "Windows' own, by a variable",
      registered('SQL Server', '%windir%\\system32\\SQLSRV32.dll', 'C:\\Windows\\system32\\SQLSRV32.dll'),
      {},
      'warn',
      'only an old one: SQL Server',
    ],
    [
      'one whose file has no version',
      registered('MariaDB ODBC 3.1 Driver', existing),
      { engine: 'other' },
      'pass',
      'MariaDB ODBC 3.1 Driver',
    ],
    [
      'one by its bare name',
      registered('PostgreSQL Unicode(x64)', 'psqlodbc35w.dll'),
      { engine: 'other' },
      'pass',
      'PostgreSQL Unicode(x64)',
    ],
    [
      'PostgreSQL',
      machine(['SQL Server', 'PostgreSQL Unicode(x64)']),
      { engine: 'other' },
      'pass',
      'PostgreSQL Unicode(x64)',
    ],
    [
      'Oracle without NLS_LANG',
      machine(['Oracle in OraClient19Home1']),
      { engine: 'other' },
      'warn',
      'NLS_LANG is not set',
    ],
    [
      'Oracle',
      machine(['Oracle in OraClient19Home1'], [], { language: 'AMERICAN_AMERICA.AL32UTF8' }),
      { engine: 'other' },
      'pass',
      'Oracle in OraClient19Home1',
    ],
    [
      'another engine, none',
      machine([driver18]),
      { engine: 'other' },
      'fail',
      'no ODBC driver for this database',
    ],
  ])('%s', async (_name, record, target, status, message) => {
    const verdict = await look(record, target);
    expect(verdict).toMatchObject({ status, message });
    if (status !== 'pass') expect(verdict.remedy?.steps.length).toBeGreaterThan(0);
  });
});

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
  }

  async function look(content: string | Buffer | undefined, options: Look = {}) {
    const path = join(folder, `${Math.random()}.dsn`);
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
      'MySQL without its switches',
      good.replace(driver18, 'MySQL ODBC 8.0 Unicode Driver'),
      { target: { engine: 'other' }, driver: machine(['MySQL ODBC 8.0 Unicode Driver']) },
      'warn',
      'NO_SSPS=1, MULTI_STATEMENTS=1 not set',
    ],
    [
      'another engine, all there',
      '[ODBC]\nDRIVER=PostgreSQL Unicode(x64)\nServername=pg01\n',
      { target: { engine: 'other' }, driver: machine(['PostgreSQL Unicode(x64)']) },
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
});
