/** Time is counted in slices of at most this length, so that a standstill can be told from waiting. */
const sliceMs = 250;

/** The share of a slice's time in which this process worked, above which it was busy and did not stand still. */
const busyShare = 0.25;

/** A deadline this near is due: timers are late by more. */
const nearMs = 0.5;

/** What waits for its moment, in milliseconds of the clock of running time. */
interface Waiting {
  readonly due: number;
  readonly fire: () => void;
  /** Its turn has come. */
  turn: NodeJS.Immediate | undefined;
}

/**
 * The time in which this process ran, in milliseconds: one clock for all deadlines, so that an attempt costs no timer of
 * its own. It goes while anybody waits. Time in which the process stood still (a console in which somebody selects text
 * stops it whole) does not count, so that a frozen screen never turns into false time-outs: of a slice in which it did,
 * a quarter counts, which leaves time for what arrived meanwhile to be worked off, and still comes to an end where the
 * loop never runs freely. Time in which the loop was late since it was busy, as with a peer that sends without end,
 * counts in full: the processor's time tells the two apart.
 */
class RunningClock {
  readonly #waiting = new Set<Waiting>();
  /** Running time until the slice that goes on. */
  #counted = 0;
  /** The slice that goes on: since when, how long it is to be, and the processor's time at its beginning. */
  #from = 0;
  #slice = 0;
  #worked: NodeJS.CpuUsage = { user: 0, system: 0 };
  #timer: NodeJS.Timeout | undefined;

  add(ms: number, fire: () => void): Waiting {
    const passed = this.#timer === undefined ? 0 : performance.now() - this.#from;
    const late = passed > this.#slice;
    // What stood still before it came is none of its time.
    if (late) this.#count(passed);
    const now = late ? this.#counted : this.#counted + passed;
    const waiting: Waiting = { due: now + ms, fire, turn: undefined };
    this.#waiting.add(waiting);
    if (this.#timer === undefined || late || waiting.due < this.#counted + this.#slice) {
      this.#counted = now;
      this.#begin();
    }
    return waiting;
  }

  remove(waiting: Waiting): void {
    clearImmediate(waiting.turn);
    this.#waiting.delete(waiting);
    if (this.#waiting.size > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** A slice until the next deadline, or as long as slices are. */
  #begin(): void {
    clearTimeout(this.#timer);
    let due = this.#counted + sliceMs;
    for (const waiting of this.#waiting) if (waiting.due < due) due = waiting.due;
    // Behind a standstill some are due already.
    this.#slice = Math.max(0, due - this.#counted);
    this.#from = performance.now();
    this.#worked = process.cpuUsage();
    this.#timer = setTimeout(() => this.#end(), this.#slice);
  }

  #end(): void {
    this.#timer = undefined;
    this.#count(performance.now() - this.#from);
    for (const waiting of this.#waiting) {
      if (waiting.due > this.#counted + nearMs) continue;
      this.#waiting.delete(waiting);
      // One turn of the loop delivers what came before.
      waiting.turn = setImmediate(waiting.fire);
    }
    if (this.#waiting.size > 0) this.#begin();
  }

  /** Counts what of a slice, over after so many milliseconds, was running time. */
  #count(passed: number): void {
    const slice = this.#slice;
    this.#counted += passed > slice + sliceMs ? this.#ranFor(passed) : Math.min(passed, slice);
  }

  #ranFor(passed: number): number {
    const { user, system } = process.cpuUsage(this.#worked);
    const worked = (user + system) / 1000;
    return worked > passed * busyShare ? passed : Math.max(this.#slice / 4, Math.min(worked, passed));
  }
}

const clock = new RunningClock();

/** Calls `fire` after `ms` of running time, unless it is stopped before. */
export function startDeadline(ms: number, fire: () => void): { stop(): void } {
  const waiting = clock.add(ms, fire);
  return { stop: () => clock.remove(waiting) };
}
