import { never } from '../../../base/never.ts';
import { moment } from '../../../base/phrases.ts';
import { failedStep } from '../../../clients/connection/layers.ts';
import type { BindFacts } from '../../../clients/ldap/connection.ts';
import { problemText, resultCode } from '../../../clients/ldap/outcome.ts';
import { refusalReason } from '../../../clients/ldap/sub-codes.ts';
import type { Evidence, Verdict } from '../../../engine/probe.ts';
import type { Problem } from '../../../platform/types.ts';
import { stepFailure } from '../../common/connection-words.ts';
import { evidence } from '../../common/evidence.ts';
import { by, fix } from '../../common/fix.ts';
import { refusedBefore, tryOnceMore } from '../../common/refused-before.ts';
import { onScreen, pressR } from '../../common/steps.ts';
import { importOwn, notOfFile } from '../client-certificate.ts';
import type { LdapInput } from '../define.ts';
import { lostVerdict } from '../lost.ts';
import { byReason, byResultCode, correctPassword, newPassword } from './words.ts';

export function judgeBind({ facts, scope: { target } }: LdapInput<BindFacts>): Verdict {
  const expected = 'the connector account signs in';
  const verdict = verdictOn(facts);
  const byCertificate = facts.authentication === 'external' && throughWindows.includes(facts.outcome);
  return {
    expected,
    ...(byCertificate ? notOfFile(verdict, target) : verdict),
    evidence: evidenceOf(facts),
  };
}

/** What came of asking Windows' own client. */
const throughWindows: readonly BindFacts['outcome'][] = [
  'bound',
  'refused',
  'no-connection',
  'lost',
  'unasked',
];

function evidenceOf({
  account,
  problem,
  password,
  ms,
  refusal,
  authentication,
  outcome,
}: BindFacts): Evidence[] {
  const { endsIn, graceLogins } = password ?? {};
  const byWindows = authentication !== 'simple' && throughWindows.includes(outcome);
  return evidence({
    Account: account || undefined,
    'Way in': byWindows
      ? `${authentication}, by Windows' own client: of the doctor's code not yet run on a real Windows`
      : undefined,
    'Answer after': ms === undefined ? undefined : `${Math.round(ms)} ms`,
    Server: problem && problemText(problem),
    'Refused at': refusal && moment(refusal.at),
    'Password ends in': endsIn === undefined ? undefined : span(endsIn),
    'Grace logins left': graceLogins?.toString(),
  });
}

function verdictOn(facts: BindFacts): Verdict {
  const { outcome, problem = { code: '', text: '' } } = facts;
  switch (outcome) {
    case 'bound':
      return accepted(facts);
    case 'refused':
      return { status: 'fail', found: problemText(problem), ...refused(facts, problem) };
    case 'remembered':
      return {
        status: 'fail',
        message: 'password was refused before',
        found: `${refusedBefore(facts.refusal)}; not sent again, so that the account is not locked`,
        remedy: fix(
          'The server refused this password. It is not tried again by itself for an hour.',
          correctPassword,
          tryOnceMore,
        ),
      };
    case 'held':
      return {
        status: 'unknown',
        message: 'not tried: refused at another address',
        found: `this account was ${refusedBefore(facts.refusal)} by ${facts.refusal?.target.replace(/^ldap /, '') ?? 'another address'}; not sent here`,
        remedy: fix(
          'Both addresses may be of one directory, and each wrong password counts towards locking its account.',
          correctPassword,
          tryOnceMore,
        ),
      };
    case 'no-secret':
      return {
        status: 'fail',
        message: 'the password is empty',
        found: 'nothing was sent: with an empty password many servers let anybody in, as nobody',
        remedy: fix(
          'A name with an empty password is an anonymous sign-in (RFC 4513). It proves nothing.',
          correctPassword,
        ),
      };
    case 'anonymous':
      return {
        status: 'fail',
        message: 'signed in as nobody',
        found: 'the server accepted the sign-in, but takes us for an anonymous user',
        remedy: fix(
          'Name and password were accepted without being checked.',
          correctPassword,
          by.directory('Turn off sign-ins without a checked password at the directory'),
        ),
      };
    case 'forbidden':
      return {
        status: 'fail',
        message: 'this is Active Directory',
        found: 'the server hides it from strangers, and shows it to the account',
        remedy: fix(
          'Users must not be provisioned into it, so nothing more is asked of it.',
          'Use AD LDS or another LDAP directory, and write its address to url in .ecmarc',
        ),
      };
    case 'no-connection':
      return noConnection(facts, problem);
    case 'lost':
      if (problem.code === 'TOO_MUCH') return lostVerdict(problem);
      return {
        status: 'fail',
        message:
          problem.code === 'NO_ANSWER' ? 'no answer to the sign-in' : 'the server hung up during the sign-in',
        found: problemText(problem),
        remedy: fix(
          'The server took the connection but gave no answer to the sign-in.',
          by.directory('Look into the log of the directory server'),
          pressR,
        ),
      };
    case 'unsupported':
      return {
        status: 'unknown',
        message: `${facts.authentication}: not tried`,
        found: `${facts.authentication} goes through Windows' own client, and this is not Windows`,
        remedy: fix(
          'The rows below need a sign-in, so they are not looked at either.',
          by.server('Run the doctor on the server of the connector host'),
          'To have them looked at here, give the doctor an account with a password: authentication: simple',
        ),
      };
    case 'unasked':
      return unasked(facts, problem);
    default:
      return never(outcome);
  }
}

