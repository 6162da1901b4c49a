/** Time is counted in slices of this length, so that a standstill can be told from waiting. */
const sliceMs = 250;

/** The share of a slice's time in which this process worked, above which it was busy and did not stand still. */
const busyShare = 0.25;

/**
 * Calls `fire` after `ms` of running time. Time in which the process stood still (a console in which somebody
 * selects text stops it whole) does not count, so that a frozen screen never turns into false time-outs: of a slice
 * in which it did, a quarter counts, which leaves time for what arrived meanwhile to be worked off, and still comes to
 * an end where the loop never runs freely. Time in which the loop was late since it was busy, as with a peer that
 * sends without end, counts in full: the processor's time tells the two apart. Before it fires, one turn of the loop
 * delivers what came.
 */
export function startDeadline(ms: number, fire: () => void): { stop(): void } {
  let left = ms;
  let timer: NodeJS.Timeout | undefined;
  let last: NodeJS.Immediate | undefined;
  const next = (): void => {
    const slice = Math.min(sliceMs, left);
    const from = performance.now();
    const before = process.cpuUsage();
    timer = setTimeout(() => {
      const passed = performance.now() - from;
      left -= passed > slice + sliceMs ? ranFor(slice, passed, before) : Math.min(passed, slice);
      if (left > 0.5) next();
      else last = setImmediate(fire);
    }, slice);
  };
  next();
  return {
    stop() {
      clearTimeout(timer);
      clearImmediate(last);
    },
  };
}

/** What of the milliseconds of a late slice was running time. */
function ranFor(slice: number, passed: number, before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  const worked = (user + system) / 1000;
  return worked > passed * busyShare ? passed : Math.max(slice / 4, Math.min(worked, passed));
}
