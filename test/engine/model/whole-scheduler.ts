import { type Attempt, startAttempt } from '../../../src/engine/attempt.ts';
import { readerFor } from '../../../src/engine/facts.ts';
import { currentFacts, factsOf, type Gate, gatesOf } from '../../../src/engine/gate.ts';
import { Leases } from '../../../src/engine/leases.ts';
import type { Outcome } from '../../../src/engine/ledger.ts';
import type { Plan } from '../../../src/engine/plan.ts';
import type { AttemptContext, Probe } from '../../../src/engine/probe.ts';
import { armedBy } from '../../../src/engine/retry.ts';
import type { EngineEvent, SchedulerOptions } from '../../../src/engine/scheduler.ts';

/** At most this many attempts at once for one remote host and port (decisions: Lanes). */
const laneWidth = 4;

/**
 * The model of `Scheduler`: right by looking at everything anew at each event, and slow. It stays as it is, so that what
 * is quick can be compared with it.
 *
 * Runs probes: all that can run runs at once, needs first, within lanes; each attempt under its deadline and
 * signal. What it learns stands in the ledger; it judges nothing but the words of an attempt's record.
 */
export class WholeScheduler<S, E> {
  readonly #options: SchedulerOptions<S, E>;
  readonly #attempts = new Map<string, Attempt>();
  readonly #returning = new Set<Promise<void>>();
  readonly #leases = new Leases();
  readonly #waiters = new Set<() => void>();
  /** Their turn came while they were blocked or skipped: they get it when that changes. */
  readonly #parked = new Set<string>();
  /** How many attempts run in each lane. */
  readonly #lanes = new Map<string, number>();
  #plan: Plan<S, E>;
  #pumping = false;
  #again = false;

  constructor(options: SchedulerOptions<S, E>) {
    this.#options = options;
    this.#plan = options.plan;
  }

  /** True while an attempt runs or waits for its turn. */
  get busy(): boolean {
    return this.#plan.probes.some((probe) => this.#options.ledger.get(probe.id).phase !== 'idle');
  }

  /**
   * Another list (settings were read again): probes that are gone end, and what was known of them goes. Nothing is
   * started; `run` does that.
   */
  replan(plan: Plan<S, E>): void {
    const gone = this.#plan.probes.filter(({ id }) => !plan.byId.has(id));
    this.#plan = plan;
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
    const armed = [...ids].filter((id) => this.#plan.byId.has(id));
    this.#guarded(() => {
      const shares = new Set<string>();
      for (const id of armed) {
        const share = this.#attempts.has(id) ? this.#plan.byId.get(id)?.share : undefined;
        if (share !== undefined) shares.add(share);
        this.#attempts.get(id)?.end({ kind: 'cancelled', why: 'started anew' });
        this.#options.ledger.update(id, { phase: 'pending' });
      }
      // Started anew means connected anew, unless another attempt works with the connection just now.
      for (const share of shares) if (!this.#shared(share)) this.#leases.close(share);
    });
    this.#pump();
  }

  /** Runs one probe again, its root causes first, and what they blocked. Returns the ids that were armed. */
  retry(id: string): readonly string[] {
    const armed = armedBy(this.#plan, this.#gates(), (of) => this.#options.ledger.get(of), id);
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
      for (const attempt of this.#attempts.values()) attempt.end(outcome(ledger.get(attempt.id).waitingFor));
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

  #gates(): ReadonlyMap<string, Gate> {
    return gatesOf(this.#plan, (id) => this.#options.ledger.get(id), this.#options.settings());
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

  /** True when something was settled or armed, which can have moved something else. */
  #pass(starting: boolean): boolean {
    const { ledger } = this.#options;
    const gates = this.#gates();
    let moved = this.#unpark(gates);
    for (const probe of this.#plan.order) {
      if (ledger.get(probe.id).phase !== 'pending') continue;
      const gate = gates.get(probe.id);
      if (gate?.kind === 'waiting') {
        if (this.#armNeed(gate.on, gates)) moved = true;
      } else if (gate?.kind !== 'open') {
        ledger.update(probe.id, { phase: 'idle' });
        this.#parked.add(probe.id);
        moved = true;
      } else if (starting && (this.#lanes.get(probe.lane ?? '') ?? 0) < laneWidth) {
        this.#start(probe);
      }
    }
    return moved;
  }

  #unpark(gates: ReadonlyMap<string, Gate>): boolean {
    let moved = false;
    for (const id of this.#parked) {
      const kind = gates.get(id)?.kind;
      if (kind !== 'open' && kind !== 'waiting') continue;
      this.#parked.delete(id);
      if (this.#options.ledger.get(id).phase !== 'idle') continue;
      this.#options.ledger.update(id, { phase: 'pending' });
      moved = true;
    }
    return moved;
  }

  /** What is waited for must be on its way: a need that nobody has started yet is started. */
  #armNeed(on: string, gates: ReadonlyMap<string, Gate>): boolean {
    const gate = gates.get(on);
    if (gate?.kind === 'waiting') return this.#armNeed(gate.on, gates);
    const { phase, outcome } = this.#options.ledger.get(on);
    if (phase !== 'idle' || outcome !== undefined) return false;
    this.#options.ledger.update(on, { phase: 'pending' });
    return true;
  }

  #load(lane: string | undefined, change: 1 | -1): void {
    if (lane !== undefined) this.#lanes.set(lane, (this.#lanes.get(lane) ?? 0) + change);
  }

  /** Does a running attempt use this shared connection? */
  #shared(share: string): boolean {
    return [...this.#attempts.keys()].some((id) => this.#plan.byId.get(id)?.share === share);
  }

  #start(probe: Probe<S, E>): void {
    const { ledger, now } = this.#options;
    const { id } = probe;
    const startedAt = now();
    ledger.update(id, {
      phase: 'running',
      runningSince: startedAt,
      waitingFor: undefined,
      prompt: undefined,
    });
    const attempt = startAttempt({
      probe,
      environment: () => this.#options.environment(probe),
      startedAt,
      context: (signal) => this.#context(probe, signal),
      waitingFor: () => ledger.get(id).waitingFor,
      ended: (which, outcome, durationMs) => this.#ended(probe, which, outcome, durationMs),
    });
    this.#attempts.set(id, attempt);
    this.#load(probe.lane, 1);
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
        if (!signal.aborted && ledger.get(probe.id).waitingFor !== what) {
          ledger.update(probe.id, { waitingFor: what });
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
    this.#load(probe.lane, -1);
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
    const uses = currentFacts(this.#gates(), (other) => ledger.get(other));
    const { status, message } = this.#options.describe(probe, outcome, at, uses);
    const attempts = [
      ...ledger.get(id).attempts,
      { startedAt: attempt.startedAt, durationMs, status, message },
    ];
    ledger.update(id, { attempts });
    // Who hears of it sees at once what it blocked, and whether the run is over.
    this.#turn(false);
    this.#emit({ type: 'attempt-finished', at, id, attempt: attempts.length, status, message, durationMs });
    this.#pump();
  }

  /** A shared connection ends when no probe that uses it runs or may still run. */
  #closeLeases(): void {
    for (const key of this.#leases.keys()) {
      const used = this.#plan.probes.some(
        (probe) => probe.share === key && this.#options.ledger.get(probe.id).phase !== 'idle',
      );
      if (!used) this.#leases.close(key);
    }
  }
}
