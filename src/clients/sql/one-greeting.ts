interface Heard<T> {
  readonly value: T;
  readonly at: number;
  readonly by: Set<string>;
}

interface Peer<T> {
  heard?: Heard<T> | undefined;
  underWay?: Promise<T> | undefined;
}

/** Milliseconds for which what another heard is still news. */
const freshMs = 60_000;

/**
 * MySQL counts each contact that ends without a log-in, and shuts the address out after `max_connect_errors` of them:
 * connectors with one server share a contact. Who asks again (`r`, a watch) has a new one, so that what is shown is what
 * is there now. `counts`: was it one that the server counts?
 */
export class SharedGreetings<T> {
  /** Of each run, by peer. */
  readonly #runs = new WeakMap<object, Map<string, Peer<T>>>();
  readonly #counts: (value: T) => boolean;

  constructor(counts: (value: T) => boolean) {
    this.#counts = counts;
  }

  /** `of`: the run; `by`: who asks. */
  async ask(
    { of, peer, by }: { readonly of: object; readonly peer: string; readonly by: string },
    contact: () => Promise<T>,
  ): Promise<T> {
    const known = this.#peer(of, peer);
    const { heard } = known;
    if (heard !== undefined && !heard.by.has(by) && performance.now() - heard.at < freshMs) {
      heard.by.add(by);
      return heard.value;
    }
    if (known.underWay !== undefined) {
      // Cut off, it tells nothing: then this one asks by itself.
      const joined = await known.underWay.then(
        (value) => ({ value }),
        () => undefined,
      );
      if (joined !== undefined) {
        known.heard?.by.add(by);
        return joined.value;
      }
    }
    const mine = contact();
    known.underWay = mine;
    try {
      const value = await mine;
      known.heard = this.#counts(value) ? { value, at: performance.now(), by: new Set([by]) } : undefined;
      return value;
    } finally {
      if (known.underWay === mine) known.underWay = undefined;
    }
  }

  #peer(of: object, peer: string): Peer<T> {
    const peers = this.#runs.get(of) ?? new Map<string, Peer<T>>();
    this.#runs.set(of, peers);
    const known = peers.get(peer) ?? {};
    peers.set(peer, known);
    return known;
  }
}
