import type { ProbeContext } from '../../clients/environment.ts';
import type { Leased } from '../../engine/probe.ts';
import type { Platform } from '../../platform/types.ts';
import type { Settings } from '../../settings/schema.ts';
import type { Secret } from '../../settings/secret.ts';
import type { GraphPlace } from './places.ts';
import { sessionKey } from './rows.ts';
import type { SignInFacts } from './sign-in.ts';
import { signIn } from './sign-in-once.ts';

export type SignInSettings = Exclude<Settings['tenant']['signIn'], { method: 'none' }>;

/** A token for Microsoft Graph, in memory only. */
export interface Token {
  readonly secret: Secret;
  readonly graph: GraphPlace;
  /** Ms since 1970. */
  readonly expiresAt: number;
  readonly wids: readonly string[];
}

/** How a sign-in went, and the token where it gave one. */
export interface SignedIn {
  readonly facts: SignInFacts;
  readonly token?: Token;
}

/** What the rows of a run share; without facts where it began with a token that was there already. */
type Session = Partial<SignedIn>;

/**
 * Tokens that are still good, by what they were got with, for as long as the program (its platform) lives: a row
 * that is retried or watched after the run must not send the person through another sign-in.
 */
const kept = new WeakMap<Platform, Map<string, Token>>();

/** A token this near its end is not used any more. */
const marginMs = 60_000;

/**
 * Signs in, once for all rows of a run: `tenant.sign-in` opens what the others share. Where a retried row still holds
 * the token of an earlier sign-in, this one is made beside it.
 */
export async function leaseSignIn(context: ProbeContext, signal: AbortSignal): Promise<SignInFacts> {
  const shared = await context.lease(async (lifetime): Promise<Leased<Session>> => {
    return { value: await signInAnew(context, lifetime), close: () => {} };
  });
  return shared.facts ?? (await signInAnew(context, signal)).facts;
}

async function signInAnew(context: ProbeContext, signal: AbortSignal): Promise<SignedIn> {
  tokensOf(context).delete(sessionKey(context.settings));
  const session = await signIn(context, signal);
  if (session.token !== undefined) tokensOf(context).set(sessionKey(context.settings), session.token);
  return session;
}

/** The token of the last sign-in, if it is still good. No sign-in is started for it: that is a row of its own. */
export async function leaseToken(context: ProbeContext): Promise<Token | undefined> {
  const { token } = await context.lease(async (): Promise<Leased<Session>> => {
    const last = tokensOf(context).get(sessionKey(context.settings));
    return { value: last === undefined ? {} : { token: last }, close: () => {} };
  });
  const stale = token === undefined || token.expiresAt - marginMs < context.platform.now().getTime();
  return stale ? undefined : token;
}

function tokensOf({ platform }: ProbeContext): Map<string, Token> {
  const known = kept.get(platform) ?? new Map<string, Token>();
  kept.set(platform, known);
  return known;
}
