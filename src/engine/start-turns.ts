import { OrderedSet } from './ordered-set.ts';

/** So many attempts begin before what they ask is asked, in each turn of the event loop. */
const startsAtOnce = 8;

/**
 * Groups of them that may begin before the event loop turns, in milliseconds from the first: a person who presses a key
 * waits for no more of them.
 */
const groupsOfTurn = 8;
const turnMs = 8;

/** Who may begin in this turn of the event loop, and who in one of the next: keys, signals and answers are heard between. */
export class StartTurns {
  readonly #begin: (places: readonly number[]) => void;
  readonly #later = new OrderedSet();
  #left = startsAtOnce;
  #renewing = false;
  /** Those to come in the loop's next turn, and since when this turn's begin. */
  #waits = 0;
  #since = 0;

  /** `begin` is called with the places whose turn has come, first by place. */
  constructor(begin: (places: readonly number[]) => void) {
    this.#begin = begin;
  }

  /** True when one more may begin now. */
  take(): boolean {
    if (this.#left === 0) return false;
    this.#left -= 1;
    if (!this.#renewing) this.#renewNextTurn();
    return true;
  }

  #renewNextTurn(): void {
    this.#renewing = true;
    setImmediate(() => {
      this.#renewing = false;
      if (this.#waits === 0) this.#left = startsAtOnce;
    });
  }

  /** This place begins in one of the next turns. */
  later(place: number): void {
    this.#later.add(place);
    if (this.#waits === 0) this.#wait();
  }

  forget(): void {
    this.#later.clear();
  }

  /** Between immediates of one turn, promises go on: so each group has asked its questions before the next. */
  #wait(): void {
    this.#since = 0;
    this.#waits = groupsOfTurn;
    for (let group = 0; group < groupsOfTurn; group += 1) setImmediate(() => this.#group());
  }

  #group(): void {
    this.#waits -= 1;
    const now = performance.now();
    if (this.#since === 0) this.#since = now;
    if (now - this.#since < turnMs) this.#next();
    if (this.#waits === 0 && this.#later.size > 0) this.#wait();
  }

  #next(): void {
    this.#left = startsAtOnce;
    const next: number[] = [];
    while (next.length < startsAtOnce) {
      const place = this.#later.take();
      if (place === undefined) break;
      next.push(place);
    }
    if (next.length > 0) this.#begin(next);
  }
}
