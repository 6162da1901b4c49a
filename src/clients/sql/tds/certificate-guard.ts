import type { Socket } from 'node:net';
import type { Problem } from '../../../platform/types.ts';
import type { ProbeContext } from '../../environment.ts';
import type { Place } from '../endpoint.ts';
import type { LoginFacts, LoginOutcome } from './open-session.ts';
import type { Greeting } from './prelogin.ts';
import { type Verified, Walk } from './tds-connection.ts';

/**
 * Sees to it that the login goes only to a server that was found trusted: the certificate is verified on a
 * connection of its own, and the client library is then told to trust that one certificate and no other.
 */
export class Guard {
  /** What the library makes its TLS context of; it reads it anew for each connection. */
  readonly credentials: { ca: string[]; allowPartialTrustChain: true } = {
    ca: [],
    allowPartialTrustChain: true,
  };
  readonly #context: ProbeContext;
  readonly #place: Place;
  readonly #first: Walk;
  readonly #port: number;
  readonly #anyCertificate: boolean;
  #greeting: Greeting | undefined;
  #problem: Problem | undefined;

  constructor(context: ProbeContext, place: Place, port: number, anyCertificate: boolean) {
    this.#context = context;
    this.#place = place;
    this.#port = port;
    this.#anyCertificate = anyCertificate && place.encryption !== 'strict';
    this.#first = new Walk(context, place, port);
  }

  facts(): Pick<LoginFacts, 'reached' | 'greeting' | 'problem'> {
    return {
      reached: this.#first.reached(),
      ...(this.#greeting === undefined ? {} : { greeting: this.#greeting }),
      ...(this.#problem === undefined ? {} : { problem: this.#problem }),
    };
  }

  look(signal: AbortSignal): Promise<'open' | LoginOutcome> {
    return this.#verify(this.#first, signal);
  }

  /** A socket for the library. Where the server sends it elsewhere (Azure), that one is verified first. */
  async connect(to: { readonly host: string; readonly port: number }, signal: AbortSignal): Promise<Socket> {
    const elsewhere = to.host !== this.#place.host || to.port !== this.#port;
    if (elsewhere) {
      const verdict = await this.#verify(new Walk(this.#context, this.#place, to.port, to.host), signal);
      if (verdict !== 'open')
        throw Object.assign(new Error(`sent on to ${to.host}, which failed: ${verdict}`), { code: 'EROUTE' });
    }
    const walk = new Walk(this.#context, this.#place, to.port, to.host);
    const socket = await walk.connect(signal);
    if (socket !== undefined) return socket;
    const problem = walk.steps.list.find((step) => !step.ok)?.problem;
    throw Object.assign(new Error(problem?.text ?? 'no connection'), { code: problem?.code ?? 'ESOCKET' });
  }

  async #verify(walk: Walk, signal: AbortSignal): Promise<'open' | LoginOutcome> {
    const socket = await walk.connect(signal);
    if (socket === undefined) return 'no-connection';
    try {
      return this.#place.encryption === 'strict'
        ? await this.#verifyStrict(walk, socket, signal)
        : await this.#verifyInside(walk, socket, signal);
    } finally {
      socket.destroy();
    }
  }

  async #verifyInside(walk: Walk, socket: Socket, signal: AbortSignal): Promise<'open' | LoginOutcome> {
    const step = await walk.greet(socket, signal);
    if (!step.ok) return this.#stop('not-tds', step.problem);
    const { offer } = step.greeting;
    this.#greeting = step.greeting;
    const encrypts = offer === 'all' || offer === 'demanded';
    if (this.#place.encryption === 'none') return encrypts ? 'demanded' : 'open';
    if (!encrypts) return 'not-offered';
    return this.#accept(await walk.lookInside(socket, signal), walk);
  }

  async #verifyStrict(walk: Walk, socket: Socket, signal: AbortSignal): Promise<'open' | LoginOutcome> {
    const verified = await walk.lookStrict(socket, signal);
    const { socket: secured } = verified;
    if (secured === undefined) return this.#accept(verified, walk);
    const step = await walk.greet(secured, signal);
    secured.destroy();
    if (!step.ok) return this.#stop('not-tds', step.problem);
    this.#greeting = step.greeting;
    return this.#accept(verified, walk);
  }

  #accept({ trusted, pem, problem }: Verified, walk: Walk): 'open' | LoginOutcome {
    if (trusted && pem !== undefined) this.credentials.ca.push(pem);
    if (trusted) return 'open';
    const shown = walk.sights.tls !== undefined;
    if (shown && this.#anyCertificate) return 'open';
    return this.#stop(shown ? 'certificate' : 'no-tls', problem);
  }

  #stop(outcome: LoginOutcome, problem: Problem | undefined): LoginOutcome {
    this.#problem = problem;
    return outcome;
  }
}
