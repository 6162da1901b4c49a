import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '../../clients/connection/connect.ts';
import type { Destination } from '../../clients/connection/route.ts';
import type { ConnectionTrace } from '../../clients/connection/trace.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import type { HttpAnswer } from '../../platform/types.ts';
import { authority } from '../../platform/url-host.ts';
import { internetRoutes } from '../network/internet-routes.ts';

export interface Asked {
  readonly reached: ConnectionTrace;
  /** Absent when the host was not reached, or did not answer in HTTP. */
  readonly answer?: HttpAnswer;
  /** Seconds that a peer which wants to be left alone asks for (429, 503). */
  readonly retryAfter?: number;
}

/** How long answers of "later" may be waited out, over all requests of an attempt. */
export class Patience {
  #leftMs: number;

  constructor(seconds: number) {
    this.#leftMs = seconds * 1000;
  }

  /** Takes this many seconds, if they are there. */
  take(seconds: number): boolean {
    const ms = seconds * 1000;
    if (ms > this.#leftMs) return false;
    this.#leftMs -= ms;
    return true;
  }
}

/** A row has 30 s: what is left is for the requests themselves. */
export const patienceSeconds = 15;

/**
 * One request by the way out that `network.proxy` found. Where the peer asks to wait (429 or 503 with `Retry-After`,
 * RFC 9110, 10.2.3) and patience allows it, it is asked again after that time.
 */
export async function ask(
  context: ProbeContext,
  to: Omit<Destination, 'tls' | 'plainProxy'>,
  patience: Patience,
  signal: AbortSignal,
): Promise<Asked> {
  for (;;) {
    const { trace: reached, answer } = await connect(
      context,
      { ...to, tls: true },
      internetRoutes(context),
      signal,
    );
    if (answer === undefined) return { reached };
    const retryAfter = secondsToWait(answer, context.platform.now());
    if (retryAfter === undefined) return { reached, answer };
    // Zero seconds would make a busy circle of it.
    if (!patience.take(Math.max(retryAfter, 1))) return { reached, answer, retryAfter };
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
  return Math.max(0, Math.ceil((until - (Number.isNaN(from) ? now.getTime() : from)) / 1000));
}
