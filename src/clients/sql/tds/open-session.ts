import { defined } from '../../../base/defined.ts';
import type { Facts } from '../../../engine/facts.ts';
import type { Leased } from '../../../engine/probe.ts';
import type { Problem } from '../../../platform/types.ts';
import { dwordIn } from '../../../platform/windows/registry-value.ts';
import { meaningOf } from '../../../probes/sql/login/words.ts';
import { requirement } from '../../../requirements/index.ts';
import type { SqlTarget } from '../../../settings/schema.ts';
import type { ConnectionTrace } from '../../connection/trace.ts';
import type { ProbeContext } from '../../environment.ts';
import { inTurn } from '../../keyed-queue.ts';
import { within } from '../../step-timeouts.ts';
import { askBrowser, type BrowserFacts } from '../browser-service.ts';
import { type Encryption, type Place, placeOf } from '../endpoint.ts';
import { Guard } from './certificate-guard.ts';
import { type Client, forever, loadClient, logInOnce, type OneLogin } from './one-login.ts';
import type { Greeting } from './prelogin.ts';
import { Database, toSqlProblem } from './tds-database.ts';

export type LoginOutcome =
  | 'in'
  | 'remembered'
  | 'no-secret'
  | 'no-instance'
  | 'no-connection'
  | 'not-tds'
  | 'not-offered'
  | 'demanded'
  | 'no-tls'
  | 'certificate'
  | 'refused'
  | 'turned-away'
  | 'silent'
  | 'lost';

/** What the server said while it was asked for a login. */
export type ServerWord = { readonly number: number; readonly state: number; readonly text: string };

export interface LoginFacts extends Facts {
  readonly outcome: LoginOutcome;
  readonly account: string;
  readonly authentication: SqlTarget['authentication'];
  readonly encryption: Encryption;
  /** False: `trustServerCertificate` is on, the certificate was only looked at. */
  readonly checked: boolean;
  readonly loopback: boolean;
  readonly reached?: ConnectionTrace;
  readonly browser?: BrowserFacts;
  readonly greeting?: Greeting;
  readonly words?: readonly ServerWord[];
  readonly problem?: Problem;
  readonly ms?: number;
  readonly refusal?: { readonly target: string; readonly account: string; readonly at: string };
  readonly caFile?: { readonly key: string; readonly problem?: Problem };
  /** The policy value for outgoing NTLM of this Windows: the doctor's own client does not obey it. */
  readonly outgoingNtlm?: number;
}

/** The connector's one connection, logged in, or what stood in its way. */
export interface Session {
  readonly login: LoginFacts;
  readonly database?: Database;
}

/** Leases it: opened and logged in by the first probe that asks, closed after the last. */
export function leaseSession(context: ProbeContext, target: SqlTarget): Promise<Session> {
  return context.lease((signal) => {
    const place = placeOf(target, context.settings);
    const key = `sql ${place.address.toLowerCase()}`;
    // The refusal of one connector must be known before the next sends the same account's password.
    return inTurn(context.credentials, `${key} ${accountOf(target).toLowerCase()}`, () =>
      openSession(context, target, place, key, signal),
    );
  });
}

/** Seconds that a server may take for a login itself. Running time: a frozen screen does not count. */
const loginSeconds = 8;

/** As the server knows it: the login, with its domain where Windows checks it. */
export function accountOf({ user = '', authentication, domain }: SqlTarget): string {
  return authentication === 'ntlm' ? `${domain}\\${user}` : user;
}

async function openSession(
  context: ProbeContext,
  target: SqlTarget,
  place: Place,
  key: string,
  signal: AbortSignal,
): Promise<Leased<Session>> {
  const account = accountOf(target);
  const checked = place.encryption === 'strict' || !target.trustServerCertificate;
  const { authentication } = target;
  const base = { account, authentication, encryption: place.encryption, checked, loopback: place.loopback };
  const standing = context.credentials.standing(key, account, target.password);
  if (standing !== undefined) {
    return nothing({
      ...base,
      outcome: 'remembered',
      refusal: { target: key, account, at: standing.at },
      usable: false,
    });
  }
  const secret = target.password === undefined ? undefined : await context.secret(target.password);
  if (secret === undefined || target.user === undefined || secret.reveal() === '') {
    return nothing({ ...base, outcome: 'no-secret', usable: false });
  }
  const found = await findPort(context, place, signal);
  if (typeof found !== 'number')
    return nothing({ ...base, outcome: 'no-instance', browser: found, usable: false });

  const guard = new Guard(context, place, found, target.trustServerCertificate);
  const way = await guard.look(signal);
  const seen = { ...base, ...guard.facts(), ...(await caFileFacts(context, place, signal)) };
  if (way !== 'open') return nothing({ ...seen, outcome: way, usable: false });

  const client = await loadClient();
  context.waitingFor(`${place.address} (login)`);
  const words: ServerWord[] = [];
  const start = performance.now();
  const tried = await logIn(
    client,
    { context, target, place, port: found, guard, words, password: secret.reveal() },
    signal,
  );
  const ms = Math.round(performance.now() - start);
  const heard = hush(words, secret.reveal());
  const after = { ...seen, ms, words: heard, ...(await ntlmFacts(context, target)) };
  if ('login' in tried) {
    context.credentials.accepted(key, account);
    const database = new Database(client, tried.login);
    return {
      value: { login: { ...after, outcome: 'in', usable: true }, database },
      close: () => database.close(),
    };
  }
  return nothing({ ...after, ...judgeRefusal(context, key, base, heard, tried.problem), usable: false });
}

