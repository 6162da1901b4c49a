import { startDeadline } from '../../engine/deadline.ts';
import { authority } from '../../platform/url-host.ts';
import type { ProbeContext } from '../environment.ts';
import { noAnswer } from '../step-timeouts.ts';
import { connectLayerByLayer } from './layer-by-layer.ts';
import { type Layer, Steps } from './layers.ts';
import { type Destination, directly, type Route, type RouteTo } from './route.ts';
import { type Connected, type ConnectionTrace, traceOf } from './trace.ts';

export function connect(
  context: ProbeContext,
  to: Destination,
  routeTo: RouteTo,
  signal: AbortSignal,
): Promise<Connected> {
  return connectLayerByLayer(context, to, routeTo(to), new Steps(), signal);
}

/** Without any proxy: targets inside the network. */
export async function connectDirectly(
  context: ProbeContext,
  to: Destination,
  signal: AbortSignal,
): Promise<ConnectionTrace> {
  return (await connect(context, to, directly, signal)).trace;
}

/** At most this many hosts of one row at once. */
const atOnce = 4;

/**
 * Several hosts for one row, in their order. One that is silent must not cost what was learnt of the others, so
 * each has a bound of its own, well inside the row's deadline.
 */
export async function connectAll(
  context: ProbeContext,
  destinations: readonly Destination[],
  routeTo: RouteTo,
  seconds: number,
  signal: AbortSignal,
): Promise<readonly ConnectionTrace[]> {
  const traces = new Map<Destination, ConnectionTrace>();
  const waiting = [...destinations];
  const worker = async () => {
    for (let to = waiting.shift(); to !== undefined; to = waiting.shift()) {
      traces.set(to, await connectWithin(context, to, routeTo, seconds, signal));
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, destinations.length) }, worker));
  return destinations.flatMap((to) => traces.get(to) ?? []);
}

async function connectWithin(
  context: ProbeContext,
  to: Destination,
  routeTo: RouteTo,
  seconds: number,
  signal: AbortSignal,
): Promise<ConnectionTrace> {
  const bound = new AbortController();
  // Counts running time, as the row's own deadline does: a frozen screen is no silent host.
  const deadline = startDeadline(seconds * 1000, () => bound.abort());
  try {
    return (await connectUntil(context, to, routeTo, { signal: bound.signal, seconds }, signal)).trace;
  } finally {
    deadline.stop();
  }
}

/** Gives up, with what was learnt until then, when its signal comes; that is after so many seconds. */
export interface Bound {
  readonly signal: AbortSignal;
  readonly seconds: number;
}

/** A bound may end it before the attempt ends: the layer that gave no answer is then the one that failed. */
export async function connectUntil(
  context: ProbeContext,
  to: Destination,
  routeTo: RouteTo,
  bound: Bound,
  signal: AbortSignal,
): Promise<Connected> {
  const route = routeTo(to);
  const steps = new Steps();
  try {
    return await connectLayerByLayer(context, to, route, steps, AbortSignal.any([signal, bound.signal]));
  } catch (error) {
    signal.throwIfAborted();
    if (!bound.signal.aborted) throw error;
    const layer = layersOf(to, route)[steps.list.length] ?? 'http';
    steps.refuse(layer, peerOf(to, route, layer), bound.seconds * 1000, noAnswer(bound.seconds));
    return { trace: traceOf(context, to, route.way, steps) };
  }
}

function layersOf(to: Destination, { way }: Route): readonly Layer[] {
  const between: readonly Layer[] =
    way.kind === 'direct'
      ? []
      : [...(way.tls ? ['proxy-tls' as const] : []), ...(to.plainProxy ? [] : ['proxy' as const])];
  return ['name', 'connection', ...between, ...(to.tls ? ['tls' as const] : []), 'http'];
}

function peerOf(to: Destination, { way }: Route, layer: Layer): string {
  const inside = layer === 'tls' || layer === 'http' || way.kind === 'direct';
  const { host, port } = inside ? to : way;
  return layer === 'name' ? host : authority(host, port);
}
