import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPlatform } from '../../src/platform/node.ts';
import { probesFor } from '../../src/probes/index.ts';
import { program } from '../beds/odbc/drivers.ts';
import { startPostgresql } from '../beds/odbc/postgresql.ts';
import { temporaryFolder } from '../beds/program.ts';
import { secretText, siteOf } from '../probes/sql/site.ts';
import type { World } from './world.ts';

/** A real PostgreSQL, all of whose rows are asked through a child process with its driver. */
export async function makeOdbcWorld(): Promise<World> {
  const bed = await startPostgresql();
  const folder = await temporaryFolder();
  const dsn = join(folder, 'postgresql.dsn');
  writeFileSync(
    dsn,
    `[ODBC]\nDRIVER=PostgreSQL Unicode\nSERVER=127.0.0.1\nPORT=${bed.port}\nDATABASE=CONTOSO\n`,
  );
  await bed.sql(
    `CREATE SCHEMA hr; GRANT USAGE ON SCHEMA hr TO ecma;
CREATE TABLE hr.employees ("ContosoLogin" varchar(50) PRIMARY KEY, name varchar(100) NOT NULL, changed timestamptz);
INSERT INTO hr.employees VALUES ('a', 'A', now());
GRANT SELECT, INSERT, UPDATE, DELETE ON hr.employees TO ecma;`,
    'CONTOSO',
  );
  const settings = siteOf({
    port: bed.port,
    target: { engine: 'postgresql', dsn, table: 'hr.employees' },
    connector: { writeTest: true, delta: true },
  });
  return {
    settings,
    platform: createPlatform({ program, roots: async () => ({ pems: [], source: 'the test' }) }),
    probes: probesFor(settings, { writeTest: true, unattended: true }).filter(({ area }) => area === 'sql'),
    secrets: { P: secretText },
    reset() {},
    async stop() {
      await bed.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
