import { AsyncLocalStorage, createHook } from 'node:async_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';

interface OpenTimer {
  readonly of: string;
  /** In words, made when somebody asks: a stack costs more to write down than to take. */
  readonly what: () => string;
}

/**
 * Timers that are still set, by whose work set them: those also that hold no process open (`unref`), those that a library or
 * Node itself sets, and those of the servers of a test not among them.
 */
export class OpenTimers {
  readonly #whose = new AsyncLocalStorage<string>();
  readonly #open = new Map<number, OpenTimer>();

  constructor() {
    const hook = createHook({
      init: (id, type, _, resource) => {
        const of = this.#whose.getStore();
        if (of === undefined || (type !== 'Timeout' && type !== 'Immediate')) return;
        const here = new Error('set here');
        this.#open.set(id, { of, what: () => `${timerOf(type, resource)} set ${placeOf(here)}` });
      },
      destroy: (id) => void this.#open.delete(id),
      trackPromises: false,
    });
    hook.enable();
  }

  /** Timers that come of this work are its own, whenever they are set. */
  in<T>(of: string, work: () => T): T {
    return this.#whose.run(of, work);
  }

  /** Of this work, else of any. */
  async left(of?: string): Promise<readonly string[]> {
    // Node tells of those that ended a turn or two later.
    for (let turns = 0; turns < 3; turns += 1) await nextTurn();
    const all = [...this.#open.values()];
    return all.filter((one) => of === undefined || one.of === of).map(({ what }) => what());
  }
}

function timerOf(type: string, resource: object): string {
  return '_idleTimeout' in resource ? `a timer of ${resource._idleTimeout} ms` : type;
}

function placeOf(here: Error): string {
  const frames = here.stack?.split('\n').slice(1) ?? [];
  const ours = frames.filter((frame) => !/node:|open-timers/.test(frame)).slice(0, 4);
  return ours.map((frame) => frame.trim().replace(/\(.*\/(?=(src|test|node_modules)\/)/, '(')).join(' ');
}
