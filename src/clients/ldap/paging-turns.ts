import { orAborted } from '../../platform/wait.ts';

/**
 * One paged search at a time: a server keeps one place for a connection, and a second search that begins between the
 * pages of the first ends it (RFC 2696, section 3; OpenLDAP does so).
 */
export class PagingTurns {
  #last: Promise<unknown> = Promise.resolve();

  /** The pages, once nobody else is between two of theirs. */
  async *taken<T>(signal: AbortSignal, pages: () => AsyncGenerator<T>): AsyncGenerator<T> {
    const before = this.#last;
    const mine = Promise.withResolvers<void>();
    // Whoever gives up while waiting lets nobody in before those in front are through.
    this.#last = Promise.all([before, mine.promise]);
    try {
      await orAborted(signal, before);
      yield* pages();
    } finally {
      mine.resolve();
    }
  }
}
