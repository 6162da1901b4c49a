import type { Socket } from 'node:net';
import { defined } from '../../base/defined.ts';
import { type ProxyEndpoint, proxyLabel } from '../../platform/proxy-selection.ts';
import type { Address, Secured } from '../../platform/types.ts';
import { authority } from '../../platform/url-host.ts';
import type { ProbeContext } from '../environment.ts';
import type { Layer, Steps } from './layers.ts';
import type { ConnectionDetails } from './trace.ts';

/** Finds and connects: the layers `name` and `connection`. */
export async function dial(
  context: ProbeContext,
  host: string,
  port: number,
  steps: Steps,
  details: ConnectionDetails,
  signal: AbortSignal,
): Promise<Socket | undefined> {
  const { network } = context.platform;
  const peer = authority(host, port);
  context.waitingFor(`${host} (name)`);
  const named = steps.note('name', host, await network.lookup(host, signal), (step) =>
    addressList(step.addresses),
  );
  if (named === undefined) return undefined;
  details.addresses = named.addresses.map((one) => one.address);
  context.waitingFor(peer);
  const outcome = await network.connect({ addresses: named.addresses, port }, signal);
  if (outcome.tried !== undefined && outcome.tried.length > 0) details.tried = outcome.tried;
  return steps.note('connection', peer, outcome, (step) => step.address)?.socket;
}

/** A handshake; the layer says with whom. The extra file's problem shows when nothing else does. */
export async function handshake(
  context: ProbeContext,
  layer: Extract<Layer, 'tls' | 'proxy-tls'>,
  peer: {
    readonly host: string;
    readonly port: number;
    readonly socket: Socket;
    readonly revocation?: boolean;
  },
  steps: Steps,
  details: ConnectionDetails,
  signal: AbortSignal,
): Promise<Socket | undefined> {
  const name = authority(peer.host, peer.port);
  context.waitingFor(`${name} (TLS)`);
  const { caFile } = context.settings.network;
  const step = await context.platform.network.secure(
    peer.socket,
    { host: peer.host, ...defined({ extraCaFile: caFile, revocation: peer.revocation }) },
    signal,
  );
  const seen = step.ok ? handshakeFacts(step) : step.seen;
  if (seen !== undefined) details[layer === 'tls' ? 'tls' : 'proxyTls'] = seen;
  return steps.note(layer, name, step, (good) => good.protocol)?.socket;
}

/** To the proxy's door: name, connection and, for an https proxy, TLS. */
export async function dialProxy(
  context: ProbeContext,
  way: ProxyEndpoint,
  steps: Steps,
  details: ConnectionDetails,
  signal: AbortSignal,
): Promise<Socket | undefined> {
  const socket = await dial(context, way.host, way.port, steps, details, signal);
  if (socket === undefined || !way.tls) return socket;
  const secured = await handshake(context, 'proxy-tls', { ...way, socket }, steps, details, signal);
  if (secured !== undefined) context.waitingFor(`proxy ${proxyLabel(way)}`);
  return secured;
}

/** What a handshake showed, without its socket: fit for facts. */
export function handshakeFacts(step: Secured): Secured {
  const { protocol, cipher, chain, trustedBy, publicRoot, extraRoot, incomplete, issuersAt, revocation } =
    step;
  return {
    protocol,
    cipher,
    chain,
    trustedBy,
    ...defined({ publicRoot, extraRoot, incomplete, issuersAt, revocation }),
  };
}

function addressList(addresses: readonly Address[]): string {
  const shown = addresses.slice(0, 4).map((one) => one.address);
  return addresses.length > shown.length ? `${shown.join(', ')} and more` : shown.join(', ');
}
