import { describe, expect, it } from 'vitest';
import { allKeywords } from '../../../src/clients/odbc/file-keywords.ts';
import { harmful, mayBeClear } from '../../../src/clients/odbc/keywords.ts';
import type { Engine } from '../../../src/settings/schema.ts';

const psql = 'DRIVER=PostgreSQL Unicode(x64)';
const maria = 'DRIVER=MariaDB ODBC 3.2 Driver';
const mysql = 'DRIVER=MySQL ODBC 8.4 Unicode Driver';

function keysOf(...lines: readonly string[]) {
  return allKeywords(Buffer.from(['[ODBC]', 'SERVER=db.contoso.example', ...lines].join('\r\n')));
}

describe('may the password cross in clear', () => {
  // psqlODBC 13 and MariaDB's driver 3.1 were tried so, at servers that offer no encryption.
  it.each<[clear: boolean, engine: Engine, lines: readonly string[]]>([
    [false, 'postgresql', [psql, 'SSLmode=require']],
    [false, 'postgresql', [psql, 'CA=vf']],
    [false, 'postgresql', [psql, 'CA=require']],
    [true, 'postgresql', [psql, 'SSLmode=verify_full']],
    [true, 'postgresql', [psql]],
    [true, 'postgresql', [psql, 'SSLmode=REQUIRE']],
    [true, 'postgresql', [psql, 'CA=f']],
    [true, 'postgresql', [psql, 'SSLmode=require', 'CA=d']],
    [true, 'other', [psql]],
    [false, 'mysql', [mysql, 'SSLMODE=REQUIRED']],
    [false, 'mysql', [mysql, 'SSL_MODE=verify_ca']],
    [true, 'mysql', [mysql, 'SSLMODE=PREFERRED']],
    [true, 'mysql', [mysql, 'SSLVERIFY=1']],
    [false, 'mysql', [maria, 'SSLVERIFY=1']],
    [false, 'mysql', [maria, 'TLSPEERFP=00']],
    [true, 'mysql', [maria, 'FORCETLS=1']],
    [true, 'mysql', [maria, 'SSLMODE=VERIFY_IDENTITY']],
    [false, 'other', ['DRIVER=SQLite3']],
  ])('%s: %s, %j', (clear, engine, lines) => {
    expect(mayBeClear(keysOf(...lines), engine)).toBe(clear);
  });
});

describe('keywords that log or run statements', () => {
  it.each<[lines: readonly string[], named: readonly string[]]>([
    [['Debug=0', 'CommLog=no'], []],
    [
      ['QueryLog_On=Yes', 'StatsLog_On=1'],
      ['QUERYLOG_ON', 'STATSLOG_ON'],
    ],
    [['Init_Command=SELECT 1'], ['INIT_COMMAND']],
    [['SaveFile=C:\\x.dsn'], ['SAVEFILE']],
    [[psql, 'CX=1c305008b'], []],
    [[psql, 'CX=1c305048b'], ['CX']],
    [[mysql, 'Option=3'], []],
    [[mysql, 'Option=524291'], ['OPTION']],
    [[maria, 'Options=4'], ['OPTIONS']],
    [['DATABASE=D;CommLog=1'], ['COMMLOG']],
  ])('%j: %j', (lines, named) => {
    expect(harmful(keysOf(...lines))).toEqual(named);
  });

  it('are found in UTF-16 too', () => {
    expect(harmful(allKeywords(Buffer.from('\ufeff[ODBC]\r\nTraceFile=x\r\n', 'utf16le')))).toEqual([
      'TRACEFILE',
    ]);
  });
});
