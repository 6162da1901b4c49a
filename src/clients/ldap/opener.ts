import type { Socket } from 'node:net';
import { defined } from '../../base/defined.ts';
import { certificateProblem } from '../../platform/tls.ts';
import type { ClientCertificate, Problem, SecureStep, Step } from '../../platform/types.ts';
import { authority } from '../../platform/url-host.ts';
import { dial, handshakeFacts } from '../connection/dial.ts';
import { fetchIssuers } from '../connection/fetch-issuers.ts';
import { Steps } from '../connection/layers.ts';
import { type ConnectionDetails, type ConnectionTrace, traceOf } from '../connection/trace.ts';
import type { ProbeContext } from '../environment.ts';
import { noAnswer, stepTimeouts, within } from '../step-timeouts.ts';
import type { LdapEndpoint } from './endpoint.ts';
import { ask, startTlsRequest } from './wire.ts';

/** How the server answered StartTLS. Where it does not agree, the problem says why, and the socket is closed. */
export type StartTlsFacts = {
  readonly ok: boolean;
  readonly ms: number;
  readonly problem?: Problem;
};

/** More than this is no certificate. */
const mostBytes = 256 * 1024;

/** Opens a connection to a directory, layer by layer: name, connection, StartTLS where asked for, TLS. */
export class LdapOpener {
  readonly #steps = new Steps();
  readonly #seen: ConnectionDetails = {};
  readonly #context: ProbeContext;
  readonly #endpoint: LdapEndpoint;
  /** How StartTLS went, where it was asked for: no layer of its own in the trace. */
  agreement: StartTlsFacts | undefined;
  /** Certificates that the server did not send, fetched from where its own says. */
  #between: readonly Uint8Array[] | undefined;
  /** Of the certificate that `.ecmarc` names for us: why it cannot be shown, where it cannot. */
  ownCertificate: { readonly problem?: Problem } | undefined;

  constructor(context: ProbeContext, endpoint: LdapEndpoint) {
    this.#context = context;
    this.#endpoint = endpoint;
  }

  /** How many certificates of the chain had to be fetched. */
  get fetched(): number {
    return this.#between?.length ?? 0;
  }

