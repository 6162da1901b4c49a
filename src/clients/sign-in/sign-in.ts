import type { TokenCredential } from '@azure/identity';
import { defined } from '../../base/defined.ts';
import { learnSecret } from '../../base/hush.ts';
import { authority } from '../../platform/url-host.ts';
import { orAborted } from '../../platform/wait.ts';
import { Secret } from '../../settings/secret.ts';
import { graphHost, signInHost } from '../clouds.ts';
import type { RouteTo } from '../connection/route.ts';
import { isReached } from '../connection/trace.ts';
import type { ProbeContext } from '../environment.ts';
import { readClaims } from './claims.ts';
import { credentialFor } from './credential.ts';
import { otherCloud, type TenantDocument } from './document.ts';
import type { ServiceError, SignedIn, SignInOutcome, SignInSettings, Token } from './outcome.ts';
import { type Last, Transport } from './transport.ts';

/** What is known of the tenant before the sign-in; without a document, this cloud does not have it. */
export interface KnownTenant {
  readonly tenant: string;
  readonly document?: TenantDocument;
}

type Base = Omit<SignInOutcome, 'outcome'>;

/** One sign-in, and what came of it. Every failure that can be expected is an outcome. */
export async function signIn(
  context: ProbeContext,
  { tenant, document }: KnownTenant,
  routeTo: RouteTo,
  signal: AbortSignal,
): Promise<SignedIn> {
  const { signIn: given } = context.settings.tenant;
  // The engine does not run this without a method.
  if (given.method === 'none') throw new Error('no way to sign in');
  const base: Base = {
    method: given.method,
    clientId: given.clientId,
    tenant,
    as: context.platform.machine().user,
  };
  if (document === undefined || otherCloud(document, context.settings) !== undefined)
    return { outcome: { ...base, outcome: 'other-cloud' } };
  const graph = graphHost(context.settings, document.graph);
  if (graph === undefined) return { outcome: { ...base, outcome: 'no-graph' } };
  const { host, port } = signInHost(context.settings);
  const address = authority(host, port).replace(/:443$/, '');
  const target = `sign-in ${address}/${tenant}`;
  const secret = given.method === 'client-secret' ? given.secret : undefined;
  const standing =
    secret === undefined ? undefined : context.credentials.standing(target, given.clientId, secret);
  if (standing !== undefined) {
    const refusal = { target, account: given.clientId, at: standing.at };
    return { outcome: { ...base, outcome: 'remembered', refusal } };
  }
  const quiet = silenceable(context);
  const transport = new Transport(quiet.context, `https://${address}`, routeTo, signal);
  const made = await credentialFor(
    context,
    given,
    document.tenantId ?? tenant,
    transport,
    quiet.silence,
    signal,
  );
  const known: Base = {
    ...base,
    graph: authority(graph.host, graph.port),
    ...defined({ certificate: made.certificate }),
  };
  if (made.credential === undefined) {
    return { outcome: { ...known, outcome: 'certificate', ...defined({ problem: made.problem }) } };
  }
  const got = await tokenOf(made.credential, `${graph.origin}/.default`, signal);
  const seen: Base = { ...known, ...defined({ reached: transport.last?.trace }) };
  if (got.token === undefined) {
    const failure = outcomeOf(transport.last, given);
    const refusal =
      secret !== undefined && failure.outcome === 'refused' && isWrongSecret(failure.error)
        ? { target, account: given.clientId, at: context.platform.now().toISOString() }
        : undefined;
    if (refusal !== undefined) context.credentials.refused(target, given.clientId);
    const fault = failure.outcome === 'library' ? got.fault : undefined;
    return { outcome: { ...seen, ...failure, ...defined({ fault, refusal }) } };
  }
  if (secret !== undefined) context.credentials.accepted(target, given.clientId);
  const claims = readClaims(got.token.text);
  // What makes it worth something also stands alone.
  learnSecret(got.token.text.split('.').at(-1) ?? '');
  const token: Token = {
    secret: new Secret(got.token.text),
    graph,
    expiresAt: got.token.expiresAt,
    wids: claims.wids ?? [],
  };
  return { token, outcome: { ...seen, outcome: 'signed-in', ...claims } };
}

/** The same context, whose waiting can be silenced. */
function silenceable(context: ProbeContext): { readonly context: ProbeContext; silence(): void } {
  let silent = false;
  const waitingFor = (what: string): void => {
    if (!silent) context.waitingFor(what);
  };
  return {
    context: { ...context, waitingFor },
    silence() {
      silent = true;
    },
  };
}

interface Got {
  readonly token?: { readonly text: string; readonly expiresAt: number };
  /** The library's own name of its error: its text may hold what a peer sent. */
  readonly fault?: string;
}

/** The library ends a device-code wait only at its next poll: the signal ends our waiting at once. */
async function tokenOf(credential: () => TokenCredential, scope: string, signal: AbortSignal): Promise<Got> {
  try {
    const got = await orAborted(signal, credential().getToken(scope, { abortSignal: signal }));
    if (got === null) return {};
    return { token: { text: got.token, expiresAt: got.expiresOnTimestamp } };
  } catch (error) {
    signal.throwIfAborted();
    return { fault: faultName(error) };
  }
}

function faultName(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { errorCode } = (error.cause ?? error) as { errorCode?: unknown };
  const name = typeof errorCode === 'string' ? errorCode : error.name;
  return /^[\w.-]{1,60}$/.test(name) ? name : 'unknown';
}

/** Why there is no token, by how the last request went. */
function outcomeOf(
  last: Last | undefined,
  { method }: SignInSettings,
): Pick<SignInOutcome, 'outcome' | 'error' | 'retryAfter' | 'status'> {
  if (last === undefined) return { outcome: 'library' };
  const { status, error, retryAfter } = last;
  if (!isReached(last.trace) || status === undefined) return { outcome: 'unreached' };
  const wait = defined({ retryAfter });
  if (status === 429) return { outcome: 'throttled', status, ...wait };
  if (status >= 500) return { outcome: 'fault', status, ...wait };
  if (last.page === true || (status >= 300 && status < 400)) return { outcome: 'page', status };
  // The library stops asking when the code's life is over; the last word was then "not yet".
  if (method === 'device-code' && error?.name === 'authorization_pending')
    return { outcome: 'expired', status };
  if (error !== undefined) return { outcome: outcomeOfError(error.name), status, error };
  // The address of the token was read, and then nothing was asked for: the library itself stopped.
  return last.posted ? { outcome: 'odd', status } : { outcome: 'library', status };
}

/** RFC 8628, 3.5, and the name that Microsoft uses for a no of the person. */
function outcomeOfError(name: string): 'expired' | 'declined' | 'refused' {
  if (name === 'expired_token' || name === 'code_expired') return 'expired';
  if (name === 'authorization_declined' || name === 'access_denied') return 'declined';
  return 'refused';
}

/** Numbers of a secret that is wrong or no longer good. Another refusal says nothing about the secret. */
const ofSecret: readonly string[] = ['AADSTS7000215', 'AADSTS7000222'];

/** Must this secret not be sent again? `invalid_client` without a number (RFC 6749, 5.2) counts too. */
function isWrongSecret(error: ServiceError | undefined): boolean {
  if (error === undefined) return false;
  return error.number === undefined ? error.name === 'invalid_client' : ofSecret.includes(error.number);
}
