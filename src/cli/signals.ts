/** Signals that end a run: Ctrl+C, a service manager, a closed window, Ctrl+Break (Windows). */
const ending = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;
export type EndingSignal = (typeof ending)[number];

type SignalHandler = (signal: EndingSignal) => void;

interface Listener {
  readonly handle: SignalHandler;
  stop(): void;
}

/** `held`: the first signal that came while nobody could act on it. */
interface Current extends Listener {
  held?: EndingSignal;
}

/** Who hears the process's signals now. */
let current: Current | undefined;

/**
 * From the program's first moment, while nobody can act on a signal yet: the first one is kept for whoever listens
 * next, a further one calls `again`.
 */
export function deferSignals(again: () => void): void {
  const holder: Current = listen((signal) => {
    holder.held = signal;
  }, again);
  current = holder;
}

/**
 * Calls `first` for the first ending signal and `again` for every further one, until the returned call. Whoever
 * listened before hears no more; a signal that was held is given to `first` once the caller has come to a rest.
 */
export function onSignals(first: SignalHandler, again: SignalHandler): () => void {
  const before = current;
  const listener = listen(first, again);
  current = listener;
  // Only now: with its last listener, Node drops a signal that has come and was not told yet.
  before?.stop();
  const held = before?.held;
  if (held !== undefined) queueMicrotask(() => listener.handle(held));
  return listener.stop;
}

/** Where nothing is under way that would have to be told or put in order: any signal ends the program, as cancelled. */
export function leaveOnSignals(): void {
  const leave = (): never => process.exit(130);
  onSignals(leave, leave);
}

function listen(first: SignalHandler, again: SignalHandler): Listener {
  let seen = false;
  const handle: SignalHandler = (signal) => {
    const react = seen ? again : first;
    seen = true;
    react(signal);
  };
  const handlers = ending
    .filter((signal) => signal !== 'SIGBREAK' || process.platform === 'win32')
    .map((signal) => [signal, () => handle(signal)] as const);
  for (const [signal, handler] of handlers) process.on(signal, handler);
  return {
    handle,
    stop: () => {
      for (const [signal, handler] of handlers) process.off(signal, handler);
    },
  };
}
