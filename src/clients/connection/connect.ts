import type { Socket } from 'node:net';
import { defined } from '../../base/defined.ts';
import { type ProxyEndpoint, type ProxyOrDirect, proxyLabel } from '../../platform/proxy-selection.ts';
import type { HttpAnswer, Problem } from '../../platform/types.ts';
import { authority } from '../../platform/url-host.ts';
import type { ProxyFacts } from '../../probes/network/proxy.ts';
import type { ProbeContext } from '../environment.ts';
import { dial, dialProxy, handshake, type Sights } from './dial.ts';
import type { Steps } from './layers.ts';
import { isRefusal, noteTunnel } from './proxy.ts';
import { type ProxyAccount, proxyAccount } from './proxy-account.ts';
import type { ConnectionTrace, Goal, HttpFacts } from './trace.ts';

/** Which way a walk goes; with a proxy, what `network.proxy` found out about it. */
export interface Route {
  readonly way: ProxyOrDirect;
  readonly proxy: ProxyFacts | undefined;
}

/** A configuration document has about 2 kB; a portal's page need not be read whole. */
const maxBytes = 64 * 1024;

/** What is known of a walk before its first step. */
export function startOf(
  context: ProbeContext,
  goal: Goal,
  way: ProxyOrDirect,
): Omit<ConnectionTrace, 'steps'> {
  const { user, platform } = context.platform.machine();
  return { host: goal.host, port: goal.port, as: user, platform, way };
}

/** Goes from layer to layer, and notes each in `steps`: they stay when the signal ends the walk. */
export async function walk(
  context: ProbeContext,
  goal: Goal,
  route: Route,
  steps: Steps,
  signal: AbortSignal,
): Promise<{ readonly reached: ConnectionTrace; readonly answer?: HttpAnswer }> {
  const { way, proxy } = route;
  const sights: Sights & { schemes?: readonly string[] } = {};
  const entered =
    way.kind === 'direct'
      ? { socket: await dial(context, goal.host, goal.port, steps, sights, signal) }
      : await enterProxy(context, goal, way, proxy, steps, sights, signal);
  let { socket } = entered;
  if (socket !== undefined && goal.tls) {
    socket = await handshake(context, 'tls', { ...goal, socket }, steps, sights, signal);
  }
  const answer =
    socket !== undefined && goal.get !== undefined
      ? await ask(context, goal, { ...entered, socket }, steps, signal)
      : undefined;
  socket?.destroy();
  const caFileProblem = goal.tls ? await caFileTrouble(context, signal) : undefined;
  const reached: ConnectionTrace = {
    ...startOf(context, goal, way),
    steps: steps.list,
    ...sights,
    ...defined({ caFileProblem }),
    ...(answer === undefined ? {} : { http: httpFacts(answer, context.platform.now()) }),
  };
  return { reached, ...defined({ answer }) };
}

/** A socket that leads to the goal; by a plain proxy, one that takes whole addresses. */
interface Entered {
  readonly socket?: Socket | undefined;
  /** Present when the proxy is asked itself, without a tunnel. */
  readonly plain?: { readonly account: ProxyAccount | undefined };
}

async function enterProxy(
  context: ProbeContext,
  goal: Goal,
  way: ProxyEndpoint,
  proxy: ProxyFacts | undefined,
  steps: Steps,
  sights: Sights & { schemes?: readonly string[] },
  signal: AbortSignal,
): Promise<Entered> {
  const socket = await dialProxy(context, way, steps, sights, signal);
  if (socket === undefined) return {};
  const account = proxy?.credentials === 'accepted' ? await proxyAccount(context, way) : undefined;
  // A password that was found good and is refused since must not be repeated by each row.
  const standing = account?.standing();
  if (standing !== undefined) {
    socket.destroy();
    const text = `the proxy refused this password at ${standing.at}: not tried again`;
    steps.refuse('proxy', authority(way.host, way.port), 0, { code: 'REFUSED_BEFORE', text });
    return {};
  }
  if (goal.plainProxy) return { socket, plain: { account } };
  context.waitingFor(`${authority(goal.host, goal.port)} by proxy ${proxyLabel(way)}`);
  const step = await context.platform.network.tunnel(socket, goal, account, signal);
  const schemes = noteTunnel(steps, way, goal, step);
  if (schemes.length > 0) sights.schemes = schemes;
  if (step.ok && !step.opened && isRefusal(step.status)) account?.refused();
  return step.ok && step.opened ? { socket: step.socket } : {};
}

async function ask(
  context: ProbeContext,
  goal: Goal,
  by: Entered & { readonly socket: Socket },
  steps: Steps,
  signal: AbortSignal,
): Promise<HttpAnswer | undefined> {
  const usual = goal.port === (goal.tls ? 443 : 80);
  const peer = authority(goal.host, goal.port);
  const host = usual ? peer.slice(0, peer.lastIndexOf(':')) : peer;
  const path = goal.get ?? '/';
  const account = by.plain?.account;
  context.waitingFor(`${peer} (HTTP)`);
  const answer = await context.platform.network.get(
    by.socket,
    {
      host,
      // RFC 9112, 3.2.2: a proxy is asked for the whole address.
      target: by.plain === undefined ? path : `http://${host}${path}`,
      maxBytes: goal.maxBytes ?? maxBytes,
      ...defined({ credentials: account, content: goal.content }),
    },
    signal,
  );
  if (answer.ok && account !== undefined && answer.status === 407) account.refused();
  return steps.note('http', peer, answer, (step) => `status ${step.status}`);
}

/** Only what a judge reads is kept: a peer's headers may hold anything. */
function httpFacts(answer: HttpAnswer, now: Date): HttpFacts {
  const { date = '', location, 'content-type': type } = answer.headers;
  const sent = new Date(date);
  return {
    status: answer.status,
    ...(type === undefined ? {} : { type: type.slice(0, 200) }),
    ...(location === undefined ? {} : { location: location.slice(0, 500) }),
    ...(Number.isNaN(sent.getTime()) ? {} : { date: sent.toISOString() }),
    at: now.toISOString(),
  };
}

async function caFileTrouble(context: ProbeContext, signal: AbortSignal): Promise<Problem | undefined> {
  const { caFile } = context.settings.network;
  if (caFile === undefined) return undefined;
  return (await context.platform.network.trust(caFile, signal)).extraProblem;
}
