import { never } from '../../base/never.ts';
import { failedStep } from '../../clients/connection/layers.ts';
import type { Evidence, JudgeInput, Remedy, Step, Verdict } from '../../engine/probe.ts';
import { moment } from '../../engine/words.ts';
import type { Problem } from '../../platform/types.ts';
import type { Settings } from '../../settings/schema.ts';
import { stepFailure } from '../common/connection-words.ts';
import { refusedBefore, tryOnceMore } from '../common/refused-before.ts';
import { onScreen, pressR } from '../common/steps.ts';
import type { BindFacts } from './bind/facts.ts';
import type { PasswordNews } from './controls.ts';
import { problemText, resultCode } from './outcome.ts';
import { type Reason, reasonOf } from './sub-codes.ts';

type Finding = Pick<Verdict, 'status' | 'message' | 'found' | 'remedy'>;

export function judgeBind({ facts }: JudgeInput<Settings, BindFacts>): Verdict {
  const expected = 'the connector account signs in';
  return { expected, ...find(facts), evidence: evidenceOf(facts) };
}

function evidenceOf({ account, problem, password, ms, refusal }: BindFacts): Evidence[] {
  return [
    ...(account === '' ? [] : [{ label: 'Account', value: account }]),
    ...(ms === undefined ? [] : [{ label: 'Answer after', value: `${Math.round(ms)} ms` }]),
    ...(problem === undefined ? [] : [{ label: 'Server', value: problemText(problem) }]),
    ...(refusal === undefined ? [] : [{ label: 'Refused at', value: moment(refusal.at) }]),
    ...(password?.endsIn === undefined ? [] : [{ label: 'Password ends in', value: span(password.endsIn) }]),
    ...(password?.graceLogins === undefined
      ? []
      : [{ label: 'Grace logins left', value: String(password.graceLogins) }]),
  ];
}

function find(facts: BindFacts): Finding {
  const { outcome, problem = { code: '', text: '' } } = facts;
  switch (outcome) {
    case 'bound':
      return accepted(facts);
    case 'refused':
      return refused(facts, problem);
    case 'remembered':
      return {
        status: 'fail',
        message: 'password was refused before',
        found: `${refusedBefore(facts.refusal)}; not sent again, so that the account is not locked`,
        remedy: remedy('The server refused this password. It is not tried again by itself for an hour.', [
          correct,
          tryOnceMore,
        ]),
      };
    case 'no-secret':
      return {
        status: 'fail',
        message: 'the password is empty',
        found: 'nothing was sent: with an empty password many servers let anybody in, as nobody',
        remedy: remedy(
          'A name with an empty password is an anonymous sign-in (RFC 4513). It proves nothing.',
          [correct],
        ),
      };
    case 'anonymous':
      return {
        status: 'fail',
        message: 'signed in as nobody',
        found: 'the server accepted the sign-in, but takes us for an anonymous user',
        remedy: remedy('Name and password were accepted without being checked.', [
          correct,
          { text: 'Turn off sign-ins without a checked password at the directory', owner: 'directory' },
        ]),
      };
    case 'forbidden':
      return {
        status: 'fail',
        message: 'this is Active Directory',
        found: 'the server hides it from strangers, and shows it to the account',
        remedy: remedy('Users must not be provisioned into it, so nothing more is asked of it.', [
          { text: 'Use AD LDS or another LDAP directory, and write its address to url in .ecmarc' },
        ]),
      };
    case 'no-connection': {
      const failed = facts.reached === undefined ? undefined : failedStep(facts.reached.steps);
      if (failed !== undefined && failed.layer !== 'tls')
        return { status: 'fail', ...stepFailure(failed, { proxy: false }) };
      const why = failed?.problem ?? problem;
      return {
        status: 'fail',
        message: 'no secure connection',
        found: problemText(why),
        remedy: remedy('The connection that served before could not be made again. No password was sent.', [
          onScreen('Press r at the rows above this one: they say which layer fails'),
        ]),
      };
    }
    case 'lost':
      return {
        status: 'fail',
        message:
          problem.code === 'NO_ANSWER' ? 'no answer to the sign-in' : 'the server hung up during the sign-in',
        found: problemText(problem),
        remedy: remedy('The server took the connection but gave no answer to the sign-in.', [
          { text: 'Look into the log of the directory server', owner: 'directory' },
          pressR,
        ]),
      };
    case 'unsupported':
      return {
        status: 'unknown',
        message: `${facts.authentication}: not tried`,
        found: `the doctor signs in with name and password only; ${facts.authentication} is left to the connector`,
        remedy: remedy('The rows below need a sign-in, so they are not looked at either.', [
          {
            text: 'To have them looked at, give the doctor an account with a password: authentication: simple',
          },
        ]),
      };
    default:
      return never(outcome);
  }
}