/** The port of the target: as configured, or as the browser service says. */
export async function findPort(
  context: ProbeContext,
  place: Place,
  signal: AbortSignal,
): Promise<number | BrowserFacts> {
  if (place.instance === undefined) return place.port ?? 1433;
  const answer = await askBrowser(context, place.host, place.instance, signal);
  return answer.port ?? answer;
}

interface Try {
  readonly context: ProbeContext;
  readonly target: SqlTarget;
  readonly place: Place;
  readonly port: number;
  readonly guard: Guard;
  readonly words: ServerWord[];
  readonly password: string;
}

async function logIn(
  client: Client,
  { target, place, port, guard, words, password }: Try,
  signal: AbortSignal,
): Promise<{ readonly login: OneLogin } | { readonly problem: Problem }> {
  const { user = '', domain, database, encrypt, authentication } = target;
  const hear = { on: true };
  try {
    const login = await within(loginSeconds, signal, (bounded) =>
      logInOnce(
        client,
        {
          server: place.host,
          port,
          database,
          user,
          password,
          ...(authentication === 'ntlm' && domain !== undefined ? { domain } : {}),
          connectionTimeout: forever,
          requestTimeout: 0,
          validateConnection: false,
          beforeConnect: (connection) => {
            connection.on('errorMessage', ({ number, state, message }) => {
              if (hear.on && words.length < 10) words.push({ number, state, text: message.slice(0, 500) });
            });
          },
          pool: {
            min: 0,
            max: 1,
            acquireTimeoutMillis: forever,
            createTimeoutMillis: 30_000,
            idleTimeoutMillis: forever,
          },
          options: {
            appName: 'ecma-doctor',
            encrypt,
            trustServerCertificate: target.trustServerCertificate,
            cryptoCredentialsDetails: guard.credentials,
            // A repeated login would be another try with the same password.
            maxRetriesOnTransientErrors: 0,
            abortTransactionOnError: true,
            connector: (to) => guard.connect(to, bounded),
          },
        },
        bounded,
      ),
    );
    return login === undefined
      ? { problem: { code: 'ETIMEOUT', text: `no answer within ${loginSeconds} s` } }
      : { login };
  } catch (error) {
    signal.throwIfAborted();
    return { problem: toSqlProblem(error) };
  } finally {
    hear.on = false;
  }
}

/** The first message is the truth: 4060 may be followed by 18456, though the password was good. */
function judgeRefusal(
  context: ProbeContext,
  key: string,
  { account, authentication }: Pick<LoginFacts, 'account' | 'authentication'>,
  words: readonly ServerWord[],
  problem: Problem,
): Pick<LoginFacts, 'outcome' | 'problem' | 'refusal'> {
  const [first] = words;
  if (first === undefined) {
    return { outcome: problem.code === 'ETIMEOUT' ? 'silent' : 'lost', problem };
  }
  const known = meaningOf(first, authentication);
  if (known?.accepted === true) context.credentials.accepted(key, account);
  if (known?.credential !== true) return { outcome: 'turned-away' };
  context.credentials.refused(key, account);
  return { outcome: 'refused', refusal: { target: key, account, at: context.platform.now().toISOString() } };
}

/** A server could repeat what it was sent in its message. */
function hush(words: readonly ServerWord[], secret: string): readonly ServerWord[] {
  return words.map((word) => ({ ...word, text: word.text.replaceAll(secret, '[secret]') }));
}

async function caFileFacts(
  context: ProbeContext,
  place: Place,
  signal: AbortSignal,
): Promise<Pick<LoginFacts, 'caFile'>> {
  if (place.caFile === undefined || place.encryption === 'none') return {};
  const { extraProblem } = await context.platform.network.trust(place.caFile, signal);
  return { caFile: { key: place.caKey, ...defined({ problem: extraProblem }) } };
}

async function ntlmFacts(
  context: ProbeContext,
  target: SqlTarget,
): Promise<Pick<LoginFacts, 'outgoingNtlm'>> {
  if (target.authentication !== 'ntlm' || context.platform.windows === undefined) return {};
  const { key, value } = requirement('OS-08').values;
  const policy = await (await context.platform.windows()).registry(key, [value]);
  const set = dwordIn(policy, value);
  return set === undefined ? {} : { outgoingNtlm: set };
}

function nothing(login: LoginFacts): Leased<Session> {
  return { value: { login }, close: () => {} };
}
