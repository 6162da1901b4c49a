import type { ProxyOrDirect } from '../../platform/proxy-selection.ts';
import type { FailedAddress, HttpContent, Problem, Secured } from '../../platform/types.ts';
import { failedStep, type LayerFacts } from './layers.ts';

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

export interface Goal {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** A path to GET when connected. */
  readonly get?: string;
  /** A plain GET is put to a proxy as such, without a tunnel. */
  readonly plainProxy?: boolean;
  /** What is sent with the GET; a body makes it a POST. */
  readonly content?: HttpContent;
  /** Of the answer's body; 64 KiB when not said. */
  readonly maxBytes?: number;
}

export function isReached(reached: ConnectionTrace): boolean {
  return failedStep(reached.steps) === undefined;
}
