import { defined } from '../../base/defined.ts';
import type { Problem } from '../../platform/types.ts';
import type { SqlTarget } from '../../settings/schema.ts';
import type { ProbeContext } from '../environment.ts';
import { inTurn } from '../keyed-queue.ts';
import { accountOf, needsPassword } from '../sql/account.ts';
import { connectionString, type Keyword } from './connection-string.ts';
import { type ChildEnd, OdbcConversation } from './conversation.ts';
import { type Failure, failureOf } from './failures.ts';
import { allKeywords } from './file-keywords.ts';
import { fileKeywords, harmful, type Leads, leadsTo, mayBeClear } from './keywords.ts';
import type { Diagnostic, DriverInfo, Unavailable } from './protocol.ts';
import { tracing } from './tracing.ts';
import { questions, secondQuestions, type Whereabouts, whereabouts } from './whereabouts.ts';

export type OdbcOutcome =
  | 'in'
  | 'failed'
  /** Not tried: a refusal of this account stands. */
  | 'held'
  | 'no-secret'
  | 'no-file'
  | 'harmful'
  | 'clear'
  /** The child ended in place of an answer. */
  | 'ended'
  | 'unavailable';

/** How a log-in through the driver went. Plain JSON. */
export type OdbcLogin = {
  readonly account: string;
  readonly outcome: OdbcOutcome;
  /** As the file names it. */
  readonly driver?: string;
  readonly leads?: Leads;
  /** The file could not be read. */
  readonly problem?: Problem;
  readonly failure?: Failure;
  readonly diagnostics?: readonly Diagnostic[];
  readonly info?: DriverInfo;
  readonly here?: Whereabouts;
  readonly ended?: ChildEnd;
  readonly unavailable?: Unavailable;
  readonly refusal?: { readonly target: string; readonly account: string; readonly at: string };
  /** Keywords for which no password was sent. */
  readonly harmful?: readonly string[];
  readonly ms?: number;
};

/** Seconds: of the log-in itself, and until the child counts as hanging. */
const loginSeconds = 10;
const patience = 15;

/** More than this is no DSN. */
const mostBytes = 64 * 1024;

/** A log-in; where it succeeded, the conversation goes on: the caller closes it. */
export interface OpenedOdbc {
  readonly login: OdbcLogin;
  readonly conversation?: OdbcConversation;
}

/** Logs in once by the file DSN, as the account of `.ecmarc`, and asks where that led. */
export async function logInByDsn(
  context: ProbeContext,
  target: SqlTarget,
  signal: AbortSignal,
): Promise<OpenedOdbc> {
  const account = accountOf(target);
  const withoutLogin = (login: OdbcLogin): OpenedOdbc => ({ login });
  const path = target.dsn ?? '';
  // FILEDSN ends at a semicolon, and what stands behind it would be keywords of its own.
  if (context.platform.windows !== undefined && path.includes(';'))
    return withoutLogin({ account, outcome: 'no-file', problem: semicolon });
  const file = await context.platform.files.read(path, mostBytes, signal);
  if (!file.ok) return withoutLogin({ account, outcome: 'no-file', problem: file.problem });
  const keys = allKeywords(file.bytes);
  const about = { account, driver: keys.DRIVER ?? '', leads: leadsTo(keys, target.engine) };
  const risky = [...harmful(keys), ...opensWindow(keys), ...(await tracing(context.platform, signal))];
  if (risky.length > 0) return withoutLogin({ ...about, outcome: 'harmful', harmful: risky });
  if (!target.allowClearPassword && mayBeClear(keys, target.engine))
    return withoutLogin({ ...about, outcome: 'clear' });
  const { program } = context.platform;
  if (program === undefined)
    return withoutLogin({ ...about, outcome: 'unavailable', unavailable: noProgram });
  const key = refusalKey(target);
  // The refusal of one way must be known before the next sends the same password.
  return inTurn(context.credentials, `${key} ${account.toLowerCase()}`, async () => {
    const standing = context.credentials.standing(key, account, target.password);
    if (standing !== undefined)
      return withoutLogin({ ...about, outcome: 'held', refusal: { target: key, account, at: standing.at } });
    const secret = target.password === undefined ? undefined : await context.secret(target.password);
    const password = secret?.reveal() ?? '';
    if (password === '' && needsPassword(target)) return withoutLogin({ ...about, outcome: 'no-secret' });
    const string = connectionString(keywordsFor(context, target, keys, password));
    context.waitingFor(`${about.driver || 'the ODBC driver'} (login)`);
    const conversation = new OdbcConversation(program, context.platform.env());
    let kept = false;
    try {
      const login = await converse(conversation, target, string, signal);
      if (login.outcome === 'in') context.credentials.accepted(key, account);
      // A driver that does not tell the cause may hide a wrong password.
      const refused = login.failure === 'credential' || login.failure === 'untold';
      if (refused) context.credentials.refused(key, account);
      const at = context.platform.now().toISOString();
      const refusal = refused ? { target: key, account, at } : undefined;
      const told = { ...about, ...withoutSecret(login, password), ...defined({ refusal }) };
      kept = login.outcome === 'in';
      return kept ? { login: told, conversation } : { login: told };
    } finally {
      if (!kept) await conversation.close();
    }
  });
}

