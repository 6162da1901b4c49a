import { describe, expect, it } from 'vitest';
import type { LoginFacts } from '../../../src/clients/sql/login-facts.ts';
import { readFileDsn } from '../../../src/formats/dsn/file-dsn.ts';
import type { DsnFacts } from '../../../src/probes/sql/dsn/facts.ts';
import { sourceNamed } from '../../../src/probes/sql/dsn/source.ts';
import { collectFacts, judgeFacts, makeContext } from '../context.ts';
import { driver17, driver18, machine, odbc, on } from './odbc-machines.ts';
import { rowOf, siteOf } from './site.ts';

interface Look {
  readonly target?: object;
  readonly login?: Partial<LoginFacts>;
  readonly version?: string;
  readonly source?: DsnFacts['source'];
}

/** The verdict on a file of these lines, on a Windows server with the usual drivers. */
async function judged(content: string, { target, login, version = '2018.183.2.1', source }: Look = {}) {
  const settings = siteOf({
    target: { server: 'app1', database: 'CONTOSO', encrypt: true, dsn: 'hr.dsn', ...target },
  });
  const probe = rowOf('sql.dsn', settings);
  const dsn = readFileDsn(Buffer.from(content));
  const facts: DsnFacts = {
    path: 'hr.dsn',
    dsn,
    target: { server: 'app1', database: 'CONTOSO', port: 1433 },
    engine: 'sqlserver',
    self: 'HOST1',
    ...(source === undefined ? {} : { source }),
    usable: true,
  };
  const names = [driver17, driver18, 'ODBC Driver 13 for SQL Server', 'SQL Server'];
  const more = [...names, 'SQL Server Native Client 11.0', 'MySQL ODBC 8.0 Unicode Driver'];
  const record = machine(more);
  const versions = Object.fromEntries(
    Object.keys(record.fileVersions ?? {}).map((path) => [path, { file: version, product: version }]),
  );
  const drivers = await collectFacts(
    rowOf('sql.driver', settings),
    makeContext({ platform: on({ ...record, fileVersions: versions }), settings }),
  );
  const uses = { 'sql.driver@HR': drivers, ...(login && { 'sql.login@HR': login as LoginFacts }) };
  return judgeFacts(probe, facts, { settings, uses });
}

const lines = (...more: string[]) =>
  ['[ODBC]', `DRIVER=${driver18}`, 'SERVER=APP1', 'DATABASE=CONTOSO', 'UID=ecma', ...more].join('\n');
const by = (driver: string, ...more: string[]) => lines(...more).replace(driver18, driver);

