/** Time is counted in slices of this length, so that a standstill can be told from waiting. */
const sliceMs = 250;

/**
 * Calls `fire` after `ms` of running time. Time in which the event loop stood still (a console in which somebody
 * selects text stops the whole process) does not count, so that a frozen screen never turns into false time-outs:
 * of a slice in which it did, a quarter counts, which leaves time for what arrived meanwhile to be worked off, and
 * still comes to an end where the loop never runs freely. Before it fires, one turn of the loop delivers what came.
 */
export function startDeadline(ms: number, fire: () => void): { stop(): void } {
  let left = ms;
  let timer: NodeJS.Timeout | undefined;
  let last: NodeJS.Immediate | undefined;
  const next = (): void => {
    const slice = Math.min(sliceMs, left);
    const from = performance.now();
    timer = setTimeout(() => {
      const passed = performance.now() - from;
      left -= passed > slice + sliceMs ? slice / 4 : Math.min(passed, slice);
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
