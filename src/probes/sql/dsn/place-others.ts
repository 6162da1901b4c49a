import { isOtherServer, leadsTo } from '../../../clients/odbc/keywords.ts';
import type { FileDsn } from '../../../formats/dsn/file-dsn.ts';
import type { SqlTarget } from '../../../settings/schema.ts';
import { by } from '../../common/fix.ts';
import { same } from '../driver-names.ts';
import type { DsnFacts } from './facts.ts';
import { type DsnFault, warns } from './fault.ts';
import { readOnlyFaults } from './place.ts';

/** Where the file leads with drivers other than SQL Server's, and as whom (each driver's page on its keywords). */
export function otherPlaceFaults(facts: DsnFacts, { keys }: FileDsn, target: SqlTarget): DsnFault[] {
  const { engine, self } = facts;
  if (engine === 'sqlserver') return [];
  const { server, port = target.port, database } = leadsTo(keys, engine);
  const faults: DsnFault[] = [];
  // A file of a database (SQLite) or a name of tnsnames.ora says no server.
  if (server !== '' && isOtherServer(server, target.server, self))
    faults.push({
      ...warns(
        `another server: ${server}`,
        'The doctor looked at one server, and the connector will go to another.',
        by.server('Correct one of them: the server in the file DSN, or server in .ecmarc'),
      ),
      found: `the file leads to ${server}, the target is ${target.server}`,
    });
  if (server !== '' && port !== target.port)
    faults.push({
      ...warns(
        `another port: ${port}`,
        'The doctor looked at one port, and the connector will go to another.',
        by.server('Write in the DSN', `PORT=${target.port}`),
      ),
      found: `the file leads to port ${port}, the target is ${target.port}`,
    });
  const named = engine === 'oracle' && server === '' ? target.database : database;
  // Which keyword of an unlisted driver names the database, nobody knows.
  if (!same(named, target.database) && (engine !== 'other' || named !== ''))
    faults.push(
      warns(
        named === '' ? 'no DATABASE in it' : `another database: ${named}`,
        named === ''
          ? "Without it the account's default database is used, or none."
          : 'The doctor looked at one database, and the connector will use another.',
        by.server('Write in the DSN', `DATABASE=${target.database}`),
      ),
    );
  const user = keys.UID ?? keys.USER ?? keys.USERNAME ?? '';
  if (user !== '' && target.user !== undefined && user !== target.user)
    faults.push(
      warns(
        `another account: ${user}`,
        'The connector logs in as the account of its wizard; where that is left empty, as the one of the file.',
        by.server(`Delete UID from the file, or write there ${target.user}`),
      ),
    );
  return [...faults, ...readOnlyFaults(keys)];
}
