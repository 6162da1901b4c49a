import { defined } from '../../base/defined.ts';
import { parseObject } from '../../base/json.ts';
import { networkFingerprint, signInHost } from '../../clients/clouds.ts';
import { connectUntil } from '../../clients/connection/connect.ts';
import type { Destination } from '../../clients/connection/route.ts';
import { type Connected, type ConnectionTrace, isReached } from '../../clients/connection/trace.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import { startDeadline } from '../../engine/deadline.ts';
import type { Facts } from '../../engine/facts.ts';
import type { HttpAnswer } from '../../platform/types.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import { describeProbe, type MakeProbe } from '../describe.ts';
import {
  askDotnet,
  type DotnetCheck,
  dotnetGotThrough,
  failedByTrust,
  rootOfThisUser,
} from './dotnet-check.ts';
import { internetRoutes } from './internet-routes.ts';
import { judgeSignIn } from './sign-in-judge.ts';

/**
 * What came back. `document`: the OpenID configuration. `refusal`: the host's own JSON error (an unknown tenant).
 * `redirect`, `page`: a portal or filter answers in its place. `other`: something else.
 */
export type AnswerKind = 'document' | 'refusal' | 'redirect' | 'page' | 'other';

export interface SignInFacts extends Facts {
  readonly reached: ConnectionTrace;
  /** Whose configuration was asked for: the tenant of `.ecmarc`, or `common`. */
  readonly tenant: string;
  /** Absent when no answer came. */
  readonly answer?: AnswerKind;
  readonly issuer?: string;
  /** The error that a refusal names: `invalid_tenant`, and the number in its text: AADSTS90002. */
  readonly error?: string;
  /** What .NET Framework got from the same address. Absent off Windows, and in reports of older versions. */
  readonly dotnet?: DotnetCheck;
  /** Our request found no trusted authority, and .NET did: is it in the store of this user alone? */
  readonly rootOfUser?: boolean;
}

/** Outbound HTTPS to the sign-in host, by layers: name, connection, proxy, TLS, HTTP. */
export const networkSignIn: MakeProbe = ({ settings }) => {
  const { host, port } = signInHost(settings);
  return describeProbe({
    id: 'network.sign-in',
    title: 'Reaches Microsoft sign-in',
    levels: levels('required', 'required'),
    requirements: ['NET-02'],
    needs: ['network.proxy'],
    seconds: 20,
    lane: `${host}:${port}`,
    fingerprint: `${networkFingerprint(settings)} ${settings.tenant.id ?? ''}`,
    work: { collect, judge: judgeSignIn },
  });
};

/** Where .NET got through, our own request need not be waited for longer than this: the difference is the news. */
const patienceSeconds = 13;

async function collect(context: ProbeContext, signal: AbortSignal): Promise<SignInFacts> {
  const { settings } = context;
  const { host, port } = signInHost(settings);
  const { tenantPath, anyTenant } = requirement('NET-02').values;
  const tenant = settings.tenant.id ?? anyTenant;
  const path = tenantPath.replace('{tenant}', () => encodeURIComponent(tenant));
  const {
    trace: reached,
    answer,
    ...theirs
  } = await askBothWays(context, { host, port, tls: true, get: path }, signal);
  if (answer === undefined) return { reached, tenant, ...theirs, usable: false };
  const read = readAnswer(answer);
  return { reached, tenant, ...read, ...theirs, usable: isReached(reached) && signInAnswered(read.answer) };
}

/** Our own request and, on Windows, .NET's beside it. */
async function askBothWays(
  context: ProbeContext,
  to: Destination,
  signal: AbortSignal,
): Promise<Connected & Pick<SignInFacts, 'dotnet' | 'rootOfUser'>> {
  const enough = new AbortController();
  const asked = askDotnet(context, to, signal);
  const patience = startDeadline(patienceSeconds * 1000, () => {
    asked.then((answer) => dotnetGotThrough(answer) && enough.abort()).catch(() => {});
  });
  const bound = { signal: enough.signal, seconds: patienceSeconds };
  const connected = connectUntil(context, to, internetRoutes(context), bound, signal).finally(() => {
    patience.stop();
    if (context.platform.windows !== undefined) context.waitingFor('.NET Framework (in PowerShell)');
  });
  const [ours, dotnet] = await Promise.all([connected, asked]);
  if (dotnet === undefined) return ours;
  if (!dotnetGotThrough(dotnet) || !failedByTrust(ours.trace)) return { ...ours, dotnet };
  const rootOfUser = await rootOfThisUser(context, ours.trace);
  return { ...ours, dotnet, ...defined({ rootOfUser }) };
}

/** Did the sign-in host itself answer? An unknown tenant is its answer too. */
export function signInAnswered(answer: AnswerKind | undefined): boolean {
  return answer === 'document' || answer === 'refusal';
}

/** What kind of answer it is, and what matters of it. */
export function readAnswer({
  status,
  headers,
  body,
}: HttpAnswer): Pick<SignInFacts, 'issuer' | 'error'> & { answer: AnswerKind } {
  if (status >= 300 && status < 400) return { answer: 'redirect' };
  const json = parseObject(body);
  if (status === 200 && typeof json?.issuer === 'string')
    return { answer: 'document', issuer: json.issuer.slice(0, 300) };
  if (status >= 400 && status < 500 && typeof json?.error === 'string') {
    const text = typeof json.error_description === 'string' ? json.error_description : '';
    const number = /AADSTS\d+/.exec(text)?.[0];
    return { answer: 'refusal', error: number ?? json.error.slice(0, 100) };
  }
  if (/^text\/html\b/i.test(headers['content-type'] ?? '') || /^\s*</.test(body)) return { answer: 'page' };
  return { answer: 'other' };
}
