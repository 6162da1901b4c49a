import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpAnswer } from '../../platform/types.ts';
import { authority } from '../../platform/url-host.ts';
import type { ProbeContext } from '../environment.ts';
import { connect } from './connect.ts';
import type { Destination, RouteTo } from './route.ts';
import type { Connected } from './trace.ts';

export interface Requested extends Connected {
  /** Seconds that a peer which wants to be left alone asks for (429, 503). */
  readonly retryAfter?: number;
}

/** How long answers of "later" may be waited out, over all requests of an attempt. */
export class RetryBudget {
  /** A row has 30 s: what is left is for the requests themselves. */
  #leftMs = 15_000;

  /** Takes this many seconds, if they are there. */
  take(seconds: number): boolean {
    const ms = seconds * 1000;
    if (ms > this.#leftMs) return false;
    this.#leftMs -= ms;
    return true;
  }
}

/**
 * One request over TLS. Where the peer asks to wait (429 or 503 with `Retry-After`, RFC 9110, 10.2.3) and the budget
 * allows it, it is asked again after that time.
 */
export async function request(
  context: ProbeContext,
  to: Omit<Destination, 'tls' | 'plainProxy'>,
  routeTo: RouteTo,
  budget: RetryBudget,
  signal: AbortSignal,
): Promise<Requested> {
  for (;;) {
    const connected = await connect(context, { ...to, tls: true }, routeTo, signal);
    const { answer } = connected;
    const retryAfter = answer && secondsToWait(answer, context.platform.now());
    if (retryAfter === undefined) return connected;
    // Zero seconds would make a busy circle of it.
    if (!budget.take(Math.max(retryAfter, 1))) return { ...connected, retryAfter };
    context.waitingFor(`${authority(to.host, to.port)}, which asks to wait ${retryAfter} s`);
    await sleep(Math.max(retryAfter, 1) * 1000, undefined, { signal });
  }
}

/** `Retry-After`: whole seconds, or a date against the answer's own clock. */
function secondsToWait({ status, headers }: HttpAnswer, now: Date): number | undefined {
  const given = headers['retry-after'];
  if ((status !== 429 && status !== 503) || given === undefined) return undefined;
  if (/^\d{1,9}$/.test(given.trim())) return Number(given);
  const until = Date.parse(given);
  if (Number.isNaN(until)) return undefined;
  const from = Date.parse(headers.date ?? '');
  const seconds = Math.ceil((until - (Number.isNaN(from) ? now.getTime() : from)) / 1000);
  // A date of another century asks for nothing that could be waited for.
  return seconds > 1e9 ? undefined : Math.max(0, seconds);
}
