import { defined } from '../base/defined.ts';
import type { Facts, FactsById } from './facts.ts';
import type { Probe, UserPrompt } from './probe.ts';
import type { SkipReason, Status } from './status.ts';

/** What became of the thing that a cut attempt had made, in words. */
interface Left {
  readonly left?: string;
}

/** How an attempt ended, or what a saved report holds of one. */
export type Outcome =
  | { readonly kind: 'facts'; readonly facts: Facts }
  | { readonly kind: 'crashed'; readonly error: string }
  /** The probe's own deadline fired. */
  | ({ readonly kind: 'timed-out'; readonly deadlineMs: number; readonly waitingFor?: string } & Left)
  /** The bound of the whole run fired. */
  | ({ readonly kind: 'cut'; readonly limitMs: number; readonly waitingFor?: string } & Left)
  | ({ readonly kind: 'cancelled'; readonly why: string } & Left)
  /** All that a saved report says of it. */
  | {
      readonly kind: 'as-reported';
      readonly status: Status;
      readonly reason?: SkipReason;
      readonly message: string;
    };

/** One ended try, in the words of the profile that was chosen then. */
export interface AttemptRecord {
  readonly startedAt: string;
  readonly durationMs: number;
  readonly status: Status;
  readonly message: string;
  /** ISO 8601: settings of this probe changed then, after the try before. */
  readonly settingsChangedAt?: string;
  /** Which ones, in words. */
  readonly settingsChanged?: string;
}

/** What an end means now, in the words of a record. */
export type DescribeEnd<S, E> = (
  probe: Probe<S, E>,
  outcome: Outcome,
  observedAt: string,
  uses: FactsById,
) => Pick<AttemptRecord, 'status' | 'message'>;

/** What is known of one probe: what it does now, and how it last ended. */
export interface Entry {
  readonly phase: 'idle' | 'pending' | 'running';
  readonly outcome?: Outcome;
  readonly observedAt?: string;
  readonly durationMs?: number;
  readonly attempts: readonly AttemptRecord[];
  /** ISO 8601: since the last try it is about something else. */
  readonly settingsChangedAt?: string;
  /** What of the settings changed, in words. */
  readonly settingsChanged?: string;
  readonly runningSince?: string;
  readonly waitingFor?: string;
  /** Only while it runs. */
  readonly prompt?: UserPrompt;
}

export const emptyEntry: Entry = { phase: 'idle', attempts: [] };

type EntryChange = { readonly [K in keyof Entry]?: Entry[K] | undefined };

function changed(before: Entry, change: EntryChange): Entry {
  if (isWhole(change)) return { ...before, ...change };
  const { phase = 'idle', attempts = [], ...rest } = defined({ ...before, ...change });
  return { phase, attempts, ...rest };
}

function isWhole(change: EntryChange): change is Partial<Entry> {
  for (const key in change) if (change[key as keyof Entry] === undefined) return false;
  return true;
}

/** Is told of each change of an entry at once, before anybody else: what is derived from entries follows them. */
export type EntryObserver = (id: string, before: Entry, after: Entry) => void;

/** How long changes are collected before the listeners hear of it: about ten times a second. */
const batchMs = 100;

/** What changes meanwhile keeps nobody waiting for ever. */
const mostTurnsAhead = 100;

/**
 * What is known now, by probe id. Entries are values that are replaced, never changed. Listeners hear of changes in
 * batches; `flush` tells them at once (a key press must be drawn at once).
 */
export class Ledger {
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Set<() => void>();
  readonly #observers: EntryObserver[] = [];
  #timer: NodeJS.Timeout | undefined;
  #batch: NodeJS.Immediate | undefined;
  #ahead = (): boolean => false;
  #version = 0;

  /** Grows with every change: a cheap key for derived views. */
  get version(): number {
    return this.#version;
  }

  get(id: string): Entry {
    return this.#entries.get(id) ?? emptyEntry;
  }

  /** Replaces members of an entry; a member given as undefined is removed. */
  update(id: string, change: EntryChange): void {
    const before = this.get(id);
    const after = changed(before, change);
    this.#entries.set(id, after);
    this.touch();
    for (const observer of this.#observers) observer(id, before, after);
  }

  drop(id: string): void {
    const before = this.get(id);
    this.#entries.delete(id);
    this.touch();
    for (const observer of this.#observers) observer(id, before, emptyEntry);
  }

  observe(observer: EntryObserver): void {
    this.#observers.push(observer);
  }

  /** Something that derived views read has changed: tell the listeners with the next batch. */
  touch(): void {
    this.#version += 1;
    if (this.#timer !== undefined || this.#listeners.size === 0) return;
    this.#timer = setTimeout(() => this.#goAhead(mostTurnsAhead), batchMs);
  }

  /**
   * `make` makes what the listeners will ask for, in turns of the event loop before they hear of a batch: keys go
   * between. True: it wants one more.
   */
  beforeBatch(make: () => boolean): void {
    this.#ahead = make;
  }

  #goAhead(turns: number): void {
    const more = this.#ahead() && turns > 1;
    this.#batch = setImmediate(() => (more ? this.#goAhead(turns - 1) : this.flush()));
  }

  flush(): void {
    this.#forgetBatch();
    for (const listener of [...this.#listeners]) listener();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#forgetBatch();
    };
  }

  #forgetBatch(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#batch);
    this.#timer = undefined;
    this.#batch = undefined;
  }
}
