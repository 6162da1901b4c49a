import { defined } from '../../base/defined.ts';
import type { DatabaseInfo } from '../../clients/sql/database.ts';
import { quoted } from '../../clients/sql/sqlserver/names.ts';
import type { Unasked } from '../../clients/sql/unasked.ts';
import type { Facts } from '../../engine/facts.ts';
import type { Verdict } from '../../engine/probe.ts';
import { levels } from '../../requirements/requirement.ts';
import { by, fix } from '../common/fix.ts';
import { factsToken } from '../token.ts';
import { defineDatabaseProbe, type SqlInput } from './define.ts';
import { sqlLogin } from './login/facts.ts';
import { judgeOtherDatabase } from './other-engines.ts';

export interface DatabaseFacts extends Facts {
  /** Absent where the server shows no row of its own database. */
  readonly found?: DatabaseInfo;
}

export const sqlDatabase = factsToken<DatabaseFacts | Unasked>('sql', 'database');

const expected = "online, open for writing, not one of the server's own";

/** Is the database online, open for writing, and not one of the server's own? */
export const sqlDatabaseProbe = defineDatabaseProbe(sqlDatabase, {
  title: 'Database is open for writing',
  levels: levels('required', 'required'),
  requirements: ['SQL-04'],
  needs: [sqlLogin],
  seconds: 15,
  otherEngine: 'the database is open for writing',
  expected,
  async ask(database) {
    return { ...defined({ found: await database.database() }), usable: true };
  },
  judge,
  judgeOther: judgeOtherDatabase,
});

/** master, tempdb, model, msdb: their ids are fixed. In Azure SQL Database only master is there. */
const systemNames: readonly string[] = ['master', 'tempdb', 'model', 'msdb', 'resource'];

function judge({ facts: { found } }: SqlInput<DatabaseFacts>): Verdict {
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
  const fail = (message: string, why: string, step: string, command?: string): Verdict => ({
    status: 'fail',
    message,
    expected,
    evidence,
    remedy: fix(why, { text: step, owner: 'database', ...defined({ command }) }),
  });
  const name = quoted(found.name);
  if (systemNames.includes(found.name.toLowerCase()) || found.distributor)
    return fail(
      `${found.name} is a system database`,
      'People are not kept in a database of the server itself.',
      'Write in .ecmarc, at the target, the database that holds the table',
    );
  if (found.state !== 'ONLINE') return notOnline(found.state, name, fail);
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
  if (found.access === 'RESTRICTED_USER')
    return {
      status: 'warn',
      message: 'open to its owners only',
      expected,
      evidence,
      remedy: fix(
        'In restricted mode only db_owner, dbcreator and sysadmin get in; an account with less will be turned away.',
        by.database('Open it for all', `ALTER DATABASE ${name} SET MULTI_USER;`),
      ),
    };
  if (found.access === 'SINGLE_USER')
    return {
      status: 'warn',
      message: 'single-user mode',
      expected,
      evidence,
      remedy: fix(
        'Only one connection at a time is let in: the connector and everybody else would lock one another out.',
        by.database('Open it for all', `ALTER DATABASE ${name} SET MULTI_USER;`),
      ),
    };
  return { status: 'pass', message: `${found.name}, ${found.collation}`, expected, evidence };
}

type Fail = (message: string, why: string, step: string, command?: string) => Verdict;

/** The states of sys.databases. */
function notOnline(state: string, name: string, fail: Fail): Verdict {
  const message =
    state === 'OFFLINE_SECONDARY' ? 'database is an offline secondary' : `database is ${state.toLowerCase()}`;
  switch (state) {
    case 'RESTORING':
      return fail(
        message,
        'A restore is under way, its last step was left out, or this is a copy that only receives (mirror, secondary).',
        'Finish the restore where it is one; of an availability group use the primary',
        `RESTORE DATABASE ${name} WITH RECOVERY;`,
      );
    case 'RECOVERING':
      return fail(
        message,
        'The server reads the log of the database after a start or a failover; it comes by itself.',
        'Wait until it is over, then look again',
      );
    case 'RECOVERY_PENDING':
    case 'SUSPECT':
    case 'EMERGENCY':
      return fail(
        message,
        'The server could not recover it: files are missing or damaged, or memory or disk space lacks.',
        'Look into the log of the server for the cause; restore from a backup where files are damaged',
      );
    case 'COPYING':
      return fail(
        message,
        'Azure SQL is still filling this copy; it is not open before it is complete.',
        'Wait until the copy is complete, then look again',
      );
    case 'OFFLINE_SECONDARY':
      return fail(
        message,
        'It is the secondary of a geo-replication, and nothing can be written into it.',
        'Write in .ecmarc and in the DSN the primary server, or the listener of the failover group',
      );
    default:
      return fail(
        message,
        'Only an online database can be read and written.',
        'Bring it online',
        `ALTER DATABASE ${name} SET ONLINE;`,
      );
  }
}