describe('a keyword that leads elsewhere than .ecmarc', () => {
  it.each<[string, string, Look, string, string | RegExp]>([
    ['none', lines(), {}, 'pass', `${driver18}, ASCII`],
    ['another account', lines().replace('=ecma', '=sa'), {}, 'warn', 'another account: sa'],
    ['as Azure SQL also takes it', lines().replace('=ecma', '=ecma@app1'), {}, 'pass', `${driver18}, ASCII`],
    ['another one there', lines().replace('=ecma', '=sa@app1'), {}, 'warn', 'another account: sa@app1'],
    ['a file in the file', lines('FILEDSN=C:\\x.dsn'), {}, 'warn', 'it names another file: C:\\x.dsn'],
    [
      'a name of the service',
      lines('Trusted_Connection=Yes', 'ServerSPN=MSSQLSvc/other'),
      { target: { authentication: 'windows' } },
      'warn',
      'it expects SQL Server as MSSQLSvc/other',
    ],
    [
      'an SQL login and Windows',
      lines('Authentication=SqlPassword', 'Trusted_Connection=Yes'),
      { target: { authentication: 'windows' } },
      'fail',
      'by SQL login and by Windows at once',
    ],
    [
      'Windows',
      lines('Trusted_Connection=Yes'),
      {},
      'warn',
      'it logs in by Windows, .ecmarc as an SQL login',
    ],
    [
      'an SQL login where .ecmarc says Windows',
      lines(),
      { target: { authentication: 'ntlm', domain: 'CONTOSO' } },
      'warn',
      'it logs in as an SQL login, .ecmarc by Windows',
    ],
    [
      'Windows in both',
      lines('Trusted_Connection=yes'),
      { target: { authentication: 'ntlm', domain: 'CONTOSO' } },
      'pass',
      /ASCII/,
    ],
    [
      'Entra and Windows at once',
      lines('Authentication=ActiveDirectoryPassword', 'Trusted_Connection=Yes'),
      { target: { authentication: 'entra' } },
      'fail',
      'by Entra and by Windows at once',
    ],
    ['a port that is no number', lines().replace('APP1', 'APP1,sql'), {}, 'warn', 'another server: APP1,sql'],
    ['SQL by name', lines('Authentication=SqlPassword'), {}, 'pass', /ASCII/],
    [
      'Entra',
      lines('Authentication=ActiveDirectoryPassword'),
      {},
      'warn',
      'it logs in by Entra, .ecmarc does not',
    ],
    [
      'Entra that asks a person',
      lines('Authentication=ActiveDirectoryInteractive'),
      {},
      'fail',
      'nobody can answer its sign-in',
    ],
    [
      'a managed identity',
      lines('Authentication=ActiveDirectoryMsi'),
      {},
      'warn',
      'a managed identity logs in',
    ],
    [
      'a service principal, driver too old',
      by(driver17, 'Authentication=ActiveDirectoryServicePrincipal'),
      { version: '2017.176.1.1' },
      'fail',
      'driver too old for ActiveDirectoryServicePrincipal',
    ],
    [
      'a service principal, driver new enough',
      by(driver17, 'Authentication=ActiveDirectoryServicePrincipal'),
      { version: '2017.1710.5.1' },
      'warn',
      'it logs in by Entra, .ecmarc does not',
    ],
    [
      'a kind of log-in that is none',
      lines('Authentication=Kerberos5'),
      {},
      'fail',
      /none that the driver knows/,
    ],
    [
      'Entra in both, of the kind that .ecmarc says',
      lines('Authentication=ActiveDirectoryServicePrincipal'),
      { target: { authentication: 'entra', entra: 'service-principal' } },
      'pass',
      /ASCII/,
    ],
    [
      'Entra in both, .ecmarc names no kind',
      lines('Authentication=ActiveDirectoryPassword'),
      { target: { authentication: 'entra' } },
      'pass',
      /ASCII/,
    ],
    [
      'Entra in both, of another kind',
      lines('Authentication=ActiveDirectoryPassword'),
      { target: { authentication: 'entra', entra: 'service-principal' } },
      'warn',
      'another kind of Entra log-in than .ecmarc',
    ],
    [
      'Entra in both, as another account',
      lines('Authentication=ActiveDirectoryPassword').replace('=ecma', '=other@contoso.example'),
      { target: { authentication: 'entra', entra: 'password' } },
      'warn',
      'another account: other@contoso.example',
    ],
    [
      'Entra in .ecmarc alone',
      lines(),
      { target: { authentication: 'entra', entra: 'msi' } },
      'warn',
      'it does not log in by Entra, .ecmarc does',
    ],
    [
      'a managed identity, and .ecmarc says so',
      lines('Authentication=ActiveDirectoryMsi'),
      { target: { authentication: 'entra', entra: 'msi' } },
      'pass',
      /ASCII/,
    ],
    [
      'a window, whatever .ecmarc says',
      lines('Authentication=ActiveDirectoryInteractive'),
      { target: { authentication: 'entra', entra: 'interactive' } },
      'fail',
      'nobody can answer its sign-in',
    ],
    [
      'an integrated log-in with a user',
      lines('Authentication=ActiveDirectoryIntegrated'),
      { target: { authentication: 'entra', entra: 'integrated' } },
      'warn',
      'a user beside an integrated log-in',
    ],
    [
      'a driver that needs a library for it',
      by(driver17, 'Authentication=ActiveDirectoryPassword'),
      { version: '2017.173.1.1', target: { authentication: 'entra', entra: 'password' } },
      'warn',
      'this driver needs a library for Entra',
    ],
    [
      'Windows in both, by the driver',
      lines('Trusted_Connection=yes'),
      { target: { authentication: 'windows' } },
      'pass',
      /ASCII/,
    ],
    [
      'Windows in .ecmarc alone',
      lines(),
      { target: { authentication: 'windows' } },
      'warn',
      'it logs in as an SQL login, .ecmarc by Windows',
    ],
    [
      'Windows, where .ecmarc says Entra',
      lines('Trusted_Connection=yes'),
      { target: { authentication: 'entra', entra: 'password' } },
      'warn',
      'it does not log in by Entra, .ecmarc does',
    ],
    ['a read-only copy', lines('ApplicationIntent=READONLY'), {}, 'warn', 'it asks for a read-only copy'],
    ['the primary', lines('ApplicationIntent=ReadWrite'), {}, 'pass', /ASCII/],
    ['a mirror', lines('Failover_Partner=app2'), {}, 'warn', 'it may go to a mirror: app2'],
    ['a file', lines('AttachDBFileName=C:\\x.mdf'), {}, 'warn', 'it attaches a database file'],
    ['Address over Server', lines('ADDRESS=app2'), {}, 'warn', 'another server: app2'],
    ['an empty Address', lines('ADDRESS='), {}, 'pass', /ASCII/],
    ['named pipes', lines().replace('=APP1', '=np:app1'), {}, 'warn', 'by named pipes, not TCP'],
    [
      'a pipe by its path',
      lines().replace('=APP1', '=np:\\\\app1\\pipe\\sql\\query'),
      {},
      'warn',
      'by named pipes, not TCP',
    ],
    ['pipes by Network', lines('Network=DBNMPNTW'), {}, 'warn', 'by named pipes, not TCP'],
    ['shared memory', lines().replace('=APP1', '=lpc:app1'), {}, 'fail', 'by shared memory, not TCP'],
    ['the emergency door', lines().replace('=APP1', '=admin:app1'), {}, 'warn', /administrator's own/],
    ['a quoted server', lines().replace('=APP1', '="APP1"'), {}, 'pass', /ASCII/],
    ['pipes by Net', lines('Net=dbnmpntw'), {}, 'warn', 'by named pipes, not TCP'],
    [
      'a client certificate',
      lines('ClientCertificate=sha1:0011'),
      {},
      'warn',
      'it logs in with a client certificate',
    ],
    ['replication', lines('Replication=Yes'), {}, 'warn', 'it logs in as a replication agent'],
    ['a log', lines('QueryLog_On=Yes'), {}, 'warn', 'it writes a log: QUERYLOG_ON'],
    ['secrets', lines('KeystorePassword=x1', 'NewPWD=x2'), {}, 'warn', 'secrets in clear in it'],
    [
      'one line',
      lines().replaceAll('\n', ';').replace('[ODBC];', '[ODBC]\n'),
      {},
      'fail',
      'one line instead of lines',
    ],
    ['not encrypted', lines('Encrypt=no'), {}, 'warn', 'not encrypted, unlike .ecmarc'],
    ['17 does not encrypt', by(driver17), {}, 'warn', 'not encrypted, unlike .ecmarc'],
    ['not checked', lines('TrustServerCertificate=yes'), {}, 'warn', /does not check the certificate/],
    [
      'a value that came with driver 18',
      by(driver17, 'Encrypt=strict'),
      { target: { encrypt: 'strict' } },
      'warn',
      'Encrypt=strict is none that driver 17 knows',
    ],
    [
      'optional by driver 17',
      by(driver17, 'Encrypt=optional'),
      {},
      'warn',
      'Encrypt=optional is none that driver 17 knows',
    ],
    ['mandatory by driver 18', lines('Encrypt=mandatory'), {}, 'pass', /ASCII/],
    ['a slip', lines('Encrypt=ye'), {}, 'warn', 'Encrypt=ye is none that driver 18 knows'],
    ['strict', lines('Encrypt=strict'), {}, 'warn', 'strict, unlike .ecmarc'],
    ['not strict', lines(), { target: { encrypt: 'strict' } }, 'warn', 'not strict, unlike .ecmarc'],
    ['a retired driver', by('SQL Server', 'Encrypt=yes'), {}, 'warn', 'retired driver: SQL Server'],
    [
      'the Native Client',
      by('SQL Server Native Client 11.0'),
      {},
      'warn',
      'retired driver: SQL Server Native Client 11.0',
    ],
    [
      'a driver of another engine',
      by('MySQL ODBC 8.0 Unicode Driver'),
      {},
      'fail',
      'a driver for another database: MySQL ODBC 8.0 Unicode Driver',
    ],
  ])('%s', async (_name, content, options, status, message) => {
    const verdict = await judged(content, options);
    expect(verdict).toMatchObject({
      status,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
    if (status !== 'pass') expect(verdict.remedy?.steps.length).toBeGreaterThan(0);
  });

  it('is noted where the driver is only ageing', async () => {
    const verdict = await judged(by('ODBC Driver 13 for SQL Server', 'Encrypt=yes'));
    expect(verdict).toMatchObject({ status: 'pass', found: expect.stringContaining('12 October 2027') });
  });

  it('makes driver 18 check the certificate where the server forces encryption', async () => {
    const tls = { protocol: 'TLSv1.2', cipher: '', chain: [], trustedBy: null };
    const forcing = (content: string) =>
      judged(content, {
        login: {
          encryption: 'inside',
          greeting: { version: '16.0.4100', offer: 'demanded' },
          reached: { platform: 'win32', tls },
        } as unknown as Partial<LoginFacts>,
      });
    expect(await forcing(lines('Encrypt=no'))).toMatchObject({
      status: 'fail',
      message: 'the certificate will be refused',
    });
    expect((await forcing(by(driver17, 'Encrypt=no'))).status).toBe('warn');
    expect((await forcing(lines('Encrypt=no', 'TrustServerCertificate=yes'))).status).toBe('warn');
  });
});

describe('the name that the driver looks for in the certificate', () => {
  /** As the log-in saw it: trusted, and these names in it. */
  const seen = (names: readonly string[], more: object = {}) =>
    ({
      encryption: 'inside',
      checked: true,
      reached: {
        platform: 'win32',
        host: 'app1.contoso.example',
        tls: {
          protocol: 'TLSv1.2',
          cipher: '',
          trustedBy: 'machine',
          chain: [{ subject: 'CN=app1.contoso.example', issuer: 'CN=CA', names }],
        },
      },
      ...more,
    }) as unknown as Partial<LoginFacts>;
  const full = { server: 'app1.contoso.example' };
  const server = (written: string, ...more: string[]) => lines(...more).replace('=APP1', `=${written}`);
  const own = ['app1.contoso.example'];

  it.each<[string, string, readonly string[], string, string | RegExp]>([
    ['the full one', server('APP1.contoso.example'), own, 'pass', /ASCII/],
    ['the full one, with port', server('tcp:app1.contoso.example,1433'), own, 'pass', /ASCII/],
    ['a short one', server('app1'), own, 'fail', 'the certificate does not name app1'],
    ['a short one that stands there too', server('app1'), [...own, 'app1'], 'pass', /ASCII/],
    ['of a wildcard', server('app1.contoso.example'), ['*.contoso.example'], 'pass', /ASCII/],
    ['a label too many', server('app1.contoso.example'), ['*.example'], 'fail', /does not name app1/],
    ['of the subject, where there are no others', server('app1.contoso.example'), [], 'pass', /ASCII/],
    [
      'another one by keyword',
      server('app1.contoso.example', 'HostNameInCertificate=app9'),
      own,
      'fail',
      'the certificate does not name app9',
    ],
    [
      'the right one by keyword',
      server('app1', 'HostNameInCertificate=app1.contoso.example'),
      own,
      'pass',
      /ASCII/,
    ],
    [
      'driver 17 knows no such keyword',
      by(driver17, 'Encrypt=yes', 'HostNameInCertificate=app1.contoso.example').replace('=APP1', '=app1'),
      own,
      'fail',
      'the certificate does not name app1',
    ],
    ['not looked for', server('app1', 'TrustServerCertificate=yes'), own, 'warn', /does not check/],
    ['not looked for by 17', by(driver17).replace('=APP1', '=app1'), own, 'warn', /not encrypted/],
    [
      'a certificate in a file',
      server('app1', 'Encrypt=strict', 'ServerCertificate=C:\\sql.cer'),
      own,
      'warn',
      'it goes by a certificate in a file',
    ],
  ])('%s', async (_name, content, names, status, message) => {
    const verdict = await judged(content, { target: full, login: seen(names) });
    expect(verdict).toMatchObject({
      status,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
  });

  it('is judged by its own too where .ecmarc has a name that the certificate has not', async () => {
    const login = seen(own, { problem: { code: 'ERR_TLS_CERT_ALTNAME_INVALID', text: '' } });
    const wrong = {
      ...login,
      reached: { ...login.reached, tls: { ...login.reached?.tls, trustedBy: null } },
    };
    const target = { server: 'app1' };
    const right = await judged(server('app1.contoso.example'), { target, login: wrong as typeof login });
    expect(right.status).toBe('pass');
    const same = await judged(server('app1'), { target, login: wrong as typeof login });
    expect(same).toMatchObject({ status: 'fail', message: 'the certificate does not name app1' });
  });
});

describe('a file that only names a data source', () => {
  const only = '[ODBC]\nDSN=HR\n';

  it('is followed where the machine has it', async () => {
    const keys = { DRIVER: driver18, SERVER: 'app2', DATABASE: 'CONTOSO' };
    const verdict = await judged(only, { source: { name: 'HR', state: 'found', keys } });
    expect(verdict).toMatchObject({ status: 'warn', message: 'only a name in it: DSN=HR' });
    expect(verdict.found).toContain('SERVER is app2');
  });

  it('fails where services have no such one, and is unknown where nobody could look', async () => {
    const absent = await judged(only, { source: { name: 'HR', state: 'absent' } });
    expect(absent).toMatchObject({ status: 'fail', message: 'no data source HR for services' });
    expect(await judged(only)).toMatchObject({ status: 'unknown', message: 'only a name in it: DSN=HR' });
  });

  it('goes by whichever comes first', () => {
    const named = (text: string) => sourceNamed(readFileDsn(Buffer.from(`[ODBC]\n${text}`)));
    expect(named('DSN=HR\nDRIVER=x')).toBe('HR');
    expect(named('DRIVER=x\nDSN=HR')).toBeUndefined();
  });
});

describe('a driver that is named alone', () => {
  it('is none', async () => {
    const record = machine([driver18]);
    const { [`${odbc}\\${driver18}`]: _, ...registry } = record.registry ?? {};
    const settings = siteOf({});
    const probe = rowOf('sql.driver', settings);
    const facts = await collectFacts(probe, makeContext({ platform: on({ ...record, registry }), settings }));
    expect(judgeFacts(probe, facts, { settings })).toMatchObject({
      status: 'fail',
      message: `registered by name alone: ${driver18}`,
    });
  });
});
