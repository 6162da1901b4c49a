import { connect as open, type Socket } from 'node:net';
import { toProblem } from './problem.ts';
import type { Address, Connected, FailedAddress, Network, Problem } from './types.ts';
import { abortable, closeOnAbort, stopwatch } from './wait.ts';

/** RFC 8305, section 5: how long an address may be silent before the next one is tried beside it. */
const headStartMs = 250;

/**
 * Connects to the first address that answers. Attempts run beside one another, so a silent address delays but
 * never hides one that answers. There is no time-out of our own: the signal ends it.
 */
export const connect: Network['connect'] = async (to, signal) => {
  const ms = stopwatch();
  const outcome = await race(inTurns(to.addresses), to.port, signal);
  if ('socket' in outcome) return { ok: true, ...outcome, ms: ms() };
  return { ok: false, problem: mostTelling(outcome.tried), tried: outcome.tried, ms: ms() };
};

function race(
  addresses: readonly Address[],
  port: number,
  signal: AbortSignal,
): Promise<Connected | { readonly tried: readonly FailedAddress[] }> {
  const live = new Set<Socket>();
  const tried: FailedAddress[] = [];
  const waiting = [...addresses];
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  const stop = () => {
    over = true;
    clearTimeout(timer);
    for (const socket of live) socket.destroy();
  };
  return abortable<Connected | { readonly tried: readonly FailedAddress[] }>(
    signal,
    (done) => {
      const next = () => {
        clearTimeout(timer);
        // The error of a socket is told a moment after it happened: the race may be over by then.
        if (over) return;
        const address = waiting.shift();
        if (address === undefined) {
          if (live.size === 0) done({ tried });
          return;
        }
        timer = setTimeout(next, headStartMs);
        const socket = open({ host: address.address, port, family: address.family, noDelay: true });
        live.add(socket);
        const failed = (error: unknown) => {
          live.delete(socket);
          tried.push({ ...address, problem: toProblem(error) });
          next();
        };
        socket.once('error', failed);
        socket.once('connect', () => {
          live.delete(socket);
          stop();
          socket.off('error', failed);
          // A reset that comes while nobody reads must not end the program: readers see it as the stream's end.
          socket.on('error', () => {});
          closeOnAbort(signal, socket);
          done({ socket, address: address.address, tried });
        });
      };
      next();
    },
    stop,
  ).then((outcome) => {
    // Losers of the race were destroyed above; an error of theirs has nobody left to tell.
    for (const socket of live) socket.on('error', () => {});
    return outcome;
  });
}

/** Families in turns (RFC 8305, section 4), the system's order kept within each. */
function inTurns(addresses: readonly Address[]): Address[] {
  const first = addresses.filter((one) => one.family === addresses[0]?.family);
  const second = addresses.filter((one) => one.family !== addresses[0]?.family);
  return first
    .flatMap((one, index) => [one, ...second.slice(index, index + 1)])
    .concat(second.slice(first.length));
}

/** A refusal says more than a missing route: the host is there. */
const telling = ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'];

function mostTelling(tried: readonly FailedAddress[]): Problem {
  const rank = (one: FailedAddress) => {
    const place = telling.indexOf(one.problem.code);
    return place === -1 ? telling.length : place;
  };
  const best = [...tried].sort((a, b) => rank(a) - rank(b))[0];
  return best?.problem ?? { code: 'NO_ADDRESS', text: 'the name has no address' };
}
