/** How many probes run or wait for their turn: in all, and by the connection that they share. */
export class AtWork {
  #all = 0;
  readonly #sharing = new Map<string, number>();

  get any(): boolean {
    return this.#all > 0;
  }

  count(share: string | undefined, change: 1 | -1): void {
    this.#all += change;
    if (share !== undefined) this.#sharing.set(share, (this.#sharing.get(share) ?? 0) + change);
  }

  shares(share: string): boolean {
    return (this.#sharing.get(share) ?? 0) > 0;
  }

  clear(): void {
    this.#all = 0;
    this.#sharing.clear();
  }
}
