import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { hasKerberos, startKerberos } from '../beds/kerberos.ts';
import { hasOdbc } from '../beds/odbc/drivers.ts';
import { hasMariadb, startMariadb } from '../beds/odbc/mariadb.ts';
import { hasPostgresql } from '../beds/odbc/postgresql.ts';
import { temporaryFolder } from '../beds/program.ts';
import { startTds } from '../beds/tds/server.ts';
import { answers, catalogue } from '../probes/sql/catalogues.ts';
import type { RunOptions } from '../probes/sql/site.ts';
import { startHrDatabase } from './hr-database.ts';

/** A database behind its driver, in which a write test runs and is ended. */
export interface DriverDatabase {
  readonly name: string;
  /** Plain JSON: a process of its own runs it too. */
  readonly site: RunOptions;
  /** Variables that the driver needs. */
  readonly env: Readonly<Record<string, string>>;
  /** Called, from then on, when a write test's transaction stands open; undefined: where that cannot be held there. */
  readonly hold?: (reached: () => void) => void;
  /** What a write test has left, once its sessions are over: no transaction of theirs is open then. */
  left(): Promise<number>;
  stop(): Promise<void>;
}

const rows = 'driver dsn reach odbc login database table rights anchor required-columns write'.split(' ');

/** Those that can run here, by name. */
export const driverDatabases: Readonly<Record<string, () => Promise<DriverDatabase>>> = {
  ...(hasOdbc && hasPostgresql && { PostgreSQL: startPostgresqlHere }),
  ...(hasOdbc && hasMariadb && { MariaDB: startMariadbHere }),
  ...(hasOdbc && hasKerberos && { 'SQL Server': startSqlServer }),
};

async function startPostgresqlHere(): Promise<DriverDatabase> {
  const { bed, dsn, stop } = await startHrDatabase();
  return {
    name: 'PostgreSQL by ODBC',
    site: {
      port: bed.port,
      target: { engine: 'postgresql', dsn, table: 'hr.employees' },
      only: rows,
      writeTest: true,
    },
    env: {},
    async left() {
      await none(() => bed.sql("SELECT count(*) FROM pg_stat_activity WHERE usename = 'ecma'"));
      return Number(await bed.sql('SELECT count(*) FROM hr.employees', 'CONTOSO'));
    },
    stop,
  };
}

async function startMariadbHere(): Promise<DriverDatabase> {
  const bed = await startMariadb();
  const { dsn, remove } = await fileDsn('MariaDB Unicode', bed.port);
  await bed.sql(
    'CREATE TABLE Employees (ContosoLogin varchar(50) PRIMARY KEY, name varchar(100) NOT NULL) ENGINE=InnoDB;',
    'CONTOSO',
  );
  return {
    name: 'MariaDB by ODBC',
    site: {
      port: bed.port,
      target: { engine: 'mysql', dsn, table: 'Employees' },
      only: rows,
      writeTest: true,
    },
    env: {},
    async left() {
      await none(() => bed.sql("SELECT count(*) FROM information_schema.PROCESSLIST WHERE USER = 'ecma'"));
      return Number(await bed.sql('SELECT count(*) FROM Employees', 'CONTOSO'));
    },
    async stop() {
      await bed.stop();
      remove();
    },
  };
}

/** FreeTDS before a scripted server: a log-in by a ticket goes through the driver. */
async function startSqlServer(): Promise<DriverDatabase> {
  const given = answers(catalogue());
  let reached: (() => void) | undefined;
  const bed = await startTds({
    encryption: 'none',
    answer(statement) {
      if (/SUSER_SNAME\(\)/.test(statement.text))
        return { sets: [{ rows: [{ database: 'CONTOSO', user: 'CONTOSO\\svc', version: '16.0.4100.1' }] }] };
      const held = reached;
      if (held === undefined || !/\bBEGIN TRANSACTION\b/.test(statement.text)) return given(statement);
      reached = undefined;
      held();
      return 'silent';
    },
  });
  const kerberos = await startKerberos('MSSQLSvc', bed.port);
  const { dsn, remove } = await fileDsn('FreeTDS', bed.port, 'TDS_Version=7.4');
  return {
    name: 'SQL Server by ODBC',
    site: {
      port: bed.port,
      target: { dsn, authentication: 'windows', user: undefined, password: undefined },
      only: [...rows, 'server-kind'],
      writeTest: true,
    },
    env: kerberos.env,
    hold(call) {
      reached = call;
    },
    async left() {
      await bed.opened(0);
      return bed.begun - bed.rolledBack - bed.abandoned + bed.committed;
    },
    async stop() {
      await bed.stop();
      await kerberos.stop();
      remove();
    },
  };
}

async function fileDsn(driver: string, port: number, ...more: readonly string[]) {
  const folder = await temporaryFolder();
  const dsn = join(folder, 'database.dsn');
  const lines = [
    '[ODBC]',
    `DRIVER=${driver}`,
    'SERVER=127.0.0.1',
    `PORT=${port}`,
    'DATABASE=CONTOSO',
    ...more,
  ];
  writeFileSync(dsn, `${lines.join('\n')}\n`);
  return { dsn, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

async function none(sessions: () => Promise<string>): Promise<void> {
  while (Number(await sessions()) > 0) await setTimeout(50);
}
