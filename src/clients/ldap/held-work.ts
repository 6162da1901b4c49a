/** Work that a connection must outlive: closing it waits for what still runs. */
export class HeldWork {
  readonly #held = new Set<Promise<unknown>>();

  async run<T>(work: () => Promise<T>): Promise<T> {
    const working = work();
    const settled = working.catch(() => {});
    this.#held.add(settled);
    try {
      return await working;
    } finally {
      this.#held.delete(settled);
    }
  }

  async settled(): Promise<void> {
    await Promise.all(this.#held);
  }
}
