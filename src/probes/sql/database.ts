import { defined } from '../../base/defined.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import {
  type Asked,
  count,
  flag,
  isUnasked,
  overConnection,
  text,
  unaskedVerdict,
} from '../../clients/sql/ask-database.ts';
import { quoted } from '../../clients/sql/sqlserver/names.ts';
import { database } from '../../clients/sql/sqlserver/queries/database.ts';
import { statement } from '../../clients/sql/sqlserver/queries/query.ts';
import type { Facts } from '../../engine/facts.ts';
import type { JudgeInput, Remedy, Verdict } from '../../engine/probe.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings, SqlTarget } from '../../settings/schema.ts';
import { sqlTargetOf } from '../common/target.ts';
import type { MakeProbe } from '../describe.ts';
import { loggedIn } from './define.ts';

export interface DatabaseFacts extends Facts {
  /** Absent where the server shows no row of its own database. */
  readonly found?: {
    readonly name: string;
    readonly id: number;
    readonly state: string;
    readonly access: string;
    readonly readOnly: boolean;
    readonly updateability: string;
    readonly collation: string;
    readonly compatibility: number;
    readonly distributor: boolean;
  };
}

/** Is the database online, open for writing, and not one of the server's own? */
export const sqlDatabase: MakeProbe = (scope) => {
  const target = sqlTargetOf(scope);
  return loggedIn(scope, {
    id: 'sql.database',
    title: 'Database is open for writing',
    levels: levels('required', 'required'),
    requirements: ['SQL-04'],
    needs: ['sql.login'],
    seconds: 15,
    ...(target === undefined ? {} : { work: { collect: collect(target), judge: judgeDatabase } }),
  });
};

const collect = (target: SqlTarget) => (context: ProbeContext, signal: AbortSignal) =>
  overConnection<DatabaseFacts>(
    context,
    target,
    async (ask) => {
      const [row] = await ask(statement(database));
      if (row === undefined) return { usable: true };
      const found = {
        name: text(row.name),
        id: count(row.id),
        state: text(row.state),
        access: text(row.access),
        readOnly: flag(row.readOnly),
        updateability: text(row.updateability),
        collation: text(row.collation),
        compatibility: count(row.compatibility),
        distributor: flag(row.distributor),
      };
      return { found, usable: true };
    },
    signal,
  );

/** master, tempdb, model, msdb: their ids are fixed. In Azure SQL Database only master is there. */
const systemNames: readonly string[] = ['master', 'tempdb', 'model', 'msdb', 'resource'];

export function judgeDatabase({ facts }: JudgeInput<Settings, Asked<DatabaseFacts>>): Verdict {
  const expected = "online, open for writing, not one of the server's own";
  if (isUnasked(facts)) return unaskedVerdict(facts, expected);
  const { found } = facts;
  if (found === undefined || found.name === '' || found.state === '')
    return {
      status: 'unknown',
      message: 'the server does not show its row',
      expected,
      found: 'sys.databases has no row for this database',
    };
  const evidence = [
    { label: 'Database', value: `${found.name} (id ${found.id})` },
    { label: 'State', value: `${found.state}, ${found.access}` },
    { label: 'Updateability', value: found.updateability || 'not told' },
    { label: 'Collation', value: found.collation },
    { label: 'Compatibility', value: String(found.compatibility) },
  ];
  const fail = (message: string, why: string, step: string, command?: string): Verdict => {
    const remedy: Remedy = {
      why,
      steps: [{ text: step, owner: 'database', ...defined({ command }) }],
      links: [],
    };
    return { status: 'fail', message, expected, evidence, remedy };
  };
  const name = quoted(found.name);
  if (systemNames.includes(found.name.toLowerCase()) || found.distributor)
    return fail(
      `${found.name} is a system database`,
      'People are not kept in a database of the server itself.',
      'Write in .ecmarc, at the target, the database that holds the table',
    );
  if (found.state !== 'ONLINE')
    return fail(
      `database is ${found.state.toLowerCase()}`,
      'Only an online database can be read and written.',
      'Bring it online',
      `ALTER DATABASE ${name} SET ONLINE;`,
    );
  if (found.readOnly)
    return fail(
      'database is read-only',
      'Nothing can be provisioned into it.',
      'Open it for writing',
      `ALTER DATABASE ${name} SET READ_WRITE;`,
    );
  if (found.updateability === 'READ_ONLY')
    return fail(
      'this copy is read-only',
      'It is a readable secondary replica or a snapshot: writes go to the primary.',
      'Write in .ecmarc and in the DSN the listener or the primary server',
    );
  if (found.access === 'SINGLE_USER')
    return {
      status: 'warn',
      message: 'single-user mode',
      expected,
      evidence,
      remedy: {
        why: 'Only one connection at a time is let in: the connector and everybody else would lock one another out.',
        steps: [
          { text: 'Open it for all', command: `ALTER DATABASE ${name} SET MULTI_USER;`, owner: 'database' },
        ],
        links: [],
      },
    };
  return { status: 'pass', message: `${found.name}, ${found.collation}`, expected, evidence };
}
