/**
 * One at a time for each key: two connectors with one account must not both send a password that the first answer
 * shows to be wrong. Keyed by what remembers the refusals, so that two doctors in one process stay apart.
 */
const queues = new WeakMap<object, Map<string, Promise<unknown>>>();

export async function inTurn<T>(of: object, key: string, work: () => Promise<T>): Promise<T> {
  const queue = queues.get(of) ?? new Map<string, Promise<unknown>>();
  queues.set(of, queue);
  const before = queue.get(key) ?? Promise.resolve();
  const mine = before.then(work, work);
  const settled = mine.catch(() => {});
  queue.set(key, settled);
  try {
    return await mine;
  } finally {
    if (queue.get(key) === settled) queue.delete(key);
  }
}
