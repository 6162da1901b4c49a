import type { Step } from '../../../engine/probe.ts';
import type { SqlTarget } from '../../../settings/schema.ts';
import { by } from '../../common/fix.ts';

/** Where each engine's 64-bit driver for Windows comes from, and what it is called once it is there. */
export interface DriverPackage {
  readonly name: string;
  readonly page: string;
  /** As it stands in the list of drivers, and in a DSN. */
  readonly driver: string;
}

const packages: Readonly<Partial<Record<SqlTarget['engine'], DriverPackage>>> = {
  postgresql: {
    name: 'psqlODBC (psqlodbc-setup or psqlodbc_x64.msi)',
    page: 'https://odbc.postgresql.org/',
    driver: 'PostgreSQL Unicode(x64)',
  },
  mysql: {
    name: 'MySQL Connector/ODBC (Windows, x86, 64-bit, MSI Installer)',
    page: 'https://dev.mysql.com/downloads/connector/odbc/',
    driver: 'MySQL ODBC 8.4 Unicode Driver',
  },
  oracle: {
    name: 'Oracle Instant Client for Windows x64, the packages Basic and ODBC (then odbc_install.exe)',
    page: 'https://www.oracle.com/database/technologies/instant-client/winx64-64-downloads.html',
    driver: 'Oracle in instantclient_23_0',
  },
  db2: {
    name: 'IBM Data Server Driver Package for Windows x64',
    page: 'https://www.ibm.com/support/pages/download-db2-fix-packs-version-db2-linux-unix-and-windows',
    driver: 'IBM DB2 ODBC DRIVER',
  },
};

export function packageOf(engine: SqlTarget['engine']): DriverPackage | undefined {
  return packages[engine];
}

export function installStep(engine: SqlTarget['engine']): Step {
  const known = packageOf(engine);
  if (known === undefined) return by.server("Install the 64-bit ODBC driver of the database's maker");
  return by.server(`Install the 64-bit ODBC driver: ${known.name}, from ${known.page}`);
}
