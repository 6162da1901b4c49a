/** Loads what is heavy in a turn of the event loop of its own: keys and answers that came are heard before it. */
export async function inOwnTurn<T>(load: () => Promise<T>): Promise<T> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  return load();
}
