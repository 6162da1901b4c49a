import { setMaxListeners } from 'node:events';
import { defined } from '../base/defined.ts';
import { hush, hushJson } from '../base/hush.ts';
import { isJsonObject, type Json } from '../base/json.ts';
import { faultText } from '../base/text.ts';
import { startDeadline } from './deadline.ts';
import type { Facts } from './facts.ts';
import type { Outcome } from './ledger.ts';
import type { AttemptContext, Probe } from './probe.ts';

/** One try of one probe, from its start until its outcome is known. */
export interface Attempt {
  readonly id: string;
  readonly startedAt: string;
  /** Ends the attempt with this outcome, and its signal with it. The first outcome counts. */
  end(outcome: Outcome): void;
  /** The same from outside: work that would leave something behind is given `undoMs` to undo it first. */
  stop(outcome: Outcome): void;
  /** Ends when the probe's own code has returned, which may be later than the outcome. */
  readonly returned: Promise<void>;
}

export interface AttemptOptions<S, E> {
  readonly probe: Probe<S, E>;
  environment(): E;
  readonly startedAt: string;
  context(signal: AbortSignal): Omit<AttemptContext, 'leaves'>;
  waitingFor(): string | undefined;
  ended(attempt: Attempt, outcome: Outcome, durationMs: number): void;
  /** How long it may take to undo what it has made, in place of `undoMs`. */
  readonly undoMs?: number;
}

/** How long an attempt that was cut may take to undo what it has made, in milliseconds. */
export const undoMs = 2_000;

/** One for all: making an error reads the stack, which costs more than all else of an attempt's end. */
const attemptEnded = new Error('the attempt has ended');

/**
 * Starts an attempt. Whatever the probe does (returns, throws, hangs), `ended` is called exactly once; then the
 * attempt's AbortSignal has fired, so that nothing it opened outlives it.
 */
export function startAttempt<S, E>(options: AttemptOptions<S, E>): Attempt {
  const { probe } = options;
  const controller = new AbortController();
  // An attempt may open dozens of sockets, each listening to this one signal.
  setMaxListeners(0, controller.signal);
  const from = performance.now();
  let over = false;
  let left: string | undefined;
  /** How it was cut, while what it made is being undone. */
  let cut: { readonly outcome: Outcome; readonly timer: NodeJS.Timeout } | undefined;

  const end = (outcome: Outcome): void => {
    if (over) return;
    over = true;
    deadline.stop();
    clearTimeout(cut?.timer);
    controller.abort(attemptEnded);
    options.ended(attempt, outcome, Math.round(performance.now() - from));
  };
  const endCut = (): void => {
    if (cut !== undefined) end({ ...cut.outcome, ...defined({ left }) });
  };
  const stop = (outcome: Outcome): void => {
    if (over || cut !== undefined) return;
    if (left === undefined) {
      end(outcome);
      return;
    }
    deadline.stop();
    cut = { outcome, timer: setTimeout(endCut, options.undoMs ?? undoMs) };
    controller.abort(attemptEnded);
  };
  const deadline = startDeadline(probe.deadlineMs, () => {
    const waitingFor = options.waitingFor();
    stop({ kind: 'timed-out', deadlineMs: probe.deadlineMs, ...defined({ waitingFor }) });
  });
  const leaves = (what: string | undefined): void => {
    left = what === undefined ? undefined : hush(what);
  };
  const run = async (): Promise<void> => {
    // Ended before it began: then nothing is asked, and no password sent.
    if (over) return;
    if (probe.work === undefined) throw new Error('not built');
    const context = {
      ...options.environment(),
      ...options.context(controller.signal),
      deadlineMs: probe.deadlineMs,
      leaves,
    };
    const facts = plainFacts(await probe.work.collect(context, controller.signal));
    // Cut meanwhile: how it ended is settled, and what it undid is told.
    if (cut === undefined) end({ kind: 'facts', facts });
    else endCut();
  };
  // Off this call stack: the caller has its Attempt before anything can end it.
  const returned = Promise.resolve()
    .then(run)
    .catch((error: unknown) =>
      cut === undefined ? end({ kind: 'crashed', error: hush(describeFault(error)) }) : endCut(),
    );
  const attempt: Attempt = { id: probe.id, startedAt: options.startedAt, end, stop, returned };
  return attempt;
}

/** Facts as they will be read from a saved report, so that both are judged alike: without what a peer sent back. */
function plainFacts(facts: unknown): Facts {
  const text: string | undefined = JSON.stringify(facts);
  const plain: Json | undefined = text === undefined ? undefined : hushJson(JSON.parse(text));
  if (isJsonObject(plain) && typeof plain.usable === 'boolean') return { ...plain, usable: plain.usable };
  throw new Error('its facts do not say whether they are usable');
}

/**
 * A fault in words, with the first place of ours that it came through. Stack text holds no data. A stack is made
 * when it is first read, and can throw then.
 */
function describeFault(error: unknown): string {
  if (!(error instanceof Error)) return faultText(error);
  try {
    const place = /\n\s+at [^\n]*?([\w.-]+\.(?:js|ts|tsx):\d+)/.exec(error.stack ?? '')?.[1];
    const name = error.name === 'Error' ? '' : `${error.name}: `;
    return `${name}${error.message}${place === undefined ? '' : ` (${place})`}`;
  } catch {
    return faultText(error);
  }
}
