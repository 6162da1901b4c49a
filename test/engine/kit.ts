import type { Facts } from '../../src/engine/facts.ts';
import { type Entry, emptyEntry, Ledger, type Outcome } from '../../src/engine/ledger.ts';
import { makePlan, type Plan } from '../../src/engine/plan.ts';
import type { AttemptContext, Probe, Verdict } from '../../src/engine/probe.ts';
import { type EngineEvent, Scheduler } from '../../src/engine/scheduler.ts';
import type { Profile } from '../../src/engine/status.ts';
import { type Answers, assess } from '../../src/results/assess.ts';
import { describeEnds } from '../../src/results/judge.ts';
import type { Answer, Row } from '../../src/results/row.ts';

/** Settings and environment of the tests' probes: the engine only passes them on. */
export interface TestSettings {
  readonly installed?: boolean;
  readonly attest?: string;
}
export interface TestEnvironment {
  readonly name: string;
}
export type TestProbe = Probe<TestSettings, TestEnvironment>;
export type TestContext = TestEnvironment & AttemptContext;
export type Collect = (context: TestContext, signal: AbortSignal) => Promise<Facts>;

export const usable: Facts = { usable: true };
export const useless: Facts = { usable: false };
export const moment = '2026-11-24T08:00:00.000Z';

export interface Parts extends Partial<Omit<TestProbe, 'id' | 'work' | 'levels'>> {
  readonly level?: TestProbe['levels'][string];
  readonly levels?: TestProbe['levels'];
  readonly collect?: Collect;
  readonly judge?: NonNullable<TestProbe['work']>['judge'];
  readonly built?: boolean;
}

/** A probe that passes at once, but for what is given. */
export function probe(id: string, parts: Parts = {}): TestProbe {
  const { level = 'required', levels, collect, judge, built = true, ...rest } = parts;
  return {
    id,
    title: `title of ${id}`,
    area: id.split('.')[0] ?? id,
    levels: levels ?? { old: level, new: level },
    requirements: [],
    source: 'test',
    needs: [],
    uses: [],
    deadlineMs: 5_000,
    ...rest,
    ...(built
      ? {
          work: {
            collect: collect ?? (async () => usable),
            judge: judge ?? ((): Verdict => ({ status: 'pass', message: 'fine' })),
          },
        }
      : {}),
  };
}

export const noAnswers: Answers = { given: () => undefined, waived: () => undefined };

export function answer(by: string, more: Partial<Answer> = {}): Answer {
  return { by, at: moment, where: '.ecmarc', ...more };
}

export interface Look {
  readonly settings?: TestSettings;
  readonly profile?: Profile;
  readonly answers?: Answers;
}

/** Rows by id. */
export function rowsOf(
  plan: Plan<TestSettings, TestEnvironment>,
  entryOf: (id: string) => Entry,
  look: Look = {},
): ReadonlyMap<string, Row> {
  const { settings = {}, profile = 'old', answers = noAnswers } = look;
  const attestedBy = { by: 'ann', at: moment };
  const rows = assess({ plan, entryOf, settings, profile, answers, attestedBy });
  return new Map(rows.map((row) => [row.id, row]));
}

/** Entries of ended probes; all others were never looked at. */
export function ended(outcomes: Readonly<Record<string, Outcome | Facts | Entry>>): (id: string) => Entry {
  return (id) => {
    const end = outcomes[id];
    if (end === undefined) return emptyEntry;
    if ('phase' in end) return end as Entry;
    const outcome = 'kind' in end ? (end as Outcome) : { kind: 'facts' as const, facts: end as Facts };
    return { phase: 'idle', outcome, observedAt: moment, attempts: [] };
  };
}

export interface Rig {
  readonly ledger: Ledger;
  readonly scheduler: Scheduler<TestSettings, TestEnvironment>;
  readonly events: EngineEvent[];
  plan: Plan<TestSettings, TestEnvironment>;
  runAll(): Promise<void>;
  row(id: string, look?: Look): Row;
  status(id: string): string;
  rows(look?: Look): ReadonlyMap<string, Row>;
}

export interface RigOptions {
  readonly settings?: () => TestSettings;
  readonly environment?: (probe: TestProbe) => TestEnvironment;
  readonly onEvent?: (event: EngineEvent) => void;
}

export function rig(probes: readonly TestProbe[], options: RigOptions = {}): Rig {
  const ledger = new Ledger();
  const events: EngineEvent[] = [];
  const { settings = () => ({}), environment = () => ({ name: 'test' }), onEvent } = options;
  const plan = makePlan(probes);
  const scheduler = new Scheduler<TestSettings, TestEnvironment>({
    ledger,
    plan,
    settings,
    describe: describeEnds(settings, () => 'old'),
    environment,
    now: () => new Date().toISOString(),
    onEvent: (event) => {
      events.push(event);
      onEvent?.(event);
    },
  });
  const made: Rig = {
    ledger,
    scheduler,
    events,
    plan,
    runAll: () => {
      scheduler.run(made.plan.probes.map(({ id }) => id));
      return scheduler.settled();
    },
    rows: (look = {}) => rowsOf(made.plan, (id) => ledger.get(id), { settings: settings(), ...look }),
    row: (id, look = {}) => {
      const row = made.rows(look).get(id);
      if (row === undefined) throw new Error(`no row ${id}`);
      return row;
    },
    status: (id) => made.row(id).status,
  };
  return made;
}

/** A collect that does the next thing of a list at each call, and the last for ever; `calls` counts. */
export function script(...steps: readonly (Facts | 'hang' | 'crash')[]): Collect & { calls: number } {
  const collect = Object.assign(
    async (): Promise<Facts> => {
      const step = steps[Math.min(collect.calls, steps.length - 1)];
      collect.calls += 1;
      if (step === 'crash') throw new Error('bug');
      return step === 'hang' || step === undefined ? new Promise(() => {}) : step;
    },
    { calls: 0 },
  );
  return collect;
}

export interface Deferred<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(error: unknown): void;
}

export function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** Waits until it holds; fails with its words after half a minute. */
export async function until(holds: () => boolean, words: string): Promise<void> {
  const end = performance.now() + 200_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`never came: ${words}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** One whole turn of the event loop: everything that is due has happened. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
