import type { Socket } from 'node:net';
import { defined } from '../../../base/defined.ts';
import type { Problem } from '../../../platform/types.ts';
import { failedStep } from '../../connection/layers.ts';
import type { ProbeContext } from '../../environment.ts';
import type { Endpoint } from '../endpoint.ts';
import type { LoginFacts, LoginOutcome, SentOn } from '../login-facts.ts';
import type { Greeting } from './prelogin.ts';
import { TdsConnection, type Verified } from './tds-connection.ts';

/**
 * Sees to it that the login goes only to a server that was found trusted: the certificate is verified on a
 * connection of its own, and the client library is then told to trust that one certificate and no other.
 */
export class CertificateGuard {
  /** What the library makes its TLS context of; it reads it anew for each connection. */
  readonly credentials: { ca: string[]; allowPartialTrustChain: true } = {
    ca: [],
    allowPartialTrustChain: true,
  };
  readonly #context: ProbeContext;
  readonly #endpoint: Endpoint;
  readonly #first: TdsConnection;
  readonly #port: number;
  readonly #anyCertificate: boolean;
  #greeting: Greeting | undefined;
  #problem: Problem | undefined;
  #sentOn: SentOn | undefined;

  constructor(context: ProbeContext, endpoint: Endpoint, port: number, anyCertificate: boolean) {
    this.#context = context;
    this.#endpoint = endpoint;
    this.#port = port;
    this.#anyCertificate = anyCertificate && endpoint.encryption !== 'strict';
    this.#first = new TdsConnection(context, endpoint, port);
  }

  facts(): Pick<LoginFacts, 'reached' | 'greeting' | 'problem'> {
    return {
      reached: this.#first.trace(),
      ...defined({ greeting: this.#greeting, problem: this.#problem }),
    };
  }

  /** After the login: where the server sent it. */
  sentOn(): Pick<LoginFacts, 'sentOn'> {
    return defined({ sentOn: this.#sentOn });
  }

  look(signal: AbortSignal): Promise<'open' | LoginOutcome> {
    return this.#verify(this.#first, signal);
  }

  /** A socket for the library. Where the server sends it elsewhere (Azure), that one is verified first. */
  async connect(to: { readonly host: string; readonly port: number }, signal: AbortSignal): Promise<Socket> {
    const elsewhere = to.host !== this.#endpoint.host || to.port !== this.#port;
    if (elsewhere) {
      const other = new TdsConnection(this.#context, this.#endpoint, to.port, to.host);
      const verdict = await this.#verify(other, signal);
      const problem = verdict === 'open' ? undefined : this.#problem;
      this.#sentOn = {
        host: to.host,
        port: to.port,
        outcome: verdict,
        reached: other.trace(),
        ...defined({ problem }),
      };
      if (verdict !== 'open')
        throw Object.assign(new Error(`sent on to ${to.host}, which failed: ${verdict}`), { code: 'EROUTE' });
    }
    const connection = new TdsConnection(this.#context, this.#endpoint, to.port, to.host);
    const socket = await connection.connect(signal);
    if (socket !== undefined) return socket;
    const problem = failedStep(connection.steps.list)?.problem;
    throw Object.assign(new Error(problem?.text ?? 'no connection'), { code: problem?.code ?? 'ESOCKET' });
  }

  async #verify(connection: TdsConnection, signal: AbortSignal): Promise<'open' | LoginOutcome> {
    const socket = await connection.connect(signal);
    if (socket === undefined) return 'no-connection';
    try {
      return this.#endpoint.encryption === 'strict'
        ? await this.#verifyStrict(connection, socket, signal)
        : await this.#verifyInside(connection, socket, signal);
    } finally {
      socket.destroy();
    }
  }

  async #verifyInside(
    connection: TdsConnection,
    socket: Socket,
    signal: AbortSignal,
  ): Promise<'open' | LoginOutcome> {
    const step = await connection.greet(socket, signal);
    if (!step.ok) return this.#stop('not-tds', step.problem);
    const { offer } = step.greeting;
    this.#greeting = step.greeting;
    const encrypts = offer === 'all' || offer === 'demanded';
    if (this.#endpoint.encryption === 'none') return encrypts ? 'demanded' : 'open';
    if (!encrypts) return 'not-offered';
    return this.#accept(await connection.lookInside(socket, signal), connection);
  }

  async #verifyStrict(
    connection: TdsConnection,
    socket: Socket,
    signal: AbortSignal,
  ): Promise<'open' | LoginOutcome> {
    const verified = await connection.lookStrict(socket, signal);
    const { socket: secured } = verified;
    if (secured === undefined) return this.#accept(verified, connection);
    const step = await connection.greet(secured, signal);
    secured.destroy();
    if (!step.ok) return this.#stop('not-tds', step.problem);
    this.#greeting = step.greeting;
    return this.#accept(verified, connection);
  }

  #accept({ trusted, pem, problem }: Verified, connection: TdsConnection): 'open' | LoginOutcome {
    if (trusted && pem !== undefined) this.credentials.ca.push(pem);
    if (trusted) return 'open';
    const shown = connection.details.tls !== undefined;
    if (shown && this.#anyCertificate) return 'open';
    return this.#stop(shown ? 'certificate' : 'no-tls', problem);
  }

  #stop(outcome: LoginOutcome, problem: Problem | undefined): LoginOutcome {
    this.#problem = problem;
    return outcome;
  }
}
