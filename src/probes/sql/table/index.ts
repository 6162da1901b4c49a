import { defined } from '../../../base/defined.ts';
import { byProcedures } from '../../../clients/sql/procedures.ts';
import { levels } from '../../../requirements/requirement.ts';
import { sqlDatabase } from '../database.ts';
import { defineDatabaseProbe } from '../define.ts';
import { sqlTable } from './facts.ts';
import { expected, judgeTable } from './judge.ts';

/** The schema as the connector retrieves it: the table or view, its columns and their types. */
export const sqlTableProbe = defineDatabaseProbe(sqlTable, {
  title: 'Finds the table',
  levels: levels('required', 'required'),
  requirements: ['CON-14', 'SQL-13'],
  needs: [sqlDatabase],
  seconds: 20,
  otherEngine: 'the table shows its columns, none of them binary and none with a dot or bracket in its name',
  expected,
  async ask(database, { scope }) {
    const asked = scope.target.table;
    const found = await database.table();
    if (found === undefined && byProcedures(scope.target)) return { asked, byProcedures: true, usable: true };
    if (found === undefined) return { asked, alike: await database.similarTables(), usable: false };
    const columns = await database.columns();
    const unselectable = found.kind === 'V' ? await database.selectFails() : undefined;
    const traits = await database.traits();
    return { asked, found, columns, traits, ...defined({ unselectable }), usable: columns.length > 0 };
  },
  judge: judgeTable,
});
