import { never } from '../../../base/never.ts';
import type { ChildEnd } from '../../../clients/odbc/conversation.ts';
import { isAnswer } from '../../../clients/odbc/failures.ts';
import { asWhoRuns } from '../../../clients/sql/account.ts';
import type { Evidence, Verdict } from '../../../engine/probe.ts';
import type { SqlTarget } from '../../../settings/schema.ts';
import { evidence } from '../../common/evidence.ts';
import { by } from '../../common/fix.ts';
import { refusedBefore, tryOnceMore } from '../../common/refused-before.ts';
import { pressR } from '../../common/steps.ts';
import type { SqlInput } from '../define.ts';
import { same } from '../driver-names.ts';
import { speechOf } from '../speech.ts';
import { neverTried, untriedEvidence } from '../untried.ts';
import { fail, unknown, type VerdictCore, warn } from '../verdicts.ts';
import { elsewhere } from './elsewhere.ts';
import type { OdbcFacts } from './facts.ts';
import { diagnosticText, failureWords, numbersOf } from './words.ts';

const expected = 'the driver loads, takes the file DSN and has an answer from the server';

export function judgeOdbc({ facts, scope: { target } }: SqlInput<OdbcFacts>): Verdict {
  return { expected, evidence: odbcEvidence(facts, target), ...verdictOn(facts, target) };
}

export function odbcEvidence(facts: OdbcFacts, { authentication }: SqlTarget): Evidence[] {
  const { driver, info, here, leads, diagnostics = [], account, ownLogin, ms } = facts;
  return [
    ...evidence({
      Driver: [driver, info?.driver, info?.driverVersion].filter(Boolean).join(', ') || undefined,
      Engine: info && `${info.engine} ${here?.version ?? info.engineVersion}`,
      'The file leads to':
        leads &&
        `${leads.server}${leads.port === undefined ? '' : `, port ${leads.port}`}, ${leads.database}`,
      'Account asked for': account || undefined,
      'Way in':
        authentication === 'entra'
          ? 'by Microsoft Entra: the makers of the doctor have seen that at no real server'
          : undefined,
      'Account logged in': here?.user ?? info?.user,
      Database: here?.database ?? info?.database,
      Encryption: here?.cipher === undefined ? undefined : here.cipher === '' ? 'none' : here.cipher,
      "The doctor's own login": ownLogin,
    }),
    ...diagnostics.map((one) => ({ label: `Said, ${one.state}`, value: diagnosticText(one) })),
    ...evidence({ 'Login took': ms === undefined ? undefined : `${ms} ms` }),
    ...(neverTried(facts.engine) ? untriedEvidence(speechOf(facts.engine).product) : []),
  ];
}

function verdictOn(facts: OdbcFacts, target: SqlTarget): VerdictCore {
  const { outcome, ended, driver = '' } = facts;
  switch (outcome) {
    case 'in':
      return loggedIn(facts, target);
    case 'failed':
      return failed(facts);
    case 'held':
      return unknown(
        'not tried: the password was refused',
        `${facts.account} was ${refusedBefore(facts.refusal)}`,
        'A refused password goes no second way: each try counts towards lock-out.',
        'Mend the row of the login first',
        tryOnceMore,
      );
    case 'no-secret':
      return { status: 'unknown', message: 'no password to try', found: 'the password in .ecmarc is empty' };
    case 'no-file':
      return unknown(
        'the file DSN cannot be read',
        facts.problem?.text ?? '',
        'Without the file there is nothing to go by.',
        'Look at the row "File DSN"',
      );
    case 'harmful':
      return unknown(
        `not tried: ${facts.harmful?.join(', ') ?? ''}`,
        'these write down what is sent, run statements of their own, or ask a person at a window',
        'No password is sent while a log of the driver would keep it, or while the file itself runs statements.',
        by.server(
          'Take these keywords out of the file DSN; a trace is turned off in "ODBC Data Sources (64-bit)", tab Tracing',
          'odbcad32.exe',
        ),
        pressR,
      );
    case 'clear':
      return unknown(
        'not tried: password could go in clear',
        'the file DSN does not demand encryption',
        "Without a keyword that demands it, this driver encrypts nothing or only if the server offers it. psqlODBC's default is none.",
        by.server(
          'Demand encryption in the file DSN: SSLmode=verify-full in small letters (PostgreSQL), SSLMODE=VERIFY_IDENTITY (MySQL), SSLVERIFY=1 (MariaDB), Security=SSL (DB2)',
        ),
        {
          text: 'Or, where the network itself is protected, in .ecmarc',
          command: 'allowClearPassword: true',
        },
      );
    case 'ended':
      return ended === undefined ? { status: 'unknown', message: 'no answer' } : childEnded(ended, driver);
    case 'unavailable':
      return unknown(
        'the driver manager cannot be asked',
        facts.unavailable?.text ?? '',
        'The doctor asks drivers through the driver manager of this system, in a process of its own.',
        'Start the doctor on the server of the connector host',
      );
    default:
      return never(outcome);
  }
}

