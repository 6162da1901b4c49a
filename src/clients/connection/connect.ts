import { startDeadline } from '../../engine/deadline.ts';
import { authority } from '../../platform/url-host.ts';
import type { ProbeContext } from '../environment.ts';
import { noAnswer, patience } from '../step-timeouts.ts';
import { connectLayerByLayer } from './layer-by-layer.ts';
import { type Layer, Steps } from './layers.ts';
import { type Destination, directly, type Route, type RouteTo } from './route.ts';
import { type Connected, type ConnectionTrace, traceOf } from './trace.ts';

/** A host that is silent for longer than this, over all layers, is told as silent. */
const usualSeconds = 10;

export function connect(
  context: ProbeContext,
  to: Destination,
  routeTo: RouteTo,
  signal: AbortSignal,
): Promise<Connected> {
  return connectWithin(context, to, routeTo, patience(context, usualSeconds), signal);
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
  // All of them one after another must fit in the row's deadline.
  const rounds = Math.max(1, Math.ceil(destinations.length / atOnce));
  const within = patience(context, seconds, 0.9 / rounds);
  const worker = async () => {
    for (let to = waiting.shift(); to !== undefined; to = waiting.shift()) {
      traces.set(to, (await connectWithin(context, to, routeTo, within, signal)).trace);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, destinations.length) }, worker));
  return destinations.flatMap((to) => traces.get(to) ?? []);
}

/**
 * Gives up after so many seconds, with what was learnt until then: the layer that gave no answer is the one that
 * failed.
 */
export async function connectWithin(
  context: ProbeContext,
  to: Destination,
  routeTo: RouteTo,
  seconds: number,
  signal: AbortSignal,
): Promise<Connected> {
  const bound = new AbortController();
  // Counts running time, as the row's own deadline does: a frozen screen is no silent host.
  const deadline = startDeadline(seconds * 1000, () => bound.abort());
  const route = routeTo(to);
  const steps = new Steps();
  try {
    return await connectLayerByLayer(context, to, route, steps, AbortSignal.any([signal, bound.signal]));
  } catch (error) {
    signal.throwIfAborted();
    if (!bound.signal.aborted) throw error;
    const layer = layersOf(to, route)[steps.list.length] ?? 'http';
    steps.refuse(layer, peerOf(to, route, layer), seconds * 1000, noAnswer(seconds));
    return { trace: traceOf(context, to, route.way, steps) };
  } finally {
    deadline.stop();
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
