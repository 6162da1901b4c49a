import { by, fix } from '../../common/fix.ts';
import { pressR } from '../../common/steps.ts';
import type { LoginError } from './login-error.ts';

/**
 * Numbers of Azure SQL ("Troubleshoot connection errors" and "Resource governance errors" of Azure SQL Database;
 * 47072, 42101, 40531: microsoft/microsoft-sql, diagnose-connection-errors).
 */
export const azureErrors: Readonly<Record<number, LoginError>> = {
  40615: {
    message: 'Azure firewall: this address may not (40615)',
    remedy: fix(
      'Azure SQL lets in only addresses that its firewall names.',
      by.database(
        'Add the public address of this server (it stands in the message) to the firewall of the Azure SQL server',
      ),
    ),
  },
  40914: {
    message: 'Azure firewall: this network may not (40914)',
    remedy: fix(
      'Azure SQL has no rule for the virtual network of this server.',
      by.database('Add a virtual network rule for the subnet of this server'),
    ),
  },
  40532: {
    message: 'Azure cannot open the server (40532)',
    remedy: fix(
      'The name of the server is not part of the login, or the server does not exist. The full name of the server must be used.',
      'In .ecmarc use the full name as server: NAME.database.windows.net',
      by.database('Or write the user as user@NAME'),
    ),
  },
  40613: {
    message: 'Azure database is not available now (40613)',
    remedy: fix(
      'A serverless database that sleeps wakes up by this very try; other causes pass as well.',
      'Wait a minute',
      pressR,
    ),
  },
  40531: {
    message: 'Azure cannot tell which server is meant (40531)',
    remedy: fix(
      'Azure finds the server by the first part of its DNS name. An address, an alias or a short name does not have it.',
      'In .ecmarc and in the DSN use the full name as server: NAME.database.windows.net',
      by.database('Or write the user as user@NAME'),
    ),
  },
  40607: {
    message: 'Azure takes no Windows logins (40607)',
    remedy: fix(
      'Windows logins are not supported by Azure SQL Database.',
      'Use an SQL login in .ecmarc: authentication: sql',
      by.server('In the DSN write', 'Trusted_Connection=no'),
    ),
  },
  42101: publicAccess('42101'),
  47073: publicAccess('47073'),
  47072: {
    message: 'TLS is older than the server wants (47072)',
    remedy: fix(
      'The Azure SQL server has a minimal TLS version, and the login came with an older one or unencrypted.',
      'Write in .ecmarc, at the target: encrypt: true',
      by.server('In the DSN write', 'Encrypt=yes'),
      by.server('See that TLS 1.2 is on for clients on this server (row "TLS 1.2")'),
    ),
  },
  40197: passing(
    'the service has a fault now',
    '40197',
    'Azure moves or updates the database; such moments pass.',
  ),
  40501: passing(
    'the service is busy',
    '40501',
    'Azure throttles the database at this moment: too much is asked of it.',
  ),
  49918: passing(
    'not enough resources for the login',
    '49918',
    'Azure has too little room for it at this moment.',
  ),
  49919: passing(
    'too many create or update operations',
    '49919',
    'Azure is busy with changes of its databases.',
  ),
  49920: passing('too many operations', '49920', 'Azure is busy with this subscription.'),
  42109: passing(
    'the pool is warming up',
    '42109',
    'A serverless or paused SQL pool starts when somebody logs in; that takes a while.',
  ),
  40544: {
    message: 'database has reached its size (40544)',
    remedy: fix(
      'Nothing more can be written into it.',
      by.database('Raise the maximum size of the database, or delete what is not needed'),
    ),
  },
  10928: tooMany('10928', 'The limit of sessions or workers of the database is reached.'),
  10929: tooMany('10929', 'The server is too busy to give the database more than its guaranteed share.'),
};

function publicAccess(number: string): LoginError {
  return {
    message: `public access is denied (${number})`,
    remedy: fix(
      'Azure SQL takes connections through private endpoints only.',
      by.database('Let this server resolve the name to the private endpoint, or allow public access'),
    ),
  };
}

function passing(what: string, number: string, why: string): LoginError {
  return { message: `Azure: ${what} (${number})`, remedy: fix(why, 'Wait a minute', pressR) };
}

function tooMany(number: string, why: string): LoginError {
  return {
    message: `Azure: too many sessions (${number})`,
    remedy: fix(
      why,
      by.database('Find out who keeps so many sessions, or give the database a larger size'),
      'Wait a minute',
      pressR,
    ),
  };
}
