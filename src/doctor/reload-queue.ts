/** Readings of `.ecmarc` and what follows each, one after the other. */
export class ReloadQueue {
  #chain: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  get busy(): boolean {
    return this.#waiting > 0;
  }

  /** Does `work` when all that came before is through; `ended` hears of its end, with the fault if there was one. */
  after(work: () => Promise<void>, ended: (fault: unknown) => void): void {
    this.#waiting += 1;
    const over = (fault: unknown): void => {
      this.#waiting -= 1;
      ended(fault);
    };
    this.#chain = this.#chain.then(work).then(() => over(undefined), over);
  }

  /** Ends when nothing of it is under way. */
  async settled(): Promise<void> {
    while (this.busy) await this.#chain;
  }
}
