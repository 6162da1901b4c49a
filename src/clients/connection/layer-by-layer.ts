import type { Socket } from 'node:net';
import { defined } from '../../base/defined.ts';
import { type ProxyEndpoint, proxyLabel } from '../../platform/proxy-selection.ts';
import type { HttpAnswer, Problem } from '../../platform/types.ts';
import { authority } from '../../platform/url-host.ts';
import type { ProbeContext } from '../environment.ts';
import { dial, dialProxy, handshake } from './dial.ts';
import type { Steps } from './layers.ts';
import { isRefusal, noteTunnel } from './proxy.ts';
import { type ProxyAccount, proxyAccount } from './proxy-account.ts';
import type { Destination, Route } from './route.ts';
import { type Connected, type ConnectionDetails, type HttpFacts, traceOf } from './trace.ts';

/** A configuration document has about 2 kB; a portal's page need not be read whole. */
const maxBytes = 64 * 1024;

/** Goes from layer to layer, and notes each in `steps`: they stay when the signal ends it. */
export async function connectLayerByLayer(
  context: ProbeContext,
  to: Destination,
  route: Route,
  steps: Steps,
  signal: AbortSignal,
): Promise<Connected> {
  const { way, passwordAccepted } = route;
  const details: ConnectionDetails = {};
  const entered =
    way.kind === 'direct'
      ? { socket: await dial(context, to.host, to.port, steps, details, signal) }
      : await enterProxy(context, to, way, passwordAccepted, steps, details, signal);
  let { socket } = entered;
  if (socket !== undefined && to.tls) {
    socket = await handshake(context, 'tls', { ...to, socket }, steps, details, signal);
  }
  const answer =
    socket !== undefined && to.get !== undefined
      ? await ask(context, to, { ...entered, socket }, steps, signal)
      : undefined;
  socket?.destroy();
  const caFileProblem = to.tls ? await caFileTrouble(context, signal) : undefined;
  const trace = {
    ...traceOf(context, to, way, steps, details),
    ...defined({
      caFileProblem,
      http: answer === undefined ? undefined : httpFacts(answer, context.platform.now()),
    }),
  };
  return { trace, ...defined({ answer }) };
}
/** A socket that leads there; by a plain proxy, one that takes whole addresses. */
interface Entered {
  readonly socket?: Socket | undefined;
  /** Present when the proxy is asked itself, without a tunnel. */
  readonly plain?: { readonly account: ProxyAccount | undefined };
}

async function enterProxy(
  context: ProbeContext,
  to: Destination,
  way: ProxyEndpoint,
  passwordAccepted: boolean,
  steps: Steps,
  details: ConnectionDetails,
  signal: AbortSignal,
): Promise<Entered> {
  const socket = await dialProxy(context, way, steps, details, signal);
  if (socket === undefined) return {};
  const account = passwordAccepted ? await proxyAccount(context, way) : undefined;
  // A password that was found good and is refused since must not be repeated by each row.
  const standing = account?.standing();
  if (standing !== undefined) {
    socket.destroy();
    const text = `the proxy refused this password at ${standing.at}: not tried again`;
    steps.refuse('proxy', authority(way.host, way.port), 0, { code: 'REFUSED_BEFORE', text });
    return {};
  }
  if (to.plainProxy) return { socket, plain: { account } };
  context.waitingFor(`${authority(to.host, to.port)} by proxy ${proxyLabel(way)}`);
  const step = await context.platform.network.tunnel(socket, to, account, signal);
  const schemes = noteTunnel(steps, way, to, step);
  if (schemes.length > 0) details.schemes = schemes;
  if (step.ok && !step.opened && isRefusal(step.status)) account?.refused();
  return step.ok && step.opened ? { socket: step.socket } : {};
}

async function ask(
  context: ProbeContext,
  to: Destination,
  by: Entered & { readonly socket: Socket },
  steps: Steps,
  signal: AbortSignal,
): Promise<HttpAnswer | undefined> {
  const usual = to.port === (to.tls ? 443 : 80);
  const peer = authority(to.host, to.port);
  const host = usual ? peer.slice(0, peer.lastIndexOf(':')) : peer;
  const path = to.get ?? '/';
  const account = by.plain?.account;
  context.waitingFor(`${peer} (HTTP)`);
  const answer = await context.platform.network.get(
    by.socket,
    {
      host,
      // RFC 9112, 3.2.2: a proxy is asked for the whole address.
      target: by.plain === undefined ? path : `http://${host}${path}`,
      maxBytes: to.maxBytes ?? maxBytes,
      ...defined({ credentials: account, content: to.content }),
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
    ...defined({
      type: type?.slice(0, 200),
      location: location?.slice(0, 500),
      date: Number.isNaN(sent.getTime()) ? undefined : sent.toISOString(),
    }),
    at: now.toISOString(),
  };
}

async function caFileTrouble(context: ProbeContext, signal: AbortSignal): Promise<Problem | undefined> {
  const { caFile } = context.settings.network;
  if (caFile === undefined) return undefined;
  return (await context.platform.network.trust(caFile, signal)).extraProblem;
}