/** Not seen: whether the connector can sign in is open. */
function unasked({ authentication }: BindFacts, problem: Problem): Verdict {
  return {
    status: 'unknown',
    message: `${authentication}: Windows' own client gave no answer of the directory`,
    found: problemText(problem),
    remedy: fix(
      'This way to sign in goes through wldap32 and Schannel, as the connector does it.',
      by.server('Look into the System event log (Schannel) of this server for the reason'),
      ...(authentication === 'kerberos'
        ? [
            by.server(
              'Let this server reach a domain controller of the realm, and the directory have a service name (SPN)',
            ),
          ]
        : [importOwn]),
      pressR,
    ),
  };
}

function noConnection({ reached }: BindFacts, problem: Problem): Verdict {
  const failed = reached && failedStep(reached.steps);
  if (failed !== undefined && failed.layer !== 'tls')
    return { status: 'fail', ...stepFailure(failed, { proxy: false }) };
  return {
    status: 'fail',
    message: 'no secure connection',
    found: problemText(failed?.problem ?? problem),
    remedy: fix(
      'The connection that served before could not be made again. No password was sent.',
      onScreen('Press r at the rows above this one: they say which layer fails'),
    ),
  };
}

function accepted({ ms, password, throughWindows }: BindFacts): Verdict {
  const message = `signed in, ${Math.round(ms ?? 0)} ms`;
  const { error, graceLogins, endsIn } = password ?? {};
  if (error === 2) {
    return {
      status: 'fail',
      message: 'the password must be changed first',
      found: 'the server accepts the password, but wants a new one before anything else',
      remedy: fix(
        'Until the password is changed, the server refuses everything that the connector does.',
        by.directory('Change the password of the account, or lift the demand from it'),
        correctPassword,
      ),
    };
  }
  if (graceLogins !== undefined) {
    return {
      status: 'warn',
      message: `password expired, ${graceLogins} logins left`,
      found: 'each sign-in, of the doctor too, uses up one of them',
      remedy: fix(
        'The password has expired. After the last grace login the connector stands still.',
        ...newPassword,
      ),
    };
  }
  if (endsIn !== undefined) {
    return {
      status: 'warn',
      message: `password ends in ${span(endsIn)}`,
      found: message,
      remedy: fix('When the password has ended, the connector stands still.', ...newPassword),
    };
  }
  if (throughWindows?.asMe !== undefined)
    return {
      status: 'warn',
      message: `signed in as ${throughWindows.asMe}, who runs the doctor`,
      found: 'this was you, not the service; no account is named in .ecmarc',
      remedy: fix(
        'Without bindDn and password Kerberos signs in whoever runs the program. The connector host runs as another account.',
        'Name the account of the connector in .ecmarc: bindDn, password, realm',
      ),
    };
  return { status: 'pass', message };
}

function refused({ password }: BindFacts, problem: Problem): Pick<Verdict, 'message' | 'remedy'> {
  const reason = refusalReason(problem, password);
  const known = reason === undefined ? byResultCode[resultCode(problem) ?? 0] : byReason[reason];
  if (known !== undefined) return known;
  const why =
    password?.error === undefined
      ? 'The server refused the sign-in for a reason of its own.'
      : `The server refused the sign-in by its password policy (${password.error}).`;
  return {
    message: `refused: ${problemText(problem)}`.slice(0, 60),
    remedy: fix(why, by.directory('Look into the log of the directory server'), pressR),
  };
}

function span(seconds: number): string {
  if (seconds < 2 * 3600) return `${Math.max(1, Math.round(seconds / 60))} minutes`;
  const hours = Math.round(seconds / 3600);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}
