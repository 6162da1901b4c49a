import type { Json } from '../base/json.ts';

/**
 * What an attempt saw, as plain JSON. `usable` says whether it gives the probes that need it something to go
 * on (a connection, a token); it decides what is blocked, whatever the verdict.
 */
export interface Facts {
  readonly usable: boolean;
  readonly [key: string]: Json | undefined;
}

/**
 * Names a probe and carries the type of its facts: what `needs` and `uses` are made of, and what a reader of facts
 * is asked by. It stands beside the facts' type, so that naming a probe never imports its code.
 */
export interface FactsToken<F extends Facts = Facts> {
  /** `AREA.NAME`, without a connector. */
  readonly id: string;
  /** Is there such a probe for each connector? Then a reader gives the one of its own connector. */
  readonly perConnector: boolean;
  /** The name of their schema; without it, nothing is known of their shape. */
  readonly schema?: string;
  /** Are these facts what the probe keeps? Those of a file may be anything. */
  is(facts: Facts): facts is F;
}

/** The id that a token's probe has for this connector: `ldap.bind@Directory`. */
export function idFor(
  { id, perConnector }: Pick<FactsToken, 'id' | 'perConnector'>,
  connector: string | undefined,
): string {
  return perConnector && connector !== undefined ? `${id}@${connector}` : id;
}

/** Facts of other probes, each with its own type; undefined where there are none (yet). */
export interface FactsReader {
  /** Of a probe that stands once for each connector: that of the reader's own, or of the one named. */
  of<F extends Facts>(token: FactsToken<F>, connector?: string): F | undefined;
}

export type FactsById = (id: string) => Facts | undefined;

/** A reader for the probes of this connector, or of the server. */
export function readerFor(connector: string | undefined, lookUp: FactsById): FactsReader {
  return {
    of(token, of = connector) {
      const facts = lookUp(idFor(token, of));
      return facts !== undefined && token.is(facts) ? facts : undefined;
    },
  };
}
