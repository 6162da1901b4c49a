import { defined } from '../../../base/defined.ts';
import type { LoginFacts } from '../../../clients/sql/login-facts.ts';
import type { FileDsn } from '../../../formats/dsn/file-dsn.ts';
import { by } from '../../common/fix.ts';
import { same } from '../driver-names.ts';
import { isYes } from './account.ts';
import type { DsnFacts } from './facts.ts';
import { type DsnFault, fails, warns } from './fault.ts';
import { parseServer, sameServer, transportOf, writtenServer } from './server-names.ts';

/** Where the file leads: server, database, by which transport, and to which copy of the database. */
export function placeFaults(facts: DsnFacts, dsn: FileDsn, login: LoginFacts | undefined): DsnFault[] {
  if (facts.engine !== 'sqlserver') return [];
  const { keys } = dsn;
  const written = writtenServer(keys);
  return [
    ...serverFaults(facts, written, login),
    ...databaseFaults(facts, keys),
    ...transportFaults(facts, written, keys),
    ...copyFaults(keys),
  ];
}

function serverFaults(
  { target, self, alias }: DsnFacts,
  written: string,
  login: LoginFacts | undefined,
): DsnFault[] {
  const { server, port, instance } = target;
  const wanted = {
    ...parseServer(server, undefined, self),
    ...defined({ port, instance: instance?.toLowerCase() }),
  };
  const there = parseServer(written, alias, self);
  // An instance is found at some port: a DSN that names that port leads to the same place.
  const actual = login?.reached?.port;
  const reached = actual === undefined ? wanted : { host: wanted.host, port: actual };
  const mine = instance === undefined ? `${server},${port ?? 1433}` : `${server}\\${instance}`;
  if (written !== '' && (sameServer(there, wanted) || sameServer(there, reached))) return [];
  return [
    {
      ...warns(
        written === '' ? 'no SERVER in it' : `another server: ${written}`,
        'The doctor looked at one server, and the connector will go to another.',
        by.server('Correct one of them; in the DSN that would be', `SERVER=tcp:${mine}`),
      ),
      found: `SERVER is ${written || 'not set'}${alias === undefined ? '' : ` (an alias of ${there.host})`}, the target is ${mine}`,
    },
  ];
}

function databaseFaults({ target: { database } }: DsnFacts, keys: FileDsn['keys']): DsnFault[] {
  const named = keys.DATABASE;
  const faults: DsnFault[] = [];
  if (named === undefined || !same(named, database))
    faults.push(
      warns(
        named === undefined ? 'no DATABASE in it' : `another database: ${named}`,
        named === undefined
          ? "Without it the login's default database is used."
          : 'The doctor looked at one database, and the connector will use another.',
        by.server('Write in the DSN', `DATABASE=${database}`),
      ),
    );
  if (keys.ATTACHDBFILENAME !== undefined && keys.ATTACHDBFILENAME !== '')
    faults.push(
      warns(
        'it attaches a database file',
        'AttachDBFileName makes the server attach a file as the database at each log-in.',
        by.server('Delete the line AttachDBFileName from the DSN'),
      ),
    );
  return faults;
}

function transportFaults(
  { self, target, alias }: DsnFacts,
  written: string,
  keys: FileDsn['keys'],
): DsnFault[] {
  const transport = transportOf(written, keys.NETWORK ?? keys.NET, alias);
  const tcp = by.server('Write in the DSN', `SERVER=tcp:${target.server}`);
  switch (transport) {
    case 'named-pipes':
      return [
        warns(
          'by named pipes, not TCP',
          'The doctor looked at TCP. Named pipes go by other ports (445), are off on most servers, and log in to Windows first.',
          tcp,
        ),
      ];
    case 'shared-memory': {
      const here = parseServer(target.server, undefined, self).host === self.toLowerCase();
      const why = 'lpc: leads to a server on this machine only, through its memory.';
      return [(here ? warns : fails)('by shared memory, not TCP', why, tcp)];
    }
    case 'administrator':
      return [
        warns(
          "by the administrator's own connection",
          'admin: is the one connection that the server keeps for emergencies; only sysadmins get in, one at a time.',
          tcp,
        ),
      ];
    case 'local-db':
      return [
        fails(
          'LocalDB, not a server',
          'LocalDB runs within a signed-in person; the service of the connector host has none.',
          tcp,
        ),
      ];
    case undefined:
      return [];
  }
}

function copyFaults(keys: FileDsn['keys']): DsnFault[] {
  const faults: DsnFault[] = [];
  if (/^read-?only$/i.test(keys.APPLICATIONINTENT?.trim() ?? ''))
    faults.push({
      ...warns(
        'it asks for a read-only copy',
        'ApplicationIntent=ReadOnly lets an availability group or Azure SQL send the connector to a secondary, where nothing can be written.',
        by.server('Delete that line from the DSN, or write', 'ApplicationIntent=ReadWrite'),
      ),
      found: `ApplicationIntent is ${keys.APPLICATIONINTENT}`,
    });
  const partner = keys.FAILOVER_PARTNER ?? '';
  if (partner !== '')
    faults.push(
      warns(
        `it may go to a mirror: ${partner}`,
        'When the first server does not answer, the driver goes to Failover_Partner, which the doctor did not look at.',
        by.server('Delete the line Failover_Partner, unless the database is mirrored there'),
      ),
    );
  if (isYes(keys.REPLICATION))
    faults.push(
      warns(
        'it logs in as a replication agent',
        'Replication=Yes: triggers that are marked NOT FOR REPLICATION do not act on what the connector writes.',
        by.server('Delete the line Replication from the DSN'),
      ),
    );
  const another = keys.FILEDSN ?? '';
  if (another !== '')
    faults.push(
      warns(
        `it names another file: ${another}`,
        'What a driver manager makes of FILEDSN within a file DSN no document says: the doctor looked at this file alone.',
        by.server('Delete the line FILEDSN from the DSN'),
      ),
    );
  return [...faults, ...readOnlyFaults(keys)];
}

/** Of every engine's driver. */
export function readOnlyFaults({ READONLY }: FileDsn['keys']): DsnFault[] {
  if (!/^(1|yes|true|on)$/i.test(READONLY?.trim() ?? '')) return [];
  return [
    warns(
      'it is read-only',
      'ReadOnly in the DSN makes the driver refuse every change.',
      by.server('Delete the line ReadOnly from the DSN'),
    ),
  ];
}
