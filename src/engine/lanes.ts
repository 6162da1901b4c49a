import { OrderedSet } from './ordered-set.ts';

/** At most this many attempts at once for one remote host and port (decisions: Lanes). */
const laneWidth = 4;

const nobody: readonly number[] = [];

interface Lane {
  running: number;
  /** Places in the plan's order of those that wait for room. */
  readonly waiting: OrderedSet;
}

/** How many attempts run in each lane, and who waits for room there. What has no lane has always room. */
export class Lanes {
  readonly #lanes = new Map<string, Lane>();
  /** Lanes in which an attempt has ended since room was last given. */
  readonly #freed = new Set<Lane>();

  hasRoom(name: string | undefined): boolean {
    return name === undefined || (this.#lanes.get(name)?.running ?? 0) < laneWidth;
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

  /** As many of those that wait as have room now, first come by place; who no longer wants it is left out. */
  takeRoom(wanted: (place: number) => boolean): readonly number[] {
    if (this.#freed.size === 0) return nobody;
    const taken: number[] = [];
    for (const { running, waiting } of this.#freed) {
      let room = laneWidth - running;
      while (room > 0) {
        const place = waiting.take();
        if (place === undefined) break;
        if (!wanted(place)) continue;
        taken.push(place);
        room -= 1;
      }
    }
    this.#freed.clear();
    return taken;
  }

  /** Places of another plan mean nothing any more. */
  forgetQueues(): void {
    for (const { waiting } of this.#lanes.values()) waiting.clear();
    this.#freed.clear();
  }

  #lane(name: string): Lane {
    const known = this.#lanes.get(name);
    if (known !== undefined) return known;
    const made: Lane = { running: 0, waiting: new OrderedSet() };
    this.#lanes.set(name, made);
    return made;
  }
}
