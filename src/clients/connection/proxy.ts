import type { Socket } from 'node:net';
import { defined } from '../../base/defined.ts';
import { type ProxyEndpoint, proxyLabel } from '../../platform/proxy-selection.ts';
import type { BasicCredentials, Secured, TunnelStep } from '../../platform/types.ts';
import { authority } from '../../platform/url-host.ts';
import type { ProbeContext } from '../environment.ts';
import { noAnswer, patience, within } from '../step-timeouts.ts';
import { dialProxy } from './dial.ts';
import { type Layer, type LayerFacts, Steps } from './layers.ts';
import { proxyAccount } from './proxy-account.ts';
import type { HostAndPort } from './route.ts';
import type { ConnectionDetails } from './trace.ts';

/**
 * What became of the password. `not-needed`: never sent. `not-given`: none is configured. `not-offered`: the
 * proxy wants another way of signing in than Basic. `standing`: an earlier refusal still counts, nothing was sent.
 * `unsettled`: it was sent and no answer came.
 */
export type CredentialsFate =
  | 'not-needed'
  | 'not-given'
  | 'not-offered'
  | 'accepted'
  | 'refused'
  | 'standing'
  | 'unsettled';

export type ProxyAnswer = {
  readonly steps: readonly LayerFacts[];
  readonly addresses?: readonly string[];
  readonly proxyTls?: Secured;
  /** The proxy's last status; absent when it never answered in HTTP. */
  readonly status?: number;
  /** Ways of signing in that it offered: Basic, Negotiate, NTLM. */
  readonly schemes: readonly string[];
  readonly credentials: CredentialsFate;
  /** The refusal, just now or remembered: what the lock-out rule asks about. */
  readonly refusal?: { readonly target: string; readonly account: string; readonly at: string };
};

/**
 * Asks the proxy for a tunnel: first without a password; only when it wants one and offers
 * Basic, with it, once. This is the one place that finds out whether a proxy takes a password.
 */
export async function askProxy(
  context: ProbeContext,
  way: ProxyEndpoint,
  to: HostAndPort,
  signal: AbortSignal,
): Promise<ProxyAnswer> {
  const first = await attempt(context, way, to, undefined, signal);
  if (first.status !== 407) return { ...first, credentials: 'not-needed' };
  const account = await proxyAccount(context, way);
  if (account === undefined) return { ...first, credentials: 'not-given' };
  if (!first.schemes.some((scheme) => scheme.toLowerCase() === 'basic')) {
    return { ...first, credentials: 'not-offered' };
  }
  const refusal = (at: string) => ({ target: account.target, account: account.user, at });
  const standing = account.standing();
  if (standing !== undefined) return { ...first, credentials: 'standing', refusal: refusal(standing.at) };
  const second = { ...(await attempt(context, way, to, account, signal)), schemes: first.schemes };
  if (isRefusal(second.status)) {
    account.refused();
    return { ...second, credentials: 'refused', refusal: refusal(context.platform.now().toISOString()) };
  }
  if (second.status === undefined) return { ...second, credentials: 'unsettled' };
  account.accepted();
  return { ...second, credentials: 'accepted' };
}

/** How a proxy says that the password is wrong: tinyproxy by 401, squid by 407. */
export function isRefusal(status: number | undefined): boolean {
  return status === 407 || status === 401;
}

/** A proxy that is silent for longer than this is told as silent; it may be asked twice. */
const silentSeconds = 8;

const nothing = { schemes: [] };

function doorLayers({ tls }: ProxyEndpoint): readonly Layer[] {
  return ['name', 'connection', ...(tls ? (['proxy-tls'] as const) : []), 'proxy'];
}

async function attempt(
  context: ProbeContext,
  way: ProxyEndpoint,
  to: HostAndPort,
  credentials: BasicCredentials | undefined,
  signal: AbortSignal,
): Promise<Omit<ProxyAnswer, 'credentials'>> {
  const steps = new Steps();
  const details: ConnectionDetails = {};
  const seconds = patience(context, silentSeconds, 0.4);
  const asked = await within(seconds, signal, async (bounded) => {
    const socket = await dialProxy(context, way, steps, details, bounded);
    return socket === undefined ? nothing : await ask(context, socket, way, to, credentials, steps, bounded);
  });
  if (asked === undefined) {
    const layer = doorLayers(way)[steps.list.length] ?? 'proxy';
    const peer = layer === 'name' ? way.host : authority(way.host, way.port);
    steps.refuse(layer, peer, seconds * 1000, noAnswer(seconds));
  }
  return {
    steps: steps.list,
    ...defined({ addresses: details.addresses, proxyTls: details.proxyTls }),
    schemes: [],
    ...asked,
  };
}

async function ask(
  context: ProbeContext,
  socket: Socket,
  way: ProxyEndpoint,
  to: HostAndPort,
  credentials: BasicCredentials | undefined,
  steps: Steps,
  signal: AbortSignal,
): Promise<{ status?: number; schemes: readonly string[] }> {
  context.waitingFor(`proxy ${proxyLabel(way)} (tunnel)`);
  const step = await context.platform.network.tunnel(socket, to, credentials, signal);
  const schemes = noteTunnel(steps, way, to, step);
  if (step.ok && step.opened) step.socket.destroy();
  return step.ok ? { status: step.status, schemes } : { schemes };
}

/** Writes the tunnel's step; gives the ways of signing in that a refusal offers. */
export function noteTunnel(
  steps: Steps,
  way: ProxyEndpoint,
  to: HostAndPort,
  step: TunnelStep,
): readonly string[] {
  const peer = authority(way.host, way.port);
  if (step.ok && !step.opened) {
    const text = `HTTP status ${step.status} for ${authority(to.host, to.port)}`;
    steps.refuse('proxy', peer, step.ms, { code: `HTTP_${step.status}`, text });
    return authSchemes(step.headers['proxy-authenticate'] ?? '');
  }
  steps.note('proxy', peer, step, () => `tunnel to ${authority(to.host, to.port)}`);
  return [];
}

/** The names in a `Proxy-Authenticate` (RFC 9110, 11.7.1), at most ten: parameters are not needed here. */
export function authSchemes(header: string): string[] {
  const names = header
    .replace(/"(?:[^"\\]|\\.)*"/g, '""')
    .split(',')
    .map((part) => /^\s*([A-Za-z][A-Za-z0-9-]*)(?:\s+(?!=)|\s*$)/.exec(part)?.[1])
    .filter((name) => name !== undefined);
  return [...new Set(names)].slice(0, 10);
}
