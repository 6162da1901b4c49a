import type { Leased } from './probe.ts';

interface Lease {
  readonly controller: AbortController;
  readonly opening: Promise<Leased<unknown>>;
}

/**
 * Connections that several attempts share, by key: opened by the first that asks, kept until `close`. The opener's
 * signal is the connection's own, so that one attempt's end does not take it from the others.
 */
export class Leases {
  readonly #open = new Map<string, Lease>();
  readonly #closing = new Set<Promise<void>>();

  /** The shared value; ends early (rejects) when `signal` does. */
  async acquire<T>(
    key: string,
    signal: AbortSignal,
    open: (signal: AbortSignal) => Promise<Leased<T>>,
  ): Promise<T> {
    // One that has ended opens nothing: nobody would close it.
    signal.throwIfAborted();
    let lease = this.#open.get(key);
    if (lease === undefined) {
      const controller = new AbortController();
      // An opener that throws at once has failed like one that rejects: it is not tried again by the next user.
      lease = { controller, opening: (async () => open(controller.signal))() };
      lease.opening.catch(() => {});
      this.#open.set(key, lease);
    }
    // All users of one key are probes of one connector, whose opener gives one type.
    const leased = (await abortable(lease.opening, signal)) as Leased<T>;
    return leased.value;
  }

  keys(): readonly string[] {
    return [...this.#open.keys()];
  }

  /** Ends the connection of this key, also one that is still being opened. */
  close(key: string): void {
    const lease = this.#open.get(key);
    if (lease === undefined) return;
    this.#open.delete(key);
    lease.controller.abort(new Error('closed'));
    const closing = lease.opening
      .then((leased) => leased.close())
      .catch(() => {})
      .finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }

  /** Ends when every closed connection has really closed. */
  async closed(): Promise<void> {
    await Promise.all(this.#closing);
  }
}

/** The promise's result, or a rejection the moment the signal fires. */
function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
