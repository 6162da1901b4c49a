import type { ShownTable } from '../../clients/sql/database.ts';
import type { Unasked } from '../../clients/sql/unasked.ts';
import type { Facts } from '../../engine/facts.ts';
import { levels } from '../../requirements/requirement.ts';
import { sqlDatabase } from '../sql/database.ts';
import { defineDatabaseProbe } from '../sql/define.ts';
import { factsToken } from '../token.ts';

export interface TablesFacts extends Facts {
  readonly tables: readonly ShownTable[];
  /** Those that it may execute. */
  readonly procedures: readonly string[];
}

export const sqlTables = factsToken<TablesFacts | Unasked>('sql', 'tables');

const expected = 'tables that the account may see';

/** Tables and procedures that the account is shown, to choose from: by the catalogue, no row is read. */
export const sqlTablesProbe = defineDatabaseProbe(sqlTables, {
  title: 'Tables to choose from',
  levels: levels('info', 'info'),
  requirements: ['CON-14'],
  needs: [sqlDatabase],
  seconds: 30,
  otherEngine: expected,
  expected,
  async ask(database) {
    const tables = await database.tablesShown();
    return { tables, procedures: await database.proceduresShown(), usable: true };
  },
  judge: ({ facts }) => ({ status: 'pass', message: `${facts.tables.length} tables`, expected }),
});
