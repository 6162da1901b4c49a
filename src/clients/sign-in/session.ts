import { defined } from '../../base/defined.ts';
import type { Leased } from '../../engine/probe.ts';
import type { Network } from '../../platform/types.ts';
import type { Settings } from '../../settings/schema.ts';
import { networkSettings } from '../clouds.ts';
import type { RouteTo } from '../connection/route.ts';
import type { ProbeContext } from '../environment.ts';
import type { SignedIn, SignInOutcome, Token } from './outcome.ts';
import { type KnownTenant, signIn } from './sign-in.ts';

/** What the rows of a run share; without an outcome where it began with a token that was there already. */
type Session = Partial<SignedIn>;

/**
 * Tokens that are still good, by what they were got with, for as long as the program (its network) lives: a row
 * that is retried or watched after the run must not send the person through another sign-in.
 */
const kept = new WeakMap<Network, Map<string, Token>>();

/** A token this near its end is not used any more. */
const marginMs = 60_000;

/** What a sign-in depends on. Its secret shows only where it is kept, never itself. */
export function signInSettings(settings: Settings) {
  const { id, signIn } = settings.tenant;
  return { id, signIn, network: networkSettings(settings) };
}

/**
 * Signs in, once for all rows of a run: the first that asks opens what the others share. Where a retried row still
 * holds the token of an earlier sign-in, this one is made beside it.
 */
export async function leaseSignIn(
  context: ProbeContext,
  tenant: KnownTenant,
  routeTo: RouteTo,
  signal: AbortSignal,
): Promise<SignInOutcome> {
  const shared = await context.lease(async (lifetime): Promise<Leased<Session>> => {
    return { value: await signInAnew(context, tenant, routeTo, lifetime), close: () => {} };
  });
  return shared.outcome ?? (await signInAnew(context, tenant, routeTo, signal)).outcome;
}

async function signInAnew(
  context: ProbeContext,
  tenant: KnownTenant,
  routeTo: RouteTo,
  signal: AbortSignal,
): Promise<SignedIn> {
  const tokens = tokensOf(context);
  tokens.delete(keyOf(context));
  const session = await signIn(context, tenant, routeTo, signal);
  if (session.token !== undefined) tokens.set(keyOf(context), session.token);
  return session;
}

/** The token of the last sign-in, if it is still good. No sign-in is started for it: that is a row of its own. */
export async function leaseToken(context: ProbeContext): Promise<Token | undefined> {
  const { token } = await context.lease(async (): Promise<Leased<Session>> => {
    return { value: defined({ token: tokensOf(context).get(keyOf(context)) }), close: () => {} };
  });
  const stale = token === undefined || token.expiresAt - marginMs < context.platform.now().getTime();
  return stale ? undefined : token;
}

function keyOf({ settings }: ProbeContext): string {
  return JSON.stringify(signInSettings(settings));
}

function tokensOf({ platform: { network } }: ProbeContext): Map<string, Token> {
  const known = kept.get(network) ?? new Map<string, Token>();
  kept.set(network, known);
  return known;
}
