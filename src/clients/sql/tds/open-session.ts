import { defined } from '../../../base/defined.ts';
import type { Leased } from '../../../engine/probe.ts';
import type { Problem } from '../../../platform/types.ts';
import { requirement } from '../../../requirements/index.ts';
import type { SqlTarget } from '../../../settings/schema.ts';
import type { ProbeContext } from '../../environment.ts';
import { accountOf, byDriverAlone } from '../account.ts';
import { findPort } from '../browser-service.ts';
import type { Endpoint } from '../endpoint.ts';
import type { LoginFacts, ServerMessage, Session } from '../login-facts.ts';
import { SqlServerDatabase } from '../sqlserver/sql-server-database.ts';
import { CertificateGuard } from './certificate-guard.ts';
import { logIn } from './log-in.ts';
import { credentialBy } from './login-errors.ts';
import { loadClient } from './one-login.ts';

/** More than this no server says to one login. */
const mostMessages = 10;

/** Logs in with the configured encryption only, to a server that was found trusted. `key`: whose refusals count. */
export async function openSession(
  context: ProbeContext,
  target: SqlTarget,
  endpoint: Endpoint,
  key: string,
  signal: AbortSignal,
): Promise<Leased<Session>> {
  const { encryption, loopback } = endpoint;
  const { authentication } = target;
  const account = accountOf(target);
  const checked = encryption === 'strict' || !target.trustServerCertificate;
  const base = { account, authentication, encryption, checked, loopback };
  if (byDriverAlone(target))
    return nothing({ ...base, outcome: 'driver-only', problem: driverOnly, usable: false });
  const standing = context.credentials.standing(key, account, target.password);
  if (standing !== undefined) {
    const refusal = { target: key, account, at: standing.at };
    return nothing({ ...base, outcome: 'remembered', refusal, usable: false });
  }
  const secret = target.password === undefined ? undefined : await context.secret(target.password);
  if (secret === undefined || target.user === undefined || secret.reveal() === '')
    return nothing({ ...base, outcome: 'no-secret', usable: false });
  const port = await findPort(context, endpoint, signal);
  if (typeof port !== 'number')
    return nothing({ ...base, outcome: 'no-instance', browser: port, usable: false });

  const guard = new CertificateGuard(context, endpoint, port, target.trustServerCertificate);
  const looked = await guard.look(signal);
  const seen = { ...base, ...guard.facts(), ...(await caFileFacts(context, endpoint, signal)) };
  if (looked !== 'open') return nothing({ ...seen, outcome: looked, usable: false });

  const client = await loadClient();
  context.waitingFor(`${endpoint.address} (login)`);
  const password = secret.reveal();
  const messages: ServerMessage[] = [];
  const start = performance.now();
  const onMessage = (message: ServerMessage) => {
    // A server could repeat what it was sent in its message.
    if (messages.length < mostMessages)
      messages.push({ ...message, text: message.text.replaceAll(password, '[secret]') });
  };
  const tried = await logIn(client, { target, endpoint, port, guard, password, onMessage }, signal);
  const ms = Math.round(performance.now() - start);
  const after = { ...seen, ...guard.sentOn(), ms, words: messages, ...(await ntlmFacts(context, target)) };
  if ('problem' in tried)
    return nothing({ ...after, ...notIn(context, key, base, messages, tried.problem), usable: false });
  const { connection } = tried;
  context.credentials.accepted(key, account);
  return {
    value: {
      login: { ...after, outcome: 'in', usable: true },
      database: (asking) => new SqlServerDatabase(connection, target, asking),
    },
    close: () => connection.close(),
  };
}

const driverOnly = {
  code: 'DRIVER_ONLY',
  text: 'only the ODBC driver makes such a login, and the doctor asks it no more than whether the account gets in',
} as const;

/** The first message is the truth: 4060 may be followed by 18456, though the password was good. */
function notIn(
  context: ProbeContext,
  key: string,
  { account, authentication }: Pick<LoginFacts, 'account' | 'authentication'>,
  [first]: readonly ServerMessage[],
  problem: Problem,
): Pick<LoginFacts, 'outcome' | 'problem' | 'refusal'> {
  if (first === undefined) return { outcome: problem.code === 'ETIMEOUT' ? 'silent' : 'lost', problem };
  const credential = credentialBy(first, authentication);
  if (credential === 'accepted') context.credentials.accepted(key, account);
  if (credential !== 'refused') return { outcome: 'turned-away' };
  context.credentials.refused(key, account);
  return { outcome: 'refused', refusal: { target: key, account, at: context.platform.now().toISOString() } };
}

async function caFileFacts(
  context: ProbeContext,
  { caFile, caKey, encryption }: Endpoint,
  signal: AbortSignal,
): Promise<Pick<LoginFacts, 'caFile'>> {
  if (caFile === undefined || encryption === 'none') return {};
  const { extraProblem } = await context.platform.network.trust(caFile, signal);
  return { caFile: { key: caKey, ...defined({ problem: extraProblem }) } };
}

async function ntlmFacts(context: ProbeContext, target: SqlTarget): Promise<Pick<LoginFacts, 'ntlmPolicy'>> {
  if (target.authentication !== 'ntlm' || context.platform.windows === undefined) return {};
  const { key, value } = requirement('OS-08').values;
  return { ntlmPolicy: await (await context.platform.windows()).registry(key, [value]) };
}

function nothing(login: LoginFacts): Leased<Session> {
  return { value: { login }, close: () => {} };
}
