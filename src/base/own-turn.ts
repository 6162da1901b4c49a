/** Ends in the next turn of the event loop: keys and answers that came are heard before it. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Loads what is heavy in a turn of the event loop of its own. */
export async function inOwnTurn<T>(load: () => Promise<T>): Promise<T> {
  await nextTurn();
  return load();
}
