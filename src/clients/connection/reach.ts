import { startDeadline } from '../../engine/deadline.ts';
import { proxyForHost } from '../../platform/proxy-selection.ts';
import type { HttpAnswer } from '../../platform/types.ts';
import { authority } from '../../platform/url-host.ts';
import type { ProxyFacts } from '../../probes/network/proxy.ts';
import type { ProbeContext } from '../environment.ts';
import { type Route, startOf, walk } from './connect.ts';
import { type Layer, Steps } from './layers.ts';
import type { ConnectionTrace, Goal } from './trace.ts';

/** Walks to a host of the internet, by the way out that `network.proxy` found. */
export function reach(
  context: ProbeContext,
  goal: Goal,
  signal: AbortSignal,
): Promise<{ readonly reached: ConnectionTrace; readonly answer?: HttpAnswer }> {
  return walk(context, goal, routeTo(context, goal), new Steps(), signal);
}

/** The same without any proxy: targets inside the network. */
export async function reachDirectly(
  context: ProbeContext,
  goal: Goal,
  signal: AbortSignal,
): Promise<ConnectionTrace> {
  const route = { way: { kind: 'direct' as const }, proxy: undefined };
  return (await walk(context, goal, route, new Steps(), signal)).reached;
}

/** At most this many hosts of one row at once. */
const atOnce = 4;

/**
 * Several hosts for one row, in their order. One that is silent must not cost what was learnt of the others, so
 * each has a bound of its own, well inside the row's deadline.
 */
export async function reachAll(
  context: ProbeContext,
  goals: readonly Goal[],
  seconds: number,
  signal: AbortSignal,
): Promise<readonly ConnectionTrace[]> {
  const results = new Map<Goal, ConnectionTrace>();
  const waiting = [...goals];
  const worker = async () => {
    for (let goal = waiting.shift(); goal !== undefined; goal = waiting.shift()) {
      results.set(goal, await reachWithin(context, goal, seconds, signal));
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, goals.length) }, worker));
  return goals.flatMap((goal) => results.get(goal) ?? []);
}

async function reachWithin(
  context: ProbeContext,
  goal: Goal,
  seconds: number,
  signal: AbortSignal,
): Promise<ConnectionTrace> {
  const bound = new AbortController();
  // Counts running time, as the row's own deadline does: a frozen screen is no silent host.
  const deadline = startDeadline(seconds * 1000, () => bound.abort());
  try {
    return (await reachUntil(context, goal, { signal: bound.signal, seconds }, signal)).reached;
  } finally {
    deadline.stop();
  }
}

/** Gives up, with what was learnt until then, when its signal comes; that is after so many seconds. */
export interface Bound {
  readonly signal: AbortSignal;
  readonly seconds: number;
}

/** A walk that a bound may end before the attempt ends: the layer that gave no answer is then the one that failed. */
export async function reachUntil(
  context: ProbeContext,
  goal: Goal,
  bound: Bound,
  signal: AbortSignal,
): Promise<{ readonly reached: ConnectionTrace; readonly answer?: HttpAnswer }> {
  const route = routeTo(context, goal);
  const steps = new Steps();
  try {
    return await walk(context, goal, route, steps, AbortSignal.any([signal, bound.signal]));
  } catch (error) {
    signal.throwIfAborted();
    if (!bound.signal.aborted) throw error;
    const problem = { code: 'NO_ANSWER', text: `no answer within ${bound.seconds} s` };
    const layer = layersOf(goal, route)[steps.list.length] ?? 'http';
    steps.refuse(layer, peerOf(goal, route, layer), bound.seconds * 1000, problem);
    return { reached: { ...startOf(context, goal, route.way), steps: steps.list } };
  }
}

/** The way to a host, as `network.proxy` found it. */
export function routeTo(context: ProbeContext, goal: Pick<Goal, 'host' | 'port'>): Route {
  const proxy = context.facts('network.proxy') as ProxyFacts | undefined;
  return { way: proxyForHost(proxy?.way ?? { kind: 'direct' }, goal.host, goal.port), proxy };
}

function layersOf(goal: Goal, { way }: Route): readonly Layer[] {
  const between: readonly Layer[] =
    way.kind === 'direct'
      ? []
      : [...(way.tls ? ['proxy-tls' as const] : []), ...(goal.plainProxy ? [] : ['proxy' as const])];
  return ['name', 'connection', ...between, ...(goal.tls ? ['tls' as const] : []), 'http'];
}

function peerOf(goal: Goal, { way }: Route, layer: Layer): string {
  const inside = layer === 'tls' || layer === 'http' || way.kind === 'direct';
  const { host, port } = inside ? goal : way;
  return layer === 'name' ? host : authority(host, port);
}
