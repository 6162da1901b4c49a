import { never } from '../../../base/never.ts';
import { failedStep } from '../../../clients/connection/layers.ts';
import type { ServerMessage } from '../../../clients/sql/login-facts.ts';
import { quoted } from '../../../clients/sql/sqlserver/names.ts';
import type { Evidence, JudgeInput, Step, Verdict } from '../../../engine/probe.ts';
import { requirement } from '../../../requirements/index.ts';
import type { Settings } from '../../../settings/schema.ts';
import { certificateEnd, noClientCertificate, wantsCertificate } from '../../common/certificate-end.ts';
import { certificateFailure, isOursAlone, trustedByUsOnly } from '../../common/certificate-words.ts';
import { reachedEvidence, stepFailure } from '../../common/connection-words.ts';
import { evidence } from '../../common/evidence.ts';
import { by } from '../../common/fix.ts';
import { refusedBefore, tryOnceMore } from '../../common/refused-before.ts';
import { onScreen } from '../../common/steps.ts';
import { elevate } from '../../common/windows-answers.ts';
import { type OutgoingNtlm, outgoingNtlm } from '../../server/ntlm.ts';
import { browserFailure, greetingEvidence } from '../server-words.ts';
import { fail, unknown, type VerdictCore, warn } from '../verdicts.ts';
import { holderOf, isAzure } from './certificate.ts';
import { lost, noTls, sentAway } from './ended.ts';
import type { LoginFacts } from './facts.ts';
import { meaningOf, stateText } from './words.ts';

type Input = JudgeInput<Settings, LoginFacts>;

export function judgeLogin(input: Input): Verdict {
  const { facts } = input;
  return {
    expected: 'the account logs in, encrypted as .ecmarc says, to a server that is trusted',
    evidence: evidenceOf(facts),
    ...verdictOn(input),
  };
}

const kindTexts = {
  sql: 'SQL login',
  ntlm: 'Windows, NTLM',
  windows: 'Windows, by the driver',
  entra: 'Entra, by the driver',
} as const;

const encryptionTexts = {
  none: 'none',
  inside: 'TLS inside TDS 7 (encrypt: true)',
  strict: 'TLS from the first byte, TDS 8.0 (encrypt: strict)',
} as const;

function evidenceOf(facts: LoginFacts): Evidence[] {
  const { reached, greeting, words = [], caFile, problem } = facts;
  return [
    ...evidence({
      Account: `${facts.account} (${kindTexts[facts.authentication]})`,
      'Encryption asked for': encryptionTexts[facts.encryption],
    }),
    ...(reached === undefined ? [] : reachedEvidence(reached)),
    ...greetingEvidence(greeting),
    ...words.map((word) => ({ label: `Server, ${word.number}`, value: `${word.text}${stateNote(word)}` })),
    ...evidence({
      Problem: problem && `${problem.text} (${problem.code})`,
      [caFile?.key ?? '']: caFile?.problem && `not used: ${caFile.problem.text} (${caFile.problem.code})`,
      'Sent on to': facts.sentOn && `${facts.sentOn.host}:${facts.sentOn.port}`,
      'Login took': facts.ms === undefined ? undefined : `${facts.ms} ms`,
    }),
  ];
}

function stateNote({ number, state }: ServerMessage): string {
  return number === 18456 ? ` (${stateText(state)})` : ` (state ${state})`;
}

