import type { ProxyOrDirect } from '../../platform/proxy-selection.ts';
import type { HttpContent } from '../../platform/types.ts';

export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/** Whom to connect to, and what to ask once the connection stands. */
export interface Destination extends HostAndPort {
  readonly tls: boolean;
  /** Where its certificate's revocation list is belongs to what is seen. */
  readonly revocation?: boolean;
  /** A path to GET when connected. */
  readonly get?: string;
  /** A plain GET is put to a proxy as such, without a tunnel. */
  readonly plainProxy?: boolean;
  /** What is sent with the GET; a body makes it a POST. */
  readonly content?: HttpContent;
  /** Of the answer's body; 64 KiB when not said. */
  readonly maxBytes?: number;
}

/** How a host is connected to: straight, or by a proxy. */
export interface Route {
  readonly way: ProxyOrDirect;
  /** The proxy asked for a password before and took ours: it is given it again. */
  readonly passwordAccepted: boolean;
}

/** Says by which route a host is connected to. */
export type RouteTo = (to: HostAndPort) => Route;

/** No proxy: targets inside the network. */
export const directly: RouteTo = () => ({ way: { kind: 'direct' }, passwordAccepted: false });
