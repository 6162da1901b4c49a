import { OrderedSet } from './ordered-set.ts';

/** At most this many attempts at once for one remote host and port (decisions: Lanes). */
const laneWidth = 4;

const nobody: readonly number[] = [];

interface Lane {
  running: number;
  /** Places in the plan's order of those whose turn to begin is still to come: each has its room. */
  readonly reserved: Set<number>;
  /** Places of those that wait for room. */
  readonly waiting: OrderedSet;
}

/** How many attempts run in each lane, and who waits for room there. What has no lane has always room. */
export class Lanes {
  readonly #lanes = new Map<string, Lane>();
  /** Lanes in which there may be room for somebody who waits. */
  readonly #freed = new Set<Lane>();

  /**
   * Is there room for this one now? Of those whose turn is still to come, the last by place gives its own up for an earlier
   * one, and waits.
   */
  hasRoom(name: string | undefined, place: number): boolean {
    if (name === undefined) return true;
    const lane = this.#lane(name);
    if (roomIn(lane) > 0) return true;
    const last = Math.max(...lane.reserved);
    if (place > last) return false;
    lane.reserved.delete(last);
    lane.waiting.add(last);
    return true;
  }

  enter(name: string | undefined): void {
    if (name !== undefined) this.#lane(name).running += 1;
  }

  leave(name: string | undefined): void {
    if (name === undefined) return;
    const lane = this.#lane(name);
    lane.running -= 1;
    this.#freed.add(lane);
  }

  wait(name: string | undefined, place: number): void {
    if (name !== undefined) this.#lane(name).waiting.add(place);
  }

  /** Room for one that begins in one of the next turns of the event loop. */
  reserve(name: string | undefined, place: number): void {
    if (name !== undefined) this.#lane(name).reserved.add(place);
  }

  /** Its turn has come: whether it enters or not, the room is nobody's. True when it had some. */
  giveBack(name: string | undefined, place: number): boolean {
    if (name === undefined) return false;
    const lane = this.#lane(name);
    if (!lane.reserved.delete(place)) return false;
    this.#freed.add(lane);
    return true;
  }

  /**
   * As many of those that wait as have room now, first come by place; who no longer wants it is left out. Those that do
   * not enter after all leave it to the next: ask again until nobody is given any.
   */
  takeRoom(wanted: (place: number) => boolean): readonly number[] {
    if (this.#freed.size === 0) return nobody;
    const taken: number[] = [];
    for (const lane of this.#freed) {
      let room = roomIn(lane);
      while (room > 0) {
        const place = lane.waiting.take();
        if (place === undefined) break;
        if (!wanted(place)) continue;
        taken.push(place);
        room -= 1;
      }
      if (lane.waiting.size === 0 || roomIn(lane) <= 0) this.#freed.delete(lane);
    }
    return taken;
  }

  /** Places of another plan mean nothing any more. */
  forgetQueues(): void {
    for (const { reserved, waiting } of this.#lanes.values()) {
      reserved.clear();
      waiting.clear();
    }
    this.#freed.clear();
  }

  #lane(name: string): Lane {
    const known = this.#lanes.get(name);
    if (known !== undefined) return known;
    const made: Lane = { running: 0, reserved: new Set(), waiting: new OrderedSet() };
    this.#lanes.set(name, made);
    return made;
  }
}

function roomIn({ running, reserved }: Lane): number {
  return laneWidth - running - reserved.size;
}