/** A driver that asks a person is not started: nobody sits at the child. */
function opensWindow({ AUTHENTICATION }: Readonly<Record<string, string>>): readonly string[] {
  return /^ActiveDirectoryInteractive$/i.test(AUTHENTICATION?.trim() ?? '') ? ['AUTHENTICATION'] : [];
}

const semicolon: Problem = {
  code: 'SEMICOLON',
  text: 'its path has a semicolon, at which a connection string ends it',
};

const noProgram: Unavailable = { code: 'NO_MODULE', text: 'this program cannot start itself once more' };

/** As the login of SQL Server's own client names it: one account at one server. */
function refusalKey(target: SqlTarget): string {
  const { server, port, instance } = target;
  const address = instance === undefined ? `${server}:${port}` : `${server}\\${instance}`;
  return `sql ${address.toLowerCase()}`;
}

function keywordsFor(
  { platform }: ProbeContext,
  target: SqlTarget,
  keys: Readonly<Record<string, string>>,
  password: string,
): readonly Keyword[] {
  // A managed identity may have a name; Windows and Entra's integrated log-in take neither.
  const user: readonly Keyword[] = target.user === undefined ? [] : [['UID', target.user]];
  const account: readonly Keyword[] = needsPassword(target)
    ? [
        ['UID', target.user ?? ''],
        ['PWD', password],
      ]
    : target.entra === 'msi'
      ? user
      : [];
  // Windows' driver manager reads the file itself, as it does for the connector.
  return platform.windows === undefined
    ? fileKeywords(keys, account)
    : [['FILEDSN', target.dsn ?? ''], ...account];
}

type Login = Omit<OdbcLogin, 'account' | 'driver' | 'leads'>;

async function converse(
  conversation: OdbcConversation,
  { engine }: SqlTarget,
  string: string,
  signal: AbortSignal,
): Promise<Login> {
  const start = performance.now();
  const reply = await conversation.ask({ kind: 'connect', string, seconds: loginSeconds }, patience, signal);
  const ms = Math.round(performance.now() - start);
  if ('ended' in reply) return { outcome: 'ended', ended: reply.ended, ms };
  if (!reply.ok) {
    const { diagnostics, unavailable } = reply;
    if (unavailable !== undefined) return { outcome: 'unavailable', unavailable };
    return { outcome: 'failed', failure: failureOf(engine, diagnostics), diagnostics, ms };
  }
  const first = questions[engine];
  const asked = [first, secondQuestions[engine]].filter((text) => text !== undefined);
  let here: Whereabouts | undefined;
  for (const text of asked) {
    const answer = await conversation.ask(
      { kind: 'run', text, parameters: [], maxRows: 1 },
      patience,
      signal,
    );
    if (answer.ok) here = whereabouts(answer.rows?.[0]);
    // Who died or fell silent behind the log-in would do so in the connector.
    if ('ended' in answer) return { outcome: 'ended', ended: answer.ended, ms };
    if (here !== undefined) break;
    if (answer.ok) continue;
    // MySQL lets an account in whose password has expired, and answers nothing (1820).
    const { diagnostics } = answer;
    const failure = failureOf(engine, diagnostics);
    if (failure === 'account') return { outcome: 'failed', failure, diagnostics, ms };
  }
  return { outcome: 'in', ms, ...defined({ info: reply.info, here }) };
}

/** A driver or server may repeat what it was given. */
function withoutSecret(login: Login, password: string): Login {
  // Nothing is sent where Windows or Entra logs in, and nothing stands between any two letters.
  if (login.diagnostics === undefined || password === '') return login;
  const diagnostics = login.diagnostics.map((one) => ({
    ...one,
    text: one.text.replaceAll(password, '[secret]'),
  }));
  return { ...login, diagnostics };
}