function accepted({ ms, password }: BindFacts): Finding {
  const message = `signed in, ${Math.round(ms ?? 0)} ms`;
  if (password?.error === 2) {
    return {
      status: 'fail',
      message: 'the password must be changed first',
      found: 'the server accepts the password, but wants a new one before anything else',
      remedy: remedy(
        'Until the password is changed, the server refuses everything that the connector does.',
        [
          { text: 'Change the password of the account, or lift the demand from it', owner: 'directory' },
          correct,
        ],
      ),
    };
  }
  if (password?.graceLogins !== undefined) {
    return {
      status: 'warn',
      message: `password expired, ${password.graceLogins} logins left`,
      found: 'each sign-in, of the doctor too, uses up one of them',
      remedy: remedy(
        'The password has expired. After the last grace login the connector stands still.',
        passwordSteps,
      ),
    };
  }
  if (password?.endsIn !== undefined) {
    return {
      status: 'warn',
      message: `password ends in ${span(password.endsIn)}`,
      found: message,
      remedy: remedy('When the password has ended, the connector stands still.', passwordSteps),
    };
  }
  return { status: 'pass', message };
}

function refused({ password }: BindFacts, problem: Problem): Finding {
  const reason = reasonOf(problem, password);
  if (reason !== undefined) return { status: 'fail', found: problemText(problem), ...byReason(reason) };
  return { status: 'fail', found: problemText(problem), ...byCode(problem, password) };
}

function byReason(reason: Reason): Pick<Finding, 'message' | 'remedy'> {
  const owner = (text: string): Step => ({ text, owner: 'directory' });
  switch (reason) {
    case 'password':
      return {
        message: 'wrong password',
        remedy: remedy('The server knows the account and refuses the password.', [correct, noRepeat]),
      };
    case 'no-account':
      return {
        message: 'no such account',
        remedy: remedy('The server does not know bindDn.', [
          { text: 'Correct bindDn in .ecmarc: the full name of the account as the directory has it' },
          noRepeat,
        ]),
      };
    case 'hours':
      return {
        message: 'not allowed at this hour',
        remedy: remedy('The account may sign in at certain hours only.', [
          owner('Lift the logon hours from the account'),
          pressR,
        ]),
      };
    case 'workstation':
      return {
        message: 'not allowed from this server',
        remedy: remedy('The account may sign in from certain machines only.', [
          owner('Allow the account on this server'),
          pressR,
        ]),
      };
    case 'expired':
      return {
        message: 'the password has expired',
        remedy: remedy('The password is right or was, but its time is over.', passwordSteps),
      };
    case 'disabled':
      return {
        message: 'the account is disabled',
        remedy: remedy('The directory has this account turned off.', [owner('Enable the account'), pressR]),
      };
    case 'account-expired':
      return {
        message: 'the account has expired',
        remedy: remedy('The time of the account itself is over.', [owner('Extend the account'), pressR]),
      };
    case 'must-change':
      return {
        message: 'the password must be changed first',
        remedy: remedy(
          'The account was given a password that has to be changed at the first sign-in.',
          passwordSteps,
        ),
      };
    case 'locked':
      return {
        message: 'the account is locked',
        remedy: remedy('Too many wrong passwords were sent for this account.', [
          owner('Unlock the account, and find out who sent the wrong passwords'),
          pressR,
        ]),
      };
    default:
      return never(reason);
  }
}

