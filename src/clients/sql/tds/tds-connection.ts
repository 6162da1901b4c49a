import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { defined } from '../../../base/defined.ts';
import type { Problem, SecureStep, Step } from '../../../platform/types.ts';
import { authority } from '../../../platform/url-host.ts';
import { dial, handshakeFacts } from '../../connection/dial.ts';
import { Steps } from '../../connection/layers.ts';
import { type ConnectionDetails, type ConnectionTrace, traceOf } from '../../connection/trace.ts';
import type { ProbeContext } from '../../environment.ts';
import { noAnswer, within } from '../../step-timeouts.ts';
import type { Endpoint } from '../endpoint.ts';
import { handshakeTunnel } from './handshake-tunnel.ts';
import { type Greeting, greet } from './prelogin.ts';

/** Seconds that one step may be silent: a peer's silence is a finding, well inside the row's deadline. */
const timeoutSeconds = { connection: 6, answer: 4, handshake: 5 } as const;

/** TDS 8.0 names itself in the handshake (MS-TDS 3.2.5.1). */
const strictProtocol = 'tds/8.0';

/** The certificate that a handshake showed, verified or not, and its PEM where it was verified. */
export interface Verified {
  readonly trusted: boolean;
  readonly problem?: Problem;
  readonly pem?: string;
}

/**
 * A connection of the doctor's own to a database server, layer by layer: name, connection, PRELOGIN, TLS. No
 * credential goes this way.
 */
export class TdsConnection {
  readonly steps = new Steps();
  readonly details: ConnectionDetails = {};
  readonly #context: ProbeContext;
  readonly #endpoint: Endpoint;
  readonly #port: number;
  readonly #host: string;

  constructor(context: ProbeContext, endpoint: Endpoint, port: number, host: string = endpoint.host) {
    this.#context = context;
    this.#endpoint = endpoint;
    this.#port = port;
    this.#host = host;
  }

  get peer(): string {
    return authority(this.#host, this.#port);
  }

  /** What it saw so far, as plain JSON. Databases are inside the network: no proxy is on the way. */
  trace(): ConnectionTrace {
    return traceOf(
      this.#context,
      { host: this.#host, port: this.#port },
      { kind: 'direct' },
      this.steps,
      this.details,
    );
  }

  async connect(signal: AbortSignal): Promise<Socket | undefined> {
    const socket = await within(timeoutSeconds.connection, signal, (bounded) =>
      dial(this.#context, this.#host, this.#port, this.steps, this.details, bounded),
    );
    if (socket === undefined && !this.steps.list.some((step) => !step.ok)) {
      const layer = this.steps.list.length === 0 ? 'name' : 'connection';
      const peer = layer === 'name' ? this.#host : this.peer;
      this.steps.refuse(layer, peer, timeoutSeconds.connection * 1000, noAnswer(timeoutSeconds.connection));
    }
    return socket;
  }

  async greet(socket: Socket, signal: AbortSignal): Promise<Step<{ readonly greeting: Greeting }>> {
    this.#context.waitingFor(`${this.peer} (TDS)`);
    const encrypted = this.#endpoint.encryption === 'inside';
    const step = await within(timeoutSeconds.answer, signal, (bounded) => greet(socket, encrypted, bounded));
    return step ?? { ok: false, problem: noAnswer(timeoutSeconds.answer), ms: timeoutSeconds.answer * 1000 };
  }

  /** TLS inside PRELOGIN, after the greeting: a look at the certificate, and the end of this connection. */
  async lookInside(socket: Socket, signal: AbortSignal): Promise<Verified> {
    return (await this.#secure(handshakeTunnel(socket), undefined, signal)).verified;
  }

  /** TLS from the first byte. The socket is ready for TDS when the server is trusted and agrees to TDS 8.0. */
  async lookStrict(socket: Socket, signal: AbortSignal): Promise<Verified & { readonly socket?: Socket }> {
    const { step, verified } = await this.#secure(socket, strictProtocol, signal, true);
    return step.ok ? { ...verified, socket: step.socket } : verified;
  }

  async #secure(
    socket: Socket,
    protocol: string | undefined,
    signal: AbortSignal,
    keep = false,
  ): Promise<{ readonly step: SecureStep; readonly verified: Verified }> {
    this.#context.waitingFor(`${this.peer} (TLS)`);
    const { caFile } = this.#endpoint;
    const peer = {
      host: this.#host,
      ofUser: true,
      ...defined({ extraCaFile: caFile, alpn: protocol === undefined ? undefined : [protocol] }),
    };
    const step: SecureStep = (await within(timeoutSeconds.handshake, signal, (bounded) =>
      this.#context.platform.network.secure(socket, peer, bounded),
    )) ?? { ok: false, ms: timeoutSeconds.handshake * 1000, problem: noAnswer(timeoutSeconds.handshake) };
    const seen = step.ok ? step : step.seen;
    if (seen !== undefined) this.details.tls = handshakeFacts(seen);
    this.steps.note('tls', this.peer, step, (good) => good.protocol);
    if (!step.ok) return { step, verified: { trusted: false, problem: step.problem } };
    const pem =
      step.socket instanceof TLSSocket ? step.socket.getPeerX509Certificate()?.toString() : undefined;
    if (!keep) step.socket.destroy();
    return { step, verified: { trusted: true, ...defined({ pem }) } };
  }
}
