import type { Failure } from '../../../clients/odbc/failures.ts';
import type { Diagnostic } from '../../../clients/odbc/protocol.ts';
import type { Step } from '../../../engine/probe.ts';
import { by } from '../../common/fix.ts';
import { pressR } from '../../common/steps.ts';

/** What a failure of a driver means, for the rows of the driver and of the login. */
export interface FailureWords {
  /** A few words. */
  readonly message: string;
  readonly why: string;
  readonly steps: readonly (Step | string)[];
}

/** "28000, 1045: Access denied": what the driver manager, driver and server said, by their own numbers first. */
export function diagnosticText({ state, native, text }: Diagnostic): string {
  return `${text} (${state}${native === 0 ? '' : `, ${native}`})`;
}

export function numbersOf(diagnostics: readonly Diagnostic[] = []): string {
  const [first] = diagnostics;
  if (first === undefined) return 'no reason given';
  return first.native === 0 ? first.state : `${first.state}, ${first.native}`;
}

export const failureWords: Readonly<Record<Failure, FailureWords>> = {
  driver: {
    message: 'the driver cannot be used',
    why: 'The driver manager did not find the driver that the file names, or could not load its library: the name is not exactly that of an installed driver, it has another number of bits, or a library that it needs is missing.',
    steps: [
      by.server(
        'Correct DRIVER in the file, or install the driver anew; the list is in "ODBC Data Sources (64-bit)", tab Drivers',
        'odbcad32.exe',
      ),
    ],
  },
  unreached: {
    message: 'the driver does not reach the database',
    why: 'The port answers the doctor, and the driver that goes by the file finds no database there: server, port or protocol in the file are other ones.',
    steps: [by.server('Correct server and port in the file DSN, as .ecmarc has them'), pressR],
  },
  tls: {
    message: 'the driver and the server find no encryption',
    why: 'The driver checks or demands encryption by rules of its own, and they do not fit this server.',
    steps: [
      by.database('Give the server a certificate that the server of the connector host trusts'),
      by.server("Or correct the driver's keywords for encryption in the file DSN"),
    ],
  },
  method: {
    message: 'driver and server know no kind of log-in in common',
    why: 'The server answered, and no password was checked: mostly the driver is older than what the server demands, seldom the server or the account older than the driver.',
    steps: [by.server("Install the release of the driver that its maker names for this server's"), pressR],
  },
  credential: {
    message: 'login refused',
    why: 'Name or password are not accepted. Each try counts towards lock-out.',
    steps: ['Correct user or password in .ecmarc', pressR],
  },
  account: {
    message: 'account may not log in',
    why: 'The account is known, and locked, expired or not allowed to log in.',
    steps: [by.database('Unlock it, or let it log in, with a password that does not expire'), pressR],
  },
  address: {
    message: 'this address may not log in',
    why: 'The server lets this account in from other addresses only, or only with encryption.',
    steps: [
      by.database('Allow this account from the address of this server (pg_hba.conf, account@host)'),
      pressR,
    ],
  },
  database: {
    message: 'no way into the database',
    why: 'The account is good, and the database is not there or closed to it.',
    steps: [
      by.database('Check the name of the database, and let the account connect to it'),
      'Or correct database in .ecmarc and in the file DSN',
    ],
  },
  busy: {
    message: 'server takes no more connections',
    why: 'It is starting, stopping or full.',
    steps: [by.database('Wait, or allow more connections to this account'), pressR],
  },
  untold: {
    message: 'refused, the cause is not told',
    why: 'Driver and server give no number that says why. A wrong password looks like this too, so it is not tried again by itself.',
    steps: [by.database("Look into the server's own log at this minute"), pressR],
  },
};
