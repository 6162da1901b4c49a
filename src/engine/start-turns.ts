import { OrderedSet } from './ordered-set.ts';

/** So many attempts begin before what they ask is asked, in each turn of the event loop. */
const startsAtOnce = 8;

/**
 * Groups of them that may begin before the event loop turns, in milliseconds from the first: a person who presses a key
 * waits for no more of them. Where what already runs kept the loop for longer, only one of them begins.
 */
const groupsOfTurn = 8;
const turnMs = 8;

/**
 * Who may begin in this turn of the event loop, and who in one of the next: keys, signals and answers are heard between.
 * First those that came together, before any of them began: what takes longest, a server that is gone, is asked early.
 * What comes while they begin is for later, the first by place: one target's chain goes on before the next one's, so that
 * fewer are under way at once.
 */
export class StartTurns {
  readonly #begin: (places: readonly number[]) => void;
  readonly #together = new OrderedSet();
  readonly #later = new OrderedSet();
  #left = startsAtOnce;
  #renewing = false;
  /** Groups to come in the loop's next turn, since when they wait for it, and since when this turn's begin. */
  #waits = 0;
  #waitsSince = 0;
  #since = 0;
  /** From the first group that begins until nobody waits any more. */
  #underWay = false;

  /** `begin` is called with places whose turn has come; who does not take it then leaves it to the next. */
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
    (this.#underWay ? this.#later : this.#together).add(place);
    if (this.#waits === 0) this.#wait();
  }

  forget(): void {
    this.#together.clear();
    this.#later.clear();
    this.#underWay = false;
  }

  /** Between immediates of one turn, promises go on: so each group has asked its questions before the next. */
  #wait(): void {
    this.#since = 0;
    this.#waitsSince = performance.now();
    this.#waits = groupsOfTurn;
    for (let group = 0; group < groupsOfTurn; group += 1) setImmediate(() => this.#group());
  }

  #group(): void {
    this.#waits -= 1;
    const now = performance.now();
    const first = this.#since === 0;
    if (first) this.#since = now;
    try {
      if (first || (now - this.#since < turnMs && this.#since - this.#waitsSince < turnMs)) this.#next();
    } finally {
      if (this.#waits === 0) this.#goOn();
    }
  }

  #next(): void {
    this.#left = startsAtOnce;
    while (this.#left > 0) {
      const next: number[] = [];
      while (next.length < this.#left) {
        const place = this.#together.take() ?? this.#later.take();
        if (place === undefined) break;
        next.push(place);
      }
      if (next.length === 0) return;
      this.#underWay = true;
      this.#begin(next);
    }
  }

  #goOn(): void {
    this.#underWay = this.#together.size + this.#later.size > 0;
    if (this.#underWay) this.#wait();
  }
}