function childEnded(ended: ChildEnd, driver: string): VerdictCore {
  const name = driver === '' ? 'the driver' : `the driver ${driver}`;
  const why =
    "A driver is its maker's code, loaded into the process that asks. The connector host will load it too.";
  const update = by.server('Install the current release of the driver from its maker');
  switch (ended.how) {
    case 'crashed':
      return fail(`${name} crashed`, `its process ended: ${ended.exit}`, why, update);
    case 'silent':
      return fail(
        `${name} does not come back`,
        `no answer within ${ended.seconds} s; its process was ended`,
        why,
        update,
        by.network('Or see whether something takes connections to the database and never answers'),
      );
    case 'nonsense':
      return fail(`${name} disturbs its process`, 'it writes where it must not', why, update);
    case 'not-started':
      return unknown(
        'the driver could not be tried',
        `${ended.text} (${ended.code})`,
        'The doctor starts itself once more to load the driver, and could not: a policy for programs may forbid it.',
        pressR,
      );
    default:
      return never(ended);
  }
}

function failed(facts: OdbcFacts): VerdictCore {
  const { failure = 'untold', diagnostics = [], engine, ownLogin } = facts;
  const found = diagnostics.map(diagnosticText).join('; ') || 'no reason given';
  const { message, why, steps } = failureWords[failure];
  if (engine === 'sqlserver' && ownLogin === 'in')
    return fail(
      `${message} (${numbersOf(diagnostics)})`,
      `${found}; the doctor's own client logs in with the same account`,
      `${why} The connector goes by the driver.`,
      ...steps,
    );
  // A server that refuses has a word for it: of silence nothing is known, a driver that did not load included.
  if (diagnostics.length === 0) return unknown('no connection, and no reason given', found, why, ...steps);
  if (isAnswer(failure))
    return {
      status: 'pass',
      message: 'the server answers through the driver',
      found: `it refused: ${found}`,
    };
  return fail(`${message} (${numbersOf(diagnostics)})`, found, why, ...steps);
}

/** The login that `.ecmarc` asks for, made as whoever runs the doctor. `$` ends the names of computers. */
export function thisWasYou(who: string): VerdictCore {
  if (who.endsWith('$'))
    return {
      status: 'pass',
      message: who,
      found: 'as the computer, or a service account of its own: so do services that run as NETWORK SERVICE',
    };
  return warn(
    who === '' ? 'this was you' : `this was you: ${who}`,
    'the file logs in by Windows, as .ecmarc says',
    'Such a login takes the account that runs the program: here the person at this machine, in the connector the account of its service, whose rights may be others.',
    by.server(
      "Start the doctor once as the connector host's account does: a scheduled task as SYSTEM logs in as the computer, as NETWORK SERVICE does",
    ),
  );
}

function loggedIn(facts: OdbcFacts, target: SqlTarget): VerdictCore {
  const { here, info, account, ownLogin, engine } = facts;
  const far = elsewhere(facts);
  if (far !== undefined)
    return fail(
      `leads to another ${far.what}: ${far.found}`,
      `.ecmarc says ${far.wanted}`,
      'The doctor looked at one database, and the connector will use another.',
      by.server('Correct one of the two: the file DSN, or server, port and database in .ecmarc'),
    );
  const who = here?.user ?? info?.user ?? '';
  if (asWhoRuns(target)) return thisWasYou(who);
  if (engine === 'sqlserver' && who.includes('\\') && !same(who, account))
    return warn(
      `this was you: ${who}`,
      `the file logs in by Windows; .ecmarc names ${account === '' ? 'nobody' : account}`,
      'With a Windows login the driver ignores user and password: here it took the person at this machine, in the connector it takes the account of the service.',
      by.server('Take Trusted_Connection out of the file DSN, or let .ecmarc say authentication: ntlm'),
    );
  if (ownLogin !== undefined && ownLogin !== 'in')
    return warn(
      'the driver logs in, the doctor does not',
      `the doctor's own login: ${ownLogin}`,
      'The connector goes by the driver, so it will get in. What the other row says may still be wrong with the server.',
      'Look at the row "Logs in as the service account"',
    );
  const engineName = [info?.engine, here?.version ?? info?.engineVersion].filter(Boolean).join(' ');
  // Of an engine that nobody lists the server itself is not asked.
  const byDriver =
    here === undefined && engine !== 'other' ? ", by the driver's word: the server did not tell" : '';
  return { status: 'pass', message: engineName || 'logged in', found: `as ${who || account}${byDriver}` };
}
