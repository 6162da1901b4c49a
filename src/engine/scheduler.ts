import { defined } from '../base/defined.ts';
import { hush } from '../base/hush.ts';
import { Agenda } from './agenda.ts';
import { AtWork } from './at-work.ts';
import { type Attempt, startAttempt } from './attempt.ts';
import { readerFor } from './facts.ts';
import { factsOf } from './gate.ts';
import { keepVerdicts } from './keep-verdicts.ts';
import { Lanes } from './lanes.ts';
import { Leases } from './leases.ts';
import type { DescribeEnd, Entry, Ledger, Outcome } from './ledger.ts';
import { LiveGates } from './live-gates.ts';
import type { Plan } from './plan.ts';
import type { AttemptContext, Probe } from './probe.ts';
import { armedBy } from './retry.ts';
import { StartTurns } from './start-turns.ts';
import type { Status } from './status.ts';

export type EngineEvent =
  | { readonly type: 'attempt-started'; readonly at: string; readonly id: string; readonly attempt: number }
  | {
      readonly type: 'attempt-finished';
      readonly at: string;
      readonly id: string;
      readonly attempt: number;
      readonly status: Status;
      readonly message: string;
      readonly durationMs: number;
    };

export interface SchedulerOptions<S, E> {
  readonly ledger: Ledger;
  readonly plan: Plan<S, E>;
  settings(): S;
  /** What the record of an attempt says of its end. */
  readonly describe: DescribeEnd<S, E>;
  environment(probe: Probe<S, E>): E;
  /** Wall clock, ISO 8601. */
  now(): string;
  onEvent?(event: EngineEvent): void;
}

/**
 * Runs probes: all that can run runs at once, needs first, within lanes; each attempt under its deadline and
 * signal. What it learns stands in the ledger; it judges nothing: the words of an attempt's record are given to it.
 *
 * An event costs what it touches: a probe is looked at when it was armed, when its gate or a need of it changed, or
 * when its lane has room.
 */
