import type { ProxyOrDirect } from '../../platform/proxy-selection.ts';
import type { FailedAddress, HttpAnswer, Problem, Secured } from '../../platform/types.ts';
import type { ProbeContext } from '../environment.ts';
import { failedStep, type LayerFacts, type Steps } from './layers.ts';
import type { HostAndPort } from './route.ts';

/** How far a host could be reached, layer by layer. Plain JSON. */
export type ConnectionTrace = {
  readonly host: string;
  readonly port: number;
  /** The account that the doctor runs as: the services run as others. */
  readonly as: string;
  /** `process.platform`: on Windows trust through an extra file is not the services' trust. */
  readonly platform: string;
  readonly way: ProxyOrDirect;
  readonly steps: readonly LayerFacts[];
  readonly addresses?: readonly string[];
  readonly tried?: readonly FailedAddress[];
  readonly proxyTls?: Secured;
  readonly tls?: Secured;
  readonly schemes?: readonly string[];
  /** `network.caFile` was asked for and cannot be read. */
  readonly caFileProblem?: Problem;
  readonly http?: HttpFacts;
};

export type HttpFacts = {
  readonly status: number;
  readonly type?: string;
  readonly location?: string;
  /** The answer's `Date`, ISO 8601, and this machine's clock when it came. */
  readonly date?: string;
  readonly at: string;
};

/** How far it went, and the answer where there was something to ask. */
export interface Connected {
  readonly trace: ConnectionTrace;
  readonly answer?: HttpAnswer;
}

/** What was seen beside the steps. Members are filled as layers are passed. */
export interface ConnectionDetails {
  addresses?: readonly string[];
  tried?: readonly FailedAddress[];
  /** The handshake with the proxy, and the one with the host. */
  proxyTls?: Secured;
  tls?: Secured;
  /** Ways of signing in that the proxy offered. */
  schemes?: readonly string[];
}

/** What was seen up to now. */
export function traceOf(
  context: ProbeContext,
  { host, port }: HostAndPort,
  way: ProxyOrDirect,
  steps: Steps,
  details: ConnectionDetails = {},
): ConnectionTrace {
  const { user, platform } = context.platform.machine();
  return { host, port, as: user, platform, way, steps: [...steps.list], ...details };
}

export function isReached(trace: ConnectionTrace): boolean {
  return failedStep(trace.steps) === undefined;
}
