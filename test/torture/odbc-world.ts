import { createPlatform } from '../../src/platform/node.ts';
import { probesFor } from '../../src/probes/index.ts';
import { program } from '../beds/odbc/drivers.ts';
import { secretText, siteOf } from '../probes/sql/site.ts';
import { startHrDatabase } from './hr-database.ts';
import type { World } from './world.ts';

/** A real PostgreSQL, all of whose rows are asked through a child process with its driver. */
export async function makeOdbcWorld(): Promise<World> {
  const { bed, dsn, stop } = await startHrDatabase(', changed timestamptz');
  await bed.sql("INSERT INTO hr.employees VALUES ('a', 'A', now())", 'CONTOSO');
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
    stop,
  };
}