export class Scheduler<S, E> {
  readonly #options: SchedulerOptions<S, E>;
  readonly #gates: LiveGates<S, E>;
  readonly #attempts = new Map<string, Attempt>();
  readonly #returning = new Set<Promise<void>>();
  readonly #leases = new Leases();
  readonly #waiters = new Set<() => void>();
  /** Their turn came while they were blocked or skipped: they get it when that changes. */
  readonly #parked = new Set<string>();
  readonly #lanes = new Lanes();
  readonly #agenda = new Agenda();
  readonly #atWork = new AtWork();
  readonly #starts = new StartTurns((places) => {
    this.#agenda.addPlaces(places);
    this.#pump();
  });
  #plan: Plan<S, E>;
  #pumping = false;
  #again = false;

  constructor(options: SchedulerOptions<S, E>) {
    this.#options = options;
    this.#plan = options.plan;
    const { ledger, settings } = options;
    this.#gates = new LiveGates(options.plan, ledger, settings);
    this.#gates.watch((id) => this.#agenda.add(id));
    this.#adopt(options.plan);
    ledger.observe((id, before, after) => this.#onEntry(id, before, after));
  }

  /** True while an attempt runs or waits for its turn. */
  get busy(): boolean {
    return this.#atWork.any;
  }

  /** May a probe run, and whose facts count: up to date with the ledger. */
  get gates(): LiveGates<S, E> {
    this.#gates.settle();
    return this.#gates;
  }

  /**
   * Another list (settings were read again): probes that are gone end, and what was known of them goes. Nothing is
   * started; `run` does that.
   */
  replan(plan: Plan<S, E>): void {
    const gone = this.#plan.probes.filter(({ id }) => !plan.byId.has(id));
    this.#gates.adopt(plan);
    this.#adopt(plan);
    this.#guarded(() => {
      for (const { id } of gone) {
        this.#attempts.get(id)?.end({ kind: 'cancelled', why: 'no longer in the settings' });
        this.#parked.delete(id);
        this.#options.ledger.drop(id);
      }
    });
    this.#rest();
  }

  /** Arms these probes and starts what can start. A running one starts anew. */
  run(ids: Iterable<string>): void {
    this.#arm(ids);
    this.#pump();
  }

  /** The same up to the first start: who may not run is known, the others wait until `begin`. */
  prepare(ids: Iterable<string>): void {
    this.#arm(ids);
    this.#turn(false);
  }

  begin(): void {
    this.#pump();
  }

  #arm(ids: Iterable<string>): void {
    const armed = [...ids].filter((id) => this.#plan.byId.has(id));
    const { ledger, describe } = this.#options;
    keepVerdicts({ ledger, plan: this.#plan, gates: this.gates, describe }, armed);
    this.#guarded(() => {
      const shares = new Set<string>();
      for (const id of armed) {
        const share = this.#attempts.has(id) ? this.#plan.byId.get(id)?.share : undefined;
        if (share !== undefined) shares.add(share);
        this.#attempts.get(id)?.end({ kind: 'cancelled', why: 'started anew' });
        this.#options.ledger.update(id, { phase: 'pending' });
      }
      // Started anew means connected anew, unless another attempt works with the connection just now.
      for (const share of shares) if (!this.#inUse(share)) this.#leases.close(share);
    });
  }

  /** Runs one probe again, its root causes first, and what they blocked. Returns the ids that were armed. */
  retry(id: string): readonly string[] {
    const armed = armedBy(this.#plan, this.gates, (of) => this.#options.ledger.get(of), id);
    this.run(armed);
    return [...armed];
  }

  /** Ends all that runs or waits with this outcome. */
  stop(outcome: (waitingFor: string | undefined) => Outcome): void {
    const { ledger, now } = this.#options;
    this.#parked.clear();
    this.#guarded(() => {
      for (const probe of this.#plan.probes) {
        const entry = ledger.get(probe.id);
        if (entry.phase !== 'pending') continue;
        // A row that is blocked or skipped anyway stays so: its gate speaks before its outcome.
        const ended = { outcome: outcome(undefined), observedAt: now(), durationMs: undefined };
        ledger.update(probe.id, { phase: 'idle', ...ended });
      }
      for (const attempt of this.#attempts.values()) attempt.stop(outcome(ledger.get(attempt.id).waitingFor));
    });
    this.#pump();
  }

  /** Ends when nothing runs or waits. */
  settled(): Promise<void> {
    if (!this.busy) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.add(resolve));
  }

  /** Ends when all code of ended attempts has returned and shared connections are closed, or after `graceMs`. */
  async drained(graceMs: number): Promise<void> {
    // Its timer holds the program: code that hangs without a socket must not end it before its report is written.
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, graceMs);
    });
    await Promise.race([Promise.all([...this.#returning, this.#leases.closed()]), grace]);
    clearTimeout(timer);
  }

  /** Counts and places for this plan; every probe of it that waits is looked at. */
  #adopt(plan: Plan<S, E>): void {
    this.#plan = plan;
    this.#agenda.adopt(plan.places);
    this.#atWork.clear();
    this.#lanes.forgetQueues();
    this.#starts.forget();
    for (const { id, share } of plan.order) {
      const { phase } = this.#options.ledger.get(id);
      if (phase === 'idle') continue;
      this.#atWork.count(share, 1);
      if (phase === 'pending') this.#agenda.add(id);
    }
    for (const id of this.#parked) this.#agenda.add(id);
  }

  #onEntry(id: string, before: Entry, after: Entry): void {
    const probe = this.#plan.byId.get(id);
    if (probe === undefined || before.phase === after.phase) return;
    if (before.phase === 'idle') this.#atWork.count(probe.share, 1);
    if (after.phase === 'idle') this.#atWork.count(probe.share, -1);
    if (after.phase === 'pending') this.#agenda.add(id);
  }

  /** Attempts that end inside `work` must not start others before it is through. */
  #guarded(work: () => void): void {
    const outer = this.#pumping;
    this.#pumping = true;
    try {
      work();
    } finally {
      this.#pumping = outer;
    }
  }

  #pump(): void {
    this.#turn(true);
    if (!this.#pumping) this.#rest();
  }

  /** Settles what may not run and, when `starting`, starts what may, until nothing moves any more. */
  #turn(starting: boolean): void {
    // Called back from an event of a turn that is under way: that one goes round once more.
    this.#again = true;
    if (this.#pumping) return;
    this.#guarded(() => {
      while (this.#again) {
        this.#again = false;
        if (this.#pass(starting)) this.#again = true;
      }
    });
  }

  #rest(): void {
    this.#closeLeases();
    if (this.busy) return;
    for (const waiter of this.#waiters) waiter();
    this.#waiters.clear();
  }

  /**
   * Looks at what is due, in the plan's order, by the gates as they stand at its beginning. True when something was
   * settled or armed, which can have moved something else.
   */
  #pass(starting: boolean): boolean {
    const { ledger } = this.#options;
    this.#gates.settle();
    const given = starting ? this.#lanes.takeRoom((place) => this.#canStart(place)) : [];
    this.#agenda.addPlaces(given);
    if (!this.#agenda.isDue(starting)) return false;
    const places = this.#agenda.take(starting);
    // Who was given room and does not start leaves it to others.
    let moved = given.length > 0;
    for (const place of places) {
      if (this.#unpark(place)) moved = true;
      if (this.#lanes.giveBack(this.#plan.order[place]?.lane, place)) moved = true;
    }
    for (const place of places) {
      const probe = this.#plan.order[place];
      if (probe === undefined || ledger.get(probe.id).phase !== 'pending') continue;
      const gate = this.#gates.get(probe.id);
      if (gate?.kind === 'waiting') {
        if (this.#armNeed(gate.on, place)) moved = true;
      } else if (gate?.kind !== 'open') {
        ledger.update(probe.id, { phase: 'idle' });
        this.#parked.add(probe.id);
        moved = true;
      } else if (!starting) {
        this.#agenda.keepReady(place);
      } else if (!this.#lanes.hasRoom(probe.lane, place)) {
        this.#lanes.wait(probe.lane, place);
      } else if (this.#starts.take()) {
        this.#start(probe);
      } else {
        this.#lanes.reserve(probe.lane, place);
        this.#starts.later(place);
      }
    }
    return moved;
  }

  /** By the gates as they stand. One that changes makes its probe due again. */
  #canStart(place: number): boolean {
    const id = this.#plan.order[place]?.id;
    if (id === undefined || this.#options.ledger.get(id).phase !== 'pending') return false;
    return this.#gates.get(id)?.kind === 'open';
  }

  #unpark(place: number): boolean {
    const id = this.#plan.order[place]?.id;
    if (id === undefined || !this.#parked.has(id)) return false;
    const kind = this.#gates.get(id)?.kind;
    if (kind !== 'open' && kind !== 'waiting') return false;
    this.#parked.delete(id);
    if (this.#options.ledger.get(id).phase !== 'idle') return false;
    this.#options.ledger.update(id, { phase: 'pending' });
    return true;
  }

  /** What is waited for must be on its way: a need that nobody has started yet is started. */
  #armNeed(on: string, place: number): boolean {
    const gate = this.#gates.get(on);
    if (gate?.kind === 'waiting') {
      this.#agenda.watch(on, place);
      return this.#armNeed(gate.on, place);
    }
    const { phase, outcome } = this.#options.ledger.get(on);
    if (phase !== 'idle' || outcome !== undefined) return false;
    this.#options.ledger.update(on, { phase: 'pending' });
    return true;
  }

  /** Does a running attempt use this shared connection? */
  #inUse(share: string): boolean {
    return [...this.#attempts.keys()].some((id) => this.#plan.byId.get(id)?.share === share);
  }

  #start(probe: Probe<S, E>): void {
    const { ledger, now } = this.#options;
    const { id } = probe;
    const startedAt = now();
    ledger.update(id, { phase: 'running', runningSince: startedAt });
    const attempt = startAttempt({
      probe,
      environment: () => this.#options.environment(probe),
      startedAt,
      context: (signal) => this.#context(probe, signal),
      waitingFor: () => ledger.get(id).waitingFor,
      ended: (which, outcome, durationMs) => this.#ended(probe, which, outcome, durationMs),
    });
    this.#attempts.set(id, attempt);
    this.#lanes.enter(probe.lane);
    this.#returning.add(attempt.returned);
    void attempt.returned.finally(() => this.#returning.delete(attempt.returned));
    const number = ledger.get(id).attempts.length + 1;
    this.#emit({ type: 'attempt-started', at: startedAt, id, attempt: number });
  }

  /** A listener that throws is a fault of its own: it is not hidden, and the run does not stand still for it. */
  #emit(event: EngineEvent): void {
    try {
      this.#options.onEvent?.(event);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }

  #context(probe: Probe<S, E>, signal: AbortSignal): Omit<AttemptContext, 'leaves'> {
    const { ledger } = this.#options;
    return {
      waitingFor: (what) => {
        const waitingFor = hush(what);
        if (!signal.aborted && ledger.get(probe.id).waitingFor !== waitingFor) {
          ledger.update(probe.id, { waitingFor });
        }
      },
      prompt: (prompt) => {
        if (signal.aborted) return;
        ledger.update(probe.id, { prompt });
        // A person waits for it, and its time runs.
        ledger.flush();
      },
      facts: readerFor(probe.connector, (id) => factsOf(ledger.get(id).outcome)),
      lease: (open) => {
        if (probe.share === undefined) return Promise.reject(new Error(`${probe.id} shares no connection`));
        return this.#leases.acquire(probe.share, signal, open);
      },
    };
  }

  #ended(probe: Probe<S, E>, attempt: Attempt, outcome: Outcome, durationMs: number): void {
    const { ledger, now } = this.#options;
    const { id } = probe;
    this.#attempts.delete(id);
    this.#lanes.leave(probe.lane);
    const at = now();
    ledger.update(id, {
      phase: 'idle',
      outcome,
      observedAt: at,
      durationMs,
      runningSince: undefined,
      waitingFor: undefined,
      prompt: undefined,
    });
    const { gates } = this;
    const uses = (other: string) => gates.current(other);
    const { status, message } = this.#options.describe(probe, outcome, at, uses);
    const { attempts: before, settingsChangedAt, settingsChanged } = ledger.get(id);
    const attempts = [
      ...before,
      {
        startedAt: attempt.startedAt,
        durationMs,
        status,
        message,
        ...defined({ settingsChangedAt, settingsChanged }),
      },
    ];
    ledger.update(id, { attempts, settingsChangedAt: undefined, settingsChanged: undefined });
    // Who hears of it sees at once what it blocked, and whether the run is over.
    this.#turn(false);
    this.#emit({ type: 'attempt-finished', at, id, attempt: attempts.length, status, message, durationMs });
    this.#pump();
  }

  /** A shared connection ends when no probe that uses it runs or may still run. */
  #closeLeases(): void {
    for (const key of this.#leases.keys()) if (!this.#atWork.shares(key)) this.#leases.close(key);
  }
}
