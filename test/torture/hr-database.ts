import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DatabaseBed, startPostgresql } from '../beds/odbc/postgresql.ts';
import { temporaryFolder } from '../beds/program.ts';

/** A real PostgreSQL with a table of users, and a file DSN that leads to it through its driver. */
export interface HrDatabase {
  readonly bed: DatabaseBed;
  readonly folder: string;
  readonly dsn: string;
  stop(): Promise<void>;
}

/** `columns`: more than log-in and name. */
export async function startHrDatabase(columns = ''): Promise<HrDatabase> {
  const bed = await startPostgresql();
  const folder = await temporaryFolder();
  const dsn = join(folder, 'postgresql.dsn');
  writeFileSync(
    dsn,
    `[ODBC]\nDRIVER=PostgreSQL Unicode\nSERVER=127.0.0.1\nPORT=${bed.port}\nDATABASE=CONTOSO\n`,
  );
  await bed.sql(
    `CREATE SCHEMA hr; GRANT USAGE ON SCHEMA hr TO ecma;
CREATE TABLE hr.employees ("ContosoLogin" varchar(50) PRIMARY KEY, name varchar(100) NOT NULL${columns});
GRANT SELECT, INSERT, UPDATE, DELETE ON hr.employees TO ecma;`,
    'CONTOSO',
  );
  return {
    bed,
    folder,
    dsn,
    async stop() {
      await bed.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