function byCode(problem: Problem, password: PasswordNews | undefined): Pick<Finding, 'message' | 'remedy'> {
  const owner = (text: string): Step => ({ text, owner: 'directory' });
  const code = resultCode(problem);
  switch (code) {
    case 49:
      return {
        message: 'name or password refused',
        remedy: remedy('The server does not say which of the two is wrong.', [
          { text: 'Compare bindDn in .ecmarc with the full name of the account in the directory' },
          correct,
          noRepeat,
        ]),
      };
    case 19:
      return {
        message: 'too many wrong passwords',
        remedy: remedy('The server takes no more sign-ins of this account for now.', [
          owner('Unlock the account, or wait until the server does'),
          noRepeat,
        ]),
      };
    case 7:
    case 8:
      return {
        message: 'stronger sign-in required',
        remedy: remedy('The server does not take a name and password this way.', [
          { text: 'In .ecmarc, at the target, use TLS', command: 'startTls: true' },
          owner('Or allow simple binds over TLS at the directory'),
        ]),
      };
    case 13:
      return {
        message: 'encryption required',
        remedy: remedy('The server takes passwords over TLS only.', [
          { text: 'In .ecmarc, at the target, turn StartTLS on, or use ldaps://', command: 'startTls: true' },
        ]),
      };
    case 32:
      return {
        message: 'no such account',
        remedy: remedy('The server does not know bindDn.', [{ text: 'Correct bindDn in .ecmarc' }, pressR]),
      };
    case 34:
      return {
        message: 'bindDn is not a DN',
        remedy: remedy('The server wants the full name, such as cn=ecma,ou=services,dc=contoso,dc=example.', [
          { text: 'Correct bindDn in .ecmarc' },
          pressR,
        ]),
      };
    case 48:
      return {
        message: 'the account has no password',
        remedy: remedy('The entry of the account holds no password to compare with.', [
          owner('Give the account a password'),
          pressR,
        ]),
      };
    case 53:
      return {
        message: 'the server will not let it in',
        remedy: remedy('The server refuses to sign this account in; often the account is turned off.', [
          owner('Enable the account, and look into the log of the directory for the reason'),
          pressR,
        ]),
      };
    case 51:
    case 52:
      return {
        message: 'the directory is busy',
        remedy: remedy('The server cannot sign anybody in just now.', [pressR]),
      };
    case 10:
      return {
        message: 'sent to another server',
        remedy: remedy('The account is on another server, and the connector does not follow referrals.', [
          { text: 'Use an account that this server holds, or the address of the other server' },
        ]),
      };
    default:
      return {
        message: `refused: ${problemText(problem)}`.slice(0, 60),
        remedy: remedy(
          password?.error === undefined
            ? 'The server refused the sign-in for a reason of its own.'
            : `The server refused the sign-in by its password policy (${password.error}).`,
          [owner('Look into the log of the directory server'), pressR],
        ),
      };
  }
}

const correct: Step = { text: 'Correct the password where .ecmarc says it is kept, or bindDn in .ecmarc' };
const noRepeat: Step = {
  text: 'The refused password is not sent again by itself: repeating it could lock the account',
};
const passwordSteps: readonly Step[] = [
  { text: 'Give the account a new password, best one that does not expire', owner: 'directory' },
  { text: 'Put the new password where .ecmarc says it is kept, and later into the connector' },
];

function remedy(why: string, steps: readonly Step[]): Remedy {
  return { why, steps, links: [] };
}

function span(seconds: number): string {
  if (seconds < 2 * 3600) return `${Math.max(1, Math.round(seconds / 60))} minutes`;
  const hours = Math.round(seconds / 3600);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}
