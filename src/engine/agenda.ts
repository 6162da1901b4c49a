import { OrderedSet } from './ordered-set.ts';

/** Which probes are to be looked at next, by their places in the plan's order. */
export class Agenda {
  readonly #due = new OrderedSet();
  /** Those that could start, while nothing was to be started. */
  readonly #ready = new OrderedSet();
  /** Who waits for a need that waits itself: to be looked at when that changes. */
  readonly #watching = new Map<string, Set<number>>();
  #places: ReadonlyMap<string, number> = new Map();

  /** Another plan: nothing is due. */
  adopt(places: ReadonlyMap<string, number>): void {
    this.#places = places;
    this.#due.clear();
    this.#ready.clear();
    this.#watching.clear();
  }

  /** This one has changed. */
  add(id: string): void {
    const place = this.#places.get(id);
    if (place !== undefined) this.#due.add(place);
    const watching = this.#watching.get(id);
    if (watching === undefined) return;
    for (const behind of watching) this.#due.add(behind);
    this.#watching.delete(id);
  }

  addPlaces(places: readonly number[]): void {
    for (const place of places) this.#due.add(place);
  }

  keepReady(place: number): void {
    this.#ready.add(place);
  }

  /** The one at `place` is looked at again when `id` changes. */
  watch(id: string, place: number): void {
    this.#watching.set(id, (this.#watching.get(id) ?? new Set()).add(place));
  }

  /** Would `take` give any? */
  isDue(starting: boolean): boolean {
    return this.#due.size > 0 || (starting && this.#ready.size > 0);
  }

  /** All that is due, first by place; what was kept ready too when something may start. */
  take(starting: boolean): readonly number[] {
    if (starting) this.addPlaces(this.#ready.takeAll());
    return this.#due.takeAll();
  }
}