function verdictOn({ facts, observedAt }: Input): VerdictCore {
  const { outcome, reached, problem } = facts;
  switch (outcome) {
    case 'in':
      return loggedIn(facts, observedAt);
    case 'remembered':
      return fail(
        'refused before, not tried again',
        `${facts.account} was ${refusedBefore(facts.refusal)}`,
        'A wrong password counts towards lock-out, so it is not sent again by itself within an hour.',
        'Correct user or password in .ecmarc: then it is tried at once',
        tryOnceMore,
      );
    case 'driver-only':
      return { status: 'unknown', message: 'the driver alone logs in so', found: problem?.text ?? '' };
    case 'no-secret':
      return { status: 'unknown', message: 'no password to try', found: 'the password in .ecmarc is empty' };
    case 'no-instance':
      return { status: 'fail', ...browserFailure('the target', facts.browser) };
    case 'no-connection': {
      const failed = reached === undefined ? undefined : failedStep(reached.steps);
      if (failed === undefined) return lost(facts);
      return { status: 'fail', ...stepFailure(failed, { proxy: false }) };
    }
    case 'not-tds':
      if (problem !== undefined && wantsCertificate(problem))
        return noClientCertificate(problem, holderOf(facts));
      return fail(
        'not answered as SQL Server does',
        `${problem?.text ?? ''} (${problem?.code ?? ''})`,
        'The first question of the protocol had no proper answer. No password was sent.',
        'Look at the row "Answers"',
        onScreen('Then press r there'),
      );
    case 'not-offered':
      return fail(
        'server offers no encryption',
        'encrypt is on, and the server answers that it has none',
        'The server was asked to encrypt and declined. No password was sent.',
        by.database('Install the current service pack of SQL Server, or turn encryption on there'),
        {
          text: 'Or, where the network itself is protected, write in .ecmarc',
          command: 'encrypt: false\nallowClearPassword: true',
        },
      );
    case 'demanded':
      return fail(
        'server demands encryption',
        'encrypt: false, and the server takes encrypted connections only',
        'Force Encryption is on at the server. No password was sent.',
        encrypt,
      );
    case 'no-tls':
      return noTls(facts);
    case 'certificate': {
      const seen = reached?.tls;
      if (seen === undefined || problem === undefined) return lost(facts);
      return certificateFailure({ host: reached?.host ?? '', seen, problem, observedAt }, holderOf(facts));
    }
    case 'refused':
    case 'turned-away':
      return refused(facts);
    case 'silent':
      return fail(
        'no answer to the login',
        'the connection stands, and the login was not answered',
        'The server took the login and did not answer within 8 s.',
        by.database('Look into the error log of SQL Server, and whether the domain answers it'),
      );
    case 'lost':
      return sentAway(facts, observedAt) ?? lost(facts);
    default:
      return never(outcome);
  }
}

const encrypt: Step = { text: 'Write in .ecmarc, and likewise in the DSN', command: 'encrypt: true' };

/** What this Windows allows its own client. */
function ntlmOf({ ntlmPolicy, outgoingNtlm: value }: LoginFacts): OutgoingNtlm {
  if (ntlmPolicy !== undefined) return outgoingNtlm({ policy: ntlmPolicy });
  return value === requirement('OS-08').values.denied ? 'denied' : 'allowed';
}

function loggedIn(facts: LoginFacts, observedAt: string): VerdictCore {
  const { account, reached, authentication, checked, encryption, caFile, loopback } = facts;
  const seen = reached?.tls;
  if (seen !== undefined && checked && reached?.platform === 'win32' && isOursAlone(seen))
    return trustedByUsOnly(seen, caFile?.key, holderOf(facts));
  const ntlm = authentication === 'ntlm' ? ntlmOf(facts) : 'allowed';
  if (ntlm === 'denied')
    return warn(
      'logs in, but Windows denies outgoing NTLM',
      'the login went by NTLM of the doctor itself, which that policy does not reach',
      'The connector logs in through Windows, where the policy "Restrict NTLM: Outgoing NTLM traffic" holds.',
      by.database(
        'Make Kerberos work for this server (an SPN MSSQLSvc/HOST:PORT for the account of SQL Server)',
      ),
      by.server(
        'Or name the database server in "Restrict NTLM: Add remote server exceptions for NTLM authentication"',
      ),
      by.database('Or use an SQL login'),
    );
  if (ntlm === 'unknown')
    return unknown(
      'logs in, but the policy for NTLM is not known',
      'the login went by NTLM of the doctor itself, which that policy does not reach',
      'The connector logs in through Windows, which may deny outgoing NTLM; the row "Outgoing NTLM" says more.',
      elevate,
    );
  if (encryption === 'none' && !loopback)
    return warn(
      `${account}, not encrypted`,
      authentication === 'sql'
        ? 'the password crosses the network in clear, as allowClearPassword allows'
        : 'names and data cross the network in clear',
      'Everybody on the way can read what is sent.',
      encrypt,
    );
  if (encryption !== 'none' && !checked && !loopback)
    return warn(
      `${account}, certificate not checked`,
      'trustServerCertificate: true',
      'Encrypted, but to whom is not proven: a machine in between can read everything.',
      by.database('Give SQL Server a certificate of an authority that this server trusts'),
      {
        text: 'Then write in .ecmarc, and likewise in the DSN',
        command: 'trustServerCertificate: false',
      },
    );
  const ending =
    seen === undefined || !checked ? undefined : certificateEnd(seen, observedAt, holderOf(facts));
  if (ending !== undefined) return ending;
  const how = seen === undefined ? 'not encrypted, on this server itself' : seen.protocol;
  return { status: 'pass', message: `${account}, ${how}` };
}

