import { by, fix } from '../../common/fix.ts';
import { pressR } from '../../common/steps.ts';
import type { LoginError } from './login-error.ts';

const primary =
  'Write in .ecmarc and in the DSN, as server, the listener of the availability group or its primary';
const role = by.database(
  'See which replica is the primary',
  'SELECT replica_server_name, role_desc FROM sys.dm_hadr_availability_replica_states s JOIN sys.availability_replicas r ON r.replica_id = s.replica_id;',
);
const states = by.database(
  'See the states of the databases',
  'SELECT name, state_desc, user_access_desc FROM sys.databases;',
);

/**
 * Numbers of a server or database that lets nobody in now ("Database Engine events and errors"; 976, 978, 983: its
 * pages of these names; 17892: "Logon triggers"; 10060 and the like have no number).
 */
export const availabilityErrors: Readonly<Record<number, LoginError>> = {
  976: {
    message: 'a secondary copy that lets nobody in (976)',
    remedy: fix(
      'The database takes part in an availability group, and this replica is a secondary that is not readable.',
      primary,
      role,
    ),
  },
  978: {
    message: 'a secondary copy, for reading only (978)',
    remedy: fix(
      'This replica lets in only who asks to read (ApplicationIntent=ReadOnly); nothing can be written there.',
      primary,
      role,
    ),
  },
  979: {
    message: 'a secondary copy, for reading only (979)',
    remedy: fix('The secondary takes read-intent connections only.', primary, role),
  },
  982: {
    message: 'no secondary takes readers now (982)',
    remedy: fix('The availability group routes readers, and no replica takes them.', primary, role),
  },
  983: {
    message: 'the copy is neither primary nor secondary now (983)',
    remedy: fix(
      'The replica is resolving its role in the availability group, after a failover or a lost quorum.',
      'Wait until the failover is over',
      pressR,
      primary,
      role,
    ),
  },
  924: {
    message: 'database is in single-user mode (924)',
    remedy: fix(
      'Only one connection at a time is let in, and somebody has it.',
      by.database('Open it for all (put its name in place of NAME)', 'ALTER DATABASE [NAME] SET MULTI_USER;'),
    ),
  },
  942: notOnline('database is offline', '942', 'It was taken offline.'),
  921: notOnline(
    'database is not recovered yet',
    '921',
    'The server reads its log after a start or a failover.',
  ),
  922: notOnline(
    'database is being recovered',
    '922',
    'The server reads its log after a start or a failover.',
  ),
  927: notOnline(
    'database is being restored',
    '927',
    'A restore is under way, or its last step was left out.',
  ),
  926: notOnline('database is marked suspect', '926', 'Its recovery failed.'),
  945: notOnline('database cannot be opened', '945', 'Files cannot be read, or memory or disk space lack.'),
  911: {
    message: 'there is no such database (911)',
    remedy: fix('The server knows no database of this name.', 'Correct database in .ecmarc', states),
  },
  18401: {
    message: 'server is being upgraded (18401)',
    remedy: fix(
      'SQL Server runs its upgrade scripts after an update; until then only administrators get in.',
      'Wait until it is over',
      pressR,
    ),
  },
  18451: {
    message: 'only administrators get in now (18451)',
    remedy: fix(
      'SQL Server lets in only administrators at this time, for maintenance.',
      by.database('Let everybody in when the maintenance is over'),
    ),
  },
  17142: {
    message: 'server is paused (17142)',
    remedy: fix(
      'SQL Server was paused: who is connected stays, nobody new gets in.',
      by.database(
        'Continue its service (put the name of the instance in place of MSSQLSERVER)',
        'net continue MSSQLSERVER',
      ),
    ),
  },
  17809: {
    message: 'too many connections (17809)',
    remedy: fix(
      'The configured number of user connections is reached.',
      by.database('See the limit', "EXEC sys.sp_configure N'user connections';"),
      by.database('Find out who keeps so many connections, or raise the limit'),
    ),
  },
  17892: {
    message: 'a logon trigger refuses it (17892)',
    remedy: fix(
      'The login is good; a trigger of the server ends it. It may ask for an address, an hour, a program or a number of sessions.',
      by.database('See the logon triggers', 'SELECT name, is_disabled FROM sys.server_triggers;'),
      by.database('Let the trigger pass the account of the connector, from this server'),
    ),
  },
  17830: {
    message: 'the login took too long for the server (17830)',
    remedy: fix(
      'The network was lost or slow while the login was under way.',
      by.network('See what slows or cuts connections to this server'),
    ),
  },
};

function notOnline(what: string, number: string, why: string): LoginError {
  return {
    message: `${what} (${number})`,
    remedy: fix(why, states, by.database('Bring it online, or wait until its recovery is over'), pressR),
  };
}
