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

  it('cannot be made to reach into the object', () => {
    const dsn = readFileDsn(Buffer.from('[ODBC]\n__proto__=x\nCONSTRUCTOR=y\n'));
    expect(dsn.keys.CONSTRUCTOR).toBe('y');
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