function refused(facts: LoginFacts): VerdictCore {
  const [first] = facts.words ?? [];
  if (first === undefined) return lost(facts);
  const channel = channelBinding(facts);
  if (channel !== undefined) return channel;
  const known = meaningOf(first, facts.authentication);
  if (known === undefined)
    return fail(
      `login turned away (${first.number})`,
      first.text,
      `SQL Server answered with error ${first.number}, state ${first.state}.`,
      by.database('Look the number up in the documentation of SQL Server, or in its error log'),
    );
  const { message, remedy } = known;
  const state = first.number === 18456 ? stateText(first.state) : undefined;
  const azure = isAzure(facts);
  const steps = azure ? onAzure(first.number, remedy.steps) : remedy.steps;
  const why =
    azure && first.number === 18456 ? 'Name, password, database or kind of login are wrong.' : remedy.why;
  return {
    status: 'fail',
    message,
    found: state === undefined ? first.text : `${first.text} (${state})`,
    remedy: { ...remedy, why, steps: steps.map((step) => forAccount(step, facts)) },
  };
}

/** Azure SQL has no error log to look into, no mixed mode, and no machine of one's own. */
function onAzure(number: number, steps: readonly Step[]): readonly Step[] {
  const fitting = steps.filter(
    ({ text, command = '' }) =>
      !/error log|mixed mode|SQL logins are allowed|Configuration Manager/i.test(text) &&
      !/sp_readerrorlog/i.test(command),
  );
  if (number !== 18456) return fitting;
  return [
    by.database(
      'A user that was made inside one database (contained) can log in only there: check database in .ecmarc, and that the user is in it',
      'SELECT name, authentication_type_desc FROM sys.database_principals;',
    ),
    ...fitting,
  ];
}

/** Names the account in commands that were written for the example's. */
function forAccount(step: Step, { account }: LoginFacts): Step {
  if (step.command === undefined) return step;
  return { ...step, command: step.command.replaceAll('[ecma]', quoted(account)) };
}

/** Extended Protection refuses a login without channel binding, which this client cannot give. */
function channelBinding({
  account,
  authentication,
  encryption,
  words = [],
}: LoginFacts): VerdictCore | undefined {
  if (authentication !== 'ntlm' || encryption === 'none') return undefined;
  const bindings = words.some(({ text }) => /80090346/.test(text));
  if (!bindings && words[0]?.number !== 18452) return undefined;
  return unknown(
    bindings ? 'refused for lack of channel binding' : 'refused: domain, or channel binding',
    words[0]?.text ?? '',
    'Either SQL Server does not trust the domain of the account, or its Extended Protection wants channel binding, which the doctor cannot give and Windows can.',
    by.server(
      'Open a console on this server as this account in the network (give its password when asked)',
      `runas.exe /netonly /user:${account} cmd.exe`,
    ),
    by.server(
      'Log in from there by Windows means (put the server in place of SERVER)',
      'sqlcmd.exe -S SERVER -Q "SELECT SUSER_SNAME()"',
    ),
    by.database('Look at Extended Protection in SQL Server Configuration Manager'),
  );
}
