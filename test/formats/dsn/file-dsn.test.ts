import { describe, expect, it } from 'vitest';
import { readFileDsn } from '../../../src/formats/dsn/file-dsn.ts';

const plain = '[ODBC]\r\nDRIVER=ODBC Driver 18 for SQL Server\r\nSERVER=sql01\r\nDATABASE=CONTOSO\r\n';
const umlaut = '[ODBC]\r\nDRIVER={ODBC Driver 17 for SQL Server}\r\nDATABASE=Prüfung\r\n';

describe('encoding', () => {
  it.each<[string, Uint8Array, string, string]>([
    ['ASCII', Buffer.from(plain), 'ascii', 'CONTOSO'],
    ['UTF-8', Buffer.from(umlaut), 'utf-8', 'Prüfung'],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${umlaut}`), 'utf-8-mark', 'Prüfung'],
    ['UTF-16 LE', Buffer.from(`\ufeff${umlaut}`, 'utf16le'), 'utf-16', 'Prüfung'],
    ['UTF-16 BE', Buffer.from(`\ufeff${umlaut}`, 'utf16le').swap16(), 'utf-16', 'Prüfung'],
    ['UTF-16 without a mark', Buffer.from(umlaut, 'utf16le'), 'utf-16', 'Prüfung'],
    ['ANSI', Buffer.from(umlaut, 'latin1'), 'other', 'Prüfung'],
  ])('%s', (_name, bytes, encoding, database) => {
    expect(readFileDsn(bytes)).toMatchObject({ encoding, hasSection: true, keys: { DATABASE: database } });
  });
});

describe('keywords', () => {
  it('are those of [ODBC], in any case, the first of each', () => {
    const text =
      'SERVER=before\n[other]\nDRIVER=no\n[odbc]\n; DRIVER=comment\n driver = {SQL }}x} \nSERVER=a\nServer=b\nnonsense\n=x\n[More]\nUID=z';
    expect(readFileDsn(Buffer.from(text)).keys).toEqual({ DRIVER: 'SQL }x', SERVER: 'a' });
  });

  it('never show a password', () => {
    const text = '[ODBC]\nUID=ecma\nPWD=Hunter2\nPassword=Hunter2\nDESCRIPTION=x;PWD=Hunter2;y\n';
    const dsn = readFileDsn(Buffer.from(text));
    expect(dsn.password).toBe(true);
    expect(JSON.stringify(dsn)).not.toContain('Hunter2');
    expect(readFileDsn(Buffer.from('[ODBC]\nPWD=\n')).password).toBe(false);
  });

  it.each([
    'PWD={a}};DATABASE=Hunter2}',
    'PWD="a;DATABASE=Hunter2"',
    'UID=sa PASS=Hunter2',
    'UID=scott/Hunter2',
    'UID=scott:Hunter2',
    'DBQ=scott/Hunter2@orcl',
    'SERVER=//scott:Hunter2@host:1521/x',
    'SERVER=host Kennwort=Hunter2',
    'SERVER=host;Paßwort=Hunter2',
    'SERVER=host|PIN=Hunter2',
    'CHARSET=utf8 user_pass=Hunter2',
    'DRIVER={ODBC Driver 18 for SQL Server;SERVER=a;PWD=b,Hunter2',
    'DRIVER={ODBC Driver 18 for SQL Server;SERVER=a;PWD={b;Hunter2}',
  ])('keep no part of %s', (line) => {
    expect(JSON.stringify(readFileDsn(Buffer.from(`[ODBC]\n${line}\n`)))).not.toContain('Hunter2');
  });

  it('are kept as they are where nothing is hidden in them', () => {
    const text =
      '[ODBC]\nSERVER=tcp:monkey-db,1433\nUID=CONTOSO\\ecma\nDBQ=key-db:1521/ORCL\nUSER=ecma@sql01\nSERVERNAME=(DESCRIPTION=(HOST=db))\n';
    expect(readFileDsn(Buffer.from(text)).keys).toEqual({
      SERVER: 'tcp:monkey-db,1433',
      UID: 'CONTOSO\\ecma',
      DBQ: 'key-db:1521/ORCL',
      USER: 'ecma@sql01',
      SERVERNAME: '(DESCRIPTION=(HOST=db))',
    });
  });

  it('cannot be made to reach into the object', () => {
    const dsn = readFileDsn(Buffer.from('[ODBC]\n__proto__=x\nCONSTRUCTOR=y\n'));
    expect(dsn.keys).toEqual({});
    expect(dsn.others).toBe(2);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['zeros', Buffer.alloc(5000)],
    ['noise', Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 97) % 256))],
    ['one endless line', Buffer.alloc(60_000, 0x5b)],
  ])('survive %s', (_name, bytes) => {
    expect(readFileDsn(bytes)).toMatchObject({ hasSection: false, password: false });
  });
});

describe('secrets', () => {
  const lines = [
    ...['DRIVER=MySQL ODBC 8.0 Unicode Driver', 'SERVER=db01.contoso.example', 'PASSWORD2=planted-1'],
    ...['PWD3=planted-2', 'KeystorePassword=planted-3', 'TrustStorePassword=planted-4', 'NewPWD=planted-5'],
    ...['SSLKeyPassword=planted-6', '"PWD"=planted-7', 'Client_Secret=planted-8', 'Hunter=planted-9'],
    ...['ClientCertificate=file:C:\\x.pfx,password:planted-10', 'Description=planted-11', 'planted-12=x'],
    ...['SERVER2=planted-13', 'WSID={x;PWD=planted-14}', 'UID={ecma;PWD=planted-15}', 'INITSTMT=planted-16'],
  ];

  it('under whatever name stay in the file', () => {
    const dsn = readFileDsn(Buffer.from(`[ODBC]\n${lines.join('\n')}\n`));
    expect(JSON.stringify(dsn)).not.toMatch(/planted-/i);
    expect(dsn.password).toBe(true);
    expect(dsn.secrets).toEqual(
      expect.arrayContaining(['PASSWORD2', 'PWD3', 'KEYSTOREPASSWORD', 'NEWPWD', 'SSLKEYPASSWORD', 'PWD']),
    );
    expect(dsn.secrets).toEqual(expect.arrayContaining(['CLIENTCERTIFICATE', 'WSID', 'UID']));
    expect(dsn.keys).toMatchObject({ SERVER: 'db01.contoso.example', CLIENTCERTIFICATE: 'set' });
    expect(dsn.others).toBe(5);
  });

  it('on one line with others are found too', () => {
    const text = `[ODBC]\nDRIVER={ODBC Driver 17 for SQL Server};SERVER="APP1";DATABASE=CONTOSO; uid=ecma ;PWD=planted;\n`;
    const dsn = readFileDsn(Buffer.from(text));
    expect(dsn).toMatchObject({ oneLine: true, password: true });
    expect(dsn.keys).toEqual({
      DRIVER: 'ODBC Driver 17 for SQL Server',
      SERVER: 'APP1',
      DATABASE: 'CONTOSO',
      UID: 'ecma',
    });
    expect(JSON.stringify(dsn)).not.toContain('planted');
  });

  it('are not seen where there are none', () => {
    const text = `[ODBC]\nDRIVER=ODBC Driver 18 for SQL Server\nSERVER=tcp:sql01\\HR,1433\nServerSPN=MSSQLSvc/sql01:1433\n`;
    expect(readFileDsn(Buffer.from(text))).not.toHaveProperty('secrets');
    expect(readFileDsn(Buffer.from(text)).keys.SERVER).toBe('tcp:sql01\\HR,1433');
  });
});

/** Found by `npm run fuzz -- dsn`: a value of 70,000 letters held the reader for a minute. */
it.each(['a'.repeat(70_000), `${'user '.repeat(14_000)}:planted@host`, `planted${'-key'.repeat(20_000)}`])(
  'nothing is kept of a value without end',
  (value) => {
    const read = readFileDsn(
      Buffer.from(`[ODBC]\nDRIVER=x\nSERVER=${value}\nUID=${value}\nDATABASE=CONTOSO\n`),
    );
    expect(read.keys).toEqual({ DRIVER: 'x', DATABASE: 'CONTOSO' });
    expect(read.others).toBe(2);
  },
);
