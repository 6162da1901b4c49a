/** So many attempts begin before the event loop turns: a person who presses a key then waits for no more of them. */
const startsAtOnce = 50;

/** Who may begin in this turn of the event loop, and who in one of the next: keys, signals and answers are heard between. */
export class StartTurns {
  readonly #begin: (places: readonly number[]) => void;
  /** In the order in which they came. */
  readonly #later = new Set<number>();
  #left = startsAtOnce;
  #pause: NodeJS.Immediate | undefined;

  /** `begin` is called with the places whose turn has come. */
  constructor(begin: (places: readonly number[]) => void) {
    this.#begin = begin;
  }

  /** True when one more may begin now. */
  take(): boolean {
    if (this.#left === 0) return false;
    this.#left -= 1;
    return true;
  }

  /** This place begins in one of the next turns. */
  later(place: number): void {
    this.#later.add(place);
    this.#pause ??= setImmediate(() => {
      this.#pause = undefined;
      this.#left = startsAtOnce;
      const next: number[] = [];
      for (const one of this.#later) {
        if (next.length === startsAtOnce) break;
        next.push(one);
      }
      for (const one of next) this.#later.delete(one);
      this.#begin(next);
      // Those that are left wait for the turn after this one.
      const [first] = this.#later;
      if (first !== undefined) this.later(first);
    });
  }

  forget(): void {
    this.#later.clear();
  }
}
