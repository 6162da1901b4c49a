/** Signals that end a run: Ctrl+C, a service manager, a closed window, Ctrl+Break (Windows). */
const ending = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;
export type EndingSignal = (typeof ending)[number];

type SignalHandler = (signal: EndingSignal) => void;

interface Listener {
  readonly handle: SignalHandler;
  stop(): void;
}

/** `held`: the first signal that came while nobody could act on it; `came` ends with it. */
interface Current extends Listener {
  held?: EndingSignal;
  readonly came?: AbortSignal;
}

/** As long as service managers wait before they kill. What is slow to load is there by then. */
const longestHeldMs = 10_000;

/** Who hears the process's signals now. */
let current: Current | undefined;

/**
 * From the program's first moment, while nobody can act on a signal yet: the first one is kept for whoever listens
 * next, a further one calls `again`, and so does the first where nobody comes to listen: what is read now may never end.
 */
export function deferSignals(again: () => void): void {
  const came = new AbortController();
  let late: NodeJS.Timeout | undefined;
  const listener = listen((signal) => {
    holder.held = signal;
    late = setTimeout(again, longestHeldMs);
    came.abort();
  }, again);
  const stop = (): void => {
    clearTimeout(late);
    listener.stop();
  };
  const holder: Current = { handle: listener.handle, stop, came: came.signal };
  current = holder;
}

/** Ends when a signal comes that is held for whoever listens next; undefined where somebody listens. */
export function heldSignal(): AbortSignal | undefined {
  return current?.came;
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

/** Ctrl+C where the terminal makes no signal of it. */
export function interrupt(): void {
  process.kill(process.pid, 'SIGINT');
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
