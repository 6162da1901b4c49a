/**
 * Loads Yoga (Ink's layout engine, WebAssembly) before Ink, with `fetch` out of its sight: its loader asks whether
 * there is one, and the mere question makes Node load its whole HTTP client, some 30 ms of a start.
 */
export async function loadYoga(): Promise<void> {
  const fetch = Object.getOwnPropertyDescriptor(globalThis, 'fetch');
  if (fetch?.configurable !== true) return;
  Object.defineProperty(globalThis, 'fetch', { value: undefined, configurable: true, writable: true });
  try {
    await import('yoga-layout');
  } finally {
    Object.defineProperty(globalThis, 'fetch', fetch);
  }
}
