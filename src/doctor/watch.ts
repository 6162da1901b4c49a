/** First pause, growth and longest pause between quiet retries of one probe, in milliseconds. */
const firstMs = 3_000;
const growth = 1.5;
const longestMs = 30_000;

interface Watched {
  pauseMs: number;
  next?: number;
  timer?: NodeJS.Timeout;
}

/** Retries probes quietly, with a growing pause, until told that they passed. */
export class Watches {
  readonly #watched = new Map<string, Watched>();
  readonly #retry: (id: string) => void;

  constructor(retry: (id: string) => void) {
    this.#retry = retry;
  }

  ids(): readonly string[] {
    return [...this.#watched.keys()];
  }

  has(id: string): boolean {
    return this.#watched.has(id);
  }

  /** When it is retried next, in epoch milliseconds; undefined while it is being looked at. */
  next(id: string): number | undefined {
    return this.#watched.get(id)?.next;
  }

  add(id: string): void {
    if (!this.has(id)) this.#watched.set(id, { pauseMs: firstMs });
  }

  /** An attempt of a watched probe has ended without a pass: try again after a pause. */
  again(id: string): void {
    const watched = this.#watched.get(id);
    if (watched === undefined || watched.timer !== undefined) return;
    watched.next = Date.now() + watched.pauseMs;
    watched.timer = setTimeout(() => {
      delete watched.timer;
      delete watched.next;
      this.#retry(id);
    }, watched.pauseMs);
    watched.pauseMs = Math.min(longestMs, watched.pauseMs * growth);
  }

  remove(id: string): void {
    clearTimeout(this.#watched.get(id)?.timer);
    this.#watched.delete(id);
  }

  clear(): void {
    for (const id of [...this.#watched.keys()]) this.remove(id);
  }
}
