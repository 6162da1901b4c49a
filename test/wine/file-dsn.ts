import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileFileDsn } from '../beds/odbc/drivers.ts';
import { type Wine, wine10 } from './bed.ts';
import { windowsPath } from './cli.ts';
import type { WinePrefix } from './prefix.ts';
import type { StagedKey } from './staged-registry.ts';

/**
 * A file DSN under Wine, whose driver managers know none. Wine 8's hands each connection string on to unixODBC, before
 * which the tests' own library opens the file. Wine 10's wants a data source or a driver first, of FILEDSN it makes nothing
 * (SQLDriverConnectW: "can't find data source or driver name"); but it takes what stands behind the first closing brace
 * for keywords, a doubled one too. So the password names a data source, and the whole string is handed on as well.
 */
export const passwords = { 'Wine 8': 'Planted-Secret-1', 'Wine 10': 'Planted-Secret-1}DSN=HR;x' } as const;

const odbc = 'SOFTWARE\\ODBC';
const driver = 'PostgreSQL Unicode';

/** The driver as the doctor sees it; what Wine 10 finds by the password leads to unixODBC, being no .dll. */
export function driverKeys(wine: Wine): readonly StagedKey[] {
  const keys = [
    { path: `${odbc}\\ODBCINST.INI\\ODBC Drivers`, values: { [driver]: 'Installed' } },
    { path: `${odbc}\\ODBCINST.INI\\${driver}`, values: { Driver: 'C:\\psqlodbc35w.dll' } },
  ];
  if (wine !== wine10) return keys;
  return [
    ...keys,
    { path: `${odbc}\\ODBC.INI\\ODBC Data Sources`, values: { HR: 'handed on' } },
    { path: `${odbc}\\ODBCINST.INI\\handed on`, values: { Driver: 'psqlodbcw.so' } },
  ];
}

/** Writes driver and file DSN for a PostgreSQL on this machine; gives the connector, and the environment of the doctor. */
export function stageFileDsn(prefix: WinePrefix, port: number, sql: object) {
  const dsn = join(prefix.driveC, 'hr.dsn');
  const place = ['SERVER=127.0.0.1', `PORT=${port}`, 'DATABASE=CONTOSO'];
  writeFileSync(join(prefix.driveC, 'psqlodbc35w.dll'), 'MZ');
  writeFileSync(dsn, ['[ODBC]', `DRIVER=${driver}`, ...place, ''].join('\r\n'));
  const target = {
    engine: 'postgresql',
    server: '127.0.0.1',
    port,
    database: 'CONTOSO',
    user: 'ecma',
    password: { env: 'PASSWORD' },
    allowClearPassword: true,
    // The tests' library knows drive Z: alone.
    dsn: windowsPath(dsn),
    ...sql,
  };
  const env = {
    PASSWORD: passwords[prefix.wine.name],
    LIB_ODBC_DRIVER_MANAGER: compileFileDsn(prefix.folder),
    // Libraries that Wine 10's tree lacks are this machine's.
    ...(prefix.wine === wine10 && { LD_LIBRARY_PATH: '/usr/lib/x86_64-linux-gnu' }),
  };
  return { connector: { name: 'HR', library: 'generic-sql', target: { sql: target } }, env };
}