  /** What it saw so far, as plain JSON. Directories are inside the network: no proxy is on the way. */
  trace(): ConnectionTrace {
    return traceOf(this.#context, this.#endpoint, { kind: 'direct' }, this.#steps, this.#seen);
  }

  async connect(signal: AbortSignal): Promise<Socket | undefined> {
    const { host, port } = this.#endpoint;
    const socket = await within(stepTimeouts.connection, signal, (bounded) =>
      dial(this.#context, host, port, this.#steps, this.#seen, bounded),
    );
    if (socket === undefined && !this.#steps.list.some((step) => !step.ok)) {
      const layer = this.#steps.list.length === 0 ? 'name' : 'connection';
      const peer = layer === 'name' ? host : authority(host, port);
      this.#steps.refuse(layer, peer, stepTimeouts.connection * 1000, noAnswer(stepTimeouts.connection));
    }
    return socket;
  }

  /** StartTLS: the one thing said in clear is the wish for TLS. Undefined where the server does not agree. */
  async negotiate(socket: Socket, signal: AbortSignal): Promise<Socket | undefined> {
    this.#context.waitingFor(`${this.#endpoint.address} (StartTLS)`);
    const step: Step<object> = (await within(stepTimeouts.answer, signal, async (bounded) => {
      const asked = await ask(socket, startTlsRequest, bounded);
      if (!asked.ok) return asked;
      const { code, text = '' } = asked.answer;
      if (code === 0) return { ok: true as const, ms: asked.ms };
      return { ok: false as const, ms: asked.ms, problem: { code: `LDAP_${code ?? 'NONE'}`, text } };
    })) ?? { ok: false, ms: stepTimeouts.answer * 1000, problem: noAnswer(stepTimeouts.answer) };
    this.agreement = step.ok ? { ok: true, ms: step.ms } : { ok: false, ms: step.ms, problem: step.problem };
    if (step.ok) return socket;
    socket.destroy();
    return undefined;
  }

  /** The handshake. Only a socket whose peer was verified comes back; `anonymously` may look at any other. */
  async secure(
    socket: Socket,
    signal: AbortSignal,
    anonymously?: (socket: Socket) => Promise<void>,
  ): Promise<Socket | undefined> {
    const { host, address, caFile } = this.#endpoint;
    this.#context.waitingFor(`${address} (TLS)`);
    const clientCertificate = await this.#ownCertificate(signal);
    const peer = {
      host,
      ofUser: true,
      schannel: 'permissive' as const,
      ...defined({ extraCaFile: caFile, anonymously, clientCertificate, between: this.#between }),
    };
    const step: SecureStep = (await within(stepTimeouts.handshake, signal, (bounded) =>
      this.#context.platform.network.secure(socket, peer, bounded),
    )) ?? { ok: false, ms: stepTimeouts.handshake * 1000, problem: noAnswer(stepTimeouts.handshake) };
    const seen = step.ok ? step : step.seen;
    if (seen !== undefined) this.#seen.tls = handshakeFacts(seen);
    return this.#steps.note('tls', address, step, (good) => good.protocol)?.socket;
  }

  /** The certificate that `.ecmarc` names; undefined where it names none, or none that can be shown. */
  async #ownCertificate(signal: AbortSignal): Promise<ClientCertificate | undefined> {
    const { clientCertificate } = this.#endpoint;
    if (clientCertificate === undefined) return undefined;
    const read = await this.#context.platform.files.read(clientCertificate.file, mostBytes, signal);
    if (!read.ok) {
      this.ownCertificate = { problem: read.problem };
      return undefined;
    }
    const { password } = clientCertificate;
    const secret = password === undefined ? undefined : await this.#context.secret(password);
    const own = { bytes: read.bytes, password: () => secret?.reveal() };
    const problem = certificateProblem(own);
    this.ownCertificate = defined({ problem });
    return problem === undefined ? own : undefined;
  }

  /** Does the server speak TLS 1.2 as well? Undefined: it gave no answer to that. Nothing else is asked. */
  offersTls12(signal: AbortSignal): Promise<boolean | undefined> {
    return this.#takes({ upToTls12: true }, signal);
  }

  async #takes(
    how: { readonly upToTls12?: true; readonly schannel?: 'suites' },
    signal: AbortSignal,
  ): Promise<boolean | undefined> {
    const socket = await this.connect(signal);
    const ready =
      socket !== undefined && this.#endpoint.protection === 'start-tls'
        ? await this.negotiate(socket, signal)
        : socket;
    if (ready === undefined) return undefined;
    const clientCertificate = await this.#ownCertificate(signal);
    const peer = { host: this.#endpoint.host, ...how, ...defined({ clientCertificate }) };
    const step = await within(stepTimeouts.handshake, signal, (bounded) =>
      this.#context.platform.network.secure(ready, peer, bounded),
    );
    if (step?.ok) step.socket.destroy();
    if (step === undefined) return undefined;
    if (step.ok || step.seen !== undefined) return true;
    return /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|HANDSHAKE_FAILURE/.test(step.problem.code)
      ? false
      : undefined;
  }

  /** Is what Schannel offers by default in TLS 1.2 enough for this server? Undefined: it gave no answer to that. */
  async takesSchannelSuites(signal: AbortSignal): Promise<boolean | undefined> {
    return this.#takes({ schannel: 'suites' }, signal);
  }

  /** All of it, as the connector will do it: the socket is ready for LDAP, protected as `.ecmarc` says. */
  async open(signal: AbortSignal): Promise<Socket | undefined> {
    const { protection } = this.#endpoint;
    const socket = await this.connect(signal);
    if (socket === undefined || protection === 'none') return socket;
    const ready = protection === 'start-tls' ? await this.negotiate(socket, signal) : socket;
    const secured = ready && (await this.secure(ready, signal));
    if (ready === undefined || secured !== undefined || this.#between !== undefined) return secured;
    // Windows fetches what the server did not send; then so do we, once.
    const seen = this.#seen.tls;
    if (seen?.incomplete !== true) return undefined;
    this.#between = await fetchIssuers(this.#context, seen, signal);
    if (this.#between.length === 0) return undefined;
    this.#steps.list.length = 0;
    return this.open(signal);
  }
}
