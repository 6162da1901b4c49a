/** Signals that end a run: Ctrl+C, a service manager, a closed window, Ctrl+Break (Windows). */
const ending = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;
export type EndingSignal = (typeof ending)[number];

/** Calls `first` for the first ending signal and `again` for every further one, until the returned call. */
export function onSignals(
  first: (signal: EndingSignal) => void,
  again: (signal: EndingSignal) => void,
): () => void {
  let seen = false;
  const handle = (signal: EndingSignal): void => {
    const react = seen ? again : first;
    seen = true;
    react(signal);
  };
  const handlers = ending
    .filter((signal) => signal !== 'SIGBREAK' || process.platform === 'win32')
    .map((signal) => [signal, () => handle(signal)] as const);
  for (const [signal, handler] of handlers) process.on(signal, handler);
  return () => {
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
}
