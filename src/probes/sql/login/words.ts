import type { ServerMessage } from '../../../clients/sql/login-facts.ts';
import { takesWindowsLoginsOnly } from '../../../clients/sql/tds/login-errors.ts';
import type { SqlTarget } from '../../../settings/schema.ts';
import { by, fix } from '../../common/fix.ts';
import { pressR } from '../../common/steps.ts';
import { availabilityErrors } from './availability.ts';
import { azureErrors } from './azure.ts';
import type { LoginError } from './login-error.ts';

/** Every number with words of its own. */
export function numbersWithWords(): readonly number[] {
  return Object.keys(loginErrors).map(Number);
}

const newPassword = 'Put the new password where .ecmarc says it is kept, and into the connector';

/**
 * What SQL Server's numbers mean at a login ("Database Engine events and errors" in SQL Server's documentation; the
 * states: its page MSSQLSERVER_18456).
 */
const loginErrors: Readonly<Record<number, LoginError>> = {
  18456: {
    message: 'login refused (18456)',
    remedy: fix(
      "Name, password or kind of login are wrong. SQL Server tells the client only state 1; the server's own error log has the state that says which.",
      by.database(
        'Look up the state in the error log of SQL Server',
        "EXEC sys.sp_readerrorlog 0, 1, N'18456';",
      ),
      by.database(
        'Check that SQL logins are allowed at all: 1 means Windows logins only',
        "SELECT SERVERPROPERTY('IsIntegratedSecurityOnly');",
      ),
      'A user that was made inside one database (contained) logs in only there: check database in .ecmarc too',
      'Correct user or password in .ecmarc: each try counts towards lock-out',
      pressR,
    ),
  },
  18450: windowsOnly('18450'),
  18452: {
    message: 'login from an untrusted domain (18452)',
    remedy: fix(
      'SQL Server could not match this login with a domain that it trusts, or it takes Windows logins only.',
      by.database(
        'Use an account of a domain that SQL Server trusts, or one of its own machine (HOSTNAME\\account)',
      ),
      by.database('Or use an SQL login, with mixed mode on'),
    ),
  },
  18470: {
    message: 'login is disabled (18470)',
    remedy: fix(
      'The login is there, and is turned off.',
      by.database('Enable it', 'ALTER LOGIN [ecma] ENABLE;'),
      pressR,
    ),
  },
  18486: {
    message: 'login is locked (18486)',
    remedy: fix(
      'Too many wrong passwords locked it, by the password policy of Windows.',
      by.database(
        'Unlock it, and find out who sends the old password',
        "ALTER LOGIN [ecma] WITH PASSWORD = N'...' UNLOCK;",
      ),
    ),
  },
  18487: {
    message: 'password has expired (18487)',
    remedy: fix(
      'A service cannot answer the question for a new password.',
      by.database(
        'Set a new password, without expiry',
        "ALTER LOGIN [ecma] WITH PASSWORD = N'...', CHECK_EXPIRATION = OFF;",
      ),
      newPassword,
    ),
  },
  18488: {
    message: 'password must be changed (18488)',
    remedy: fix(
      'The login was made with MUST_CHANGE. A service cannot answer the question for a new password.',
      by.database('Set the password without MUST_CHANGE', "ALTER LOGIN [ecma] WITH PASSWORD = N'...';"),
      newPassword,
    ),
  },
  18461: {
    message: 'server is in single-user mode (18461)',
    remedy: fix(
      'Only one administrator can be connected now.',
      by.database('Start SQL Server without -m, when the maintenance is over'),
    ),
  },
  17187: {
    message: 'server is still starting (17187)',
    remedy: fix(
      'SQL Server takes no connections before its start is complete.',
      'Wait until it has started',
      pressR,
    ),
  },
  4060: {
    message: 'database cannot be opened (4060)',
    remedy: fix(
      'The login is good, but this database does not exist, is not online, or the login has no user in it.',
      by.database('Check the name and state of the database', 'SELECT name, state_desc FROM sys.databases;'),
      by.database('Give the login a user in it', 'CREATE USER [ecma] FOR LOGIN [ecma];'),
      'Or correct database in .ecmarc',
    ),
  },
  4064: {
    message: "login's default database cannot be opened (4064)",
    remedy: fix(
      'The default database of this login is gone or not online.',
      by.database(
        'Give the login a default database that exists',
        'ALTER LOGIN [ecma] WITH DEFAULT_DATABASE = [master];',
      ),
    ),
  },
  916: {
    message: 'login has no user in the database (916)',
    remedy: fix(
      'The login is good, but nobody in this database stands for it.',
      by.database('Give the login a user in it', 'CREATE USER [ecma] FOR LOGIN [ecma];'),
    ),
  },
  ...availabilityErrors,
  ...azureErrors,
};

function windowsOnly(number: string): LoginError {
  return {
    message: `SQL logins are off (${number})`,
    remedy: fix(
      'SQL Server takes Windows logins only: mixed mode is off.',
      by.database(
        'Turn on "SQL Server and Windows Authentication mode" in the properties of the server, then restart SQL Server',
        "SELECT SERVERPROPERTY('IsIntegratedSecurityOnly');",
      ),
      'Or use a Windows account: authentication: ntlm, with domain',
    ),
  };
}

/** What the state of 18456 tells, where the server or its log gives one (MSSQLSERVER_18456). */
const states: Readonly<Record<number, string>> = {
  2: 'no login of this name',
  5: 'no login of this name',
  6: 'a Windows name was used with an SQL login',
  7: 'the login is disabled, and the password is wrong',
  8: 'the password is wrong',
  9: 'the password is not valid',
  11: 'the login is known, but may not connect to this server',
  12: 'the login is known, but may not connect to this server',
  18: 'the password must be changed',
  38: 'the database does not exist or the login has no user in it',
  40: 'the default database cannot be opened',
  58: 'SQL logins are off: mixed mode is not on',
  10: 'the login is locked or may not be used now',
  16: 'the login may not use the database that was asked for',
  23: 'the server was shutting down or paused',
  46: 'the database that was asked for was not found',
  50: 'a contained user of another collation',
  62: 'the Windows account is a contained user of no such database',
  65: 'the contained user is there, and its password is wrong',
  102: 'the account of Microsoft Entra could not be used',
};

export function stateText(state: number | undefined): string | undefined {
  if (state === undefined) return undefined;
  if (state === 1) return 'state 1: the server keeps the reason to itself';
  const known = states[state];
  return known === undefined ? `state ${state}` : `state ${state}: ${known}`;
}

const mixedModeOff = windowsOnly('18456, state 58');
const noDomain = windowsOnly('18452');

/** What the server's first word means for this kind of login. */
export function meaningOf(
  said: Pick<ServerMessage, 'number' | 'state'>,
  authentication: SqlTarget['authentication'],
): LoginError | undefined {
  if (takesWindowsLoginsOnly(said, authentication)) return said.number === 18456 ? mixedModeOff : noDomain;
  return loginErrors[said.number];
}
