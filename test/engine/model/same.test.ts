import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Facts } from '../../../src/engine/facts.ts';
import { gatesOf } from '../../../src/engine/gate.ts';
import { Ledger } from '../../../src/engine/ledger.ts';
import { makePlan } from '../../../src/engine/plan.ts';
import { type EngineEvent, Scheduler, type SchedulerOptions } from '../../../src/engine/scheduler.ts';
import { describeEnds } from '../../../src/results/judge.ts';
import { named } from '../../facts.ts';
import {
  type Deferred,
  deferred,
  probe,
  type TestEnvironment,
  type TestProbe,
  type TestSettings,
} from '../kit.ts';
import { WholeScheduler } from './whole-scheduler.ts';

/**
 * The scheduler against its model, over random plans of run, retry, cancel, replan and ends out of order: whatever is
 * asked, both have done the same. `MODEL_RUNS=100000` makes a long one; a failure prints the seed and the path that
 * play it again (`MODEL_SEED`).
 */
const runs = Number(process.env.MODEL_RUNS ?? 1500);
const seed = process.env.MODEL_SEED === undefined ? {} : { seed: Number(process.env.MODEL_SEED) };

/** A probe of a random plan. Needs are numbers of earlier ones. */
interface Shape {
  readonly needs: readonly number[];
  readonly lane: number | undefined;
  readonly share: number | undefined;
  /** Not applicable while this one's facts are there and usable. */
  readonly unless: number | undefined;
  /** Not configured until something is installed. */
  readonly wantsHost: boolean;
  readonly chosen: boolean;
}

type Action =
  | { readonly do: 'run'; readonly ids: readonly number[] }
  | { readonly do: 'run-all' | 'cancel' | 'settings' }
  | { readonly do: 'retry'; readonly id: number }
  | { readonly do: 'end'; readonly nth: number; readonly how: 'usable' | 'useless' | 'crash' }
  | { readonly do: 'replan'; readonly without: readonly number[] };

/** As many as may begin in one turn of the event loop: the model begins all in one, by the gates as they stood. */
const most = 8;
const number = fc.nat({ max: most - 1 });
const shapes = fc.array(
  fc.record<Shape>({
    needs: fc.uniqueArray(number, { maxLength: 3 }),
    lane: fc.option(fc.nat({ max: 1 }), { nil: undefined }),
    share: fc.option(fc.nat({ max: 1 }), { nil: undefined }),
    unless: fc.option(number, { nil: undefined, freq: 3 }),
    wantsHost: fc.nat({ max: 4 }).map((one) => one === 0),
    chosen: fc.nat({ max: 9 }).map((one) => one > 0),
  }),
  { minLength: 1, maxLength: most },
);
const actions = fc.array(
  fc.oneof(
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('run' as const), ids: fc.array(number, { maxLength: 4 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constantFrom('run-all' as const, 'cancel' as const, 'settings' as const),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('retry' as const), id: number }) },
    {
      weight: 9,
      arbitrary: fc.record({
        do: fc.constant('end' as const),
        nth: number,
        how: fc.constantFrom('usable' as const, 'usable' as const, 'useless' as const, 'crash' as const),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('replan' as const),
        without: fc.array(number, { maxLength: 3 }),
      }),
    },
  ),
  { maxLength: 30 },
);

type Runner = Pick<
  Scheduler<TestSettings, TestEnvironment>,
  'busy' | 'replan' | 'run' | 'retry' | 'stop' | 'settled'
>;

/** One of the two: its scheduler, what it was told, and the attempts that run there. */
class World {
  readonly ledger = new Ledger();
  readonly events: string[] = [];
  readonly running: { readonly id: string; readonly end: Deferred<Facts> }[] = [];
  readonly shapes: readonly Shape[];
  readonly runner: Runner;
  settings: TestSettings = {};
  plan: SchedulerOptions<TestSettings, TestEnvironment>['plan'];

  constructor(
    given: readonly Shape[],
    make: (options: SchedulerOptions<TestSettings, TestEnvironment>) => Runner,
  ) {
    this.shapes = given;
    this.plan = this.planWithout([]);
    this.runner = make({
      ledger: this.ledger,
      plan: this.plan,
      settings: () => this.settings,
      describe: describeEnds(
        () => this.settings,
        () => 'old',
      ),
      environment: () => ({ name: 'test' }),
      now: () => '2026-11-24T08:00:00.000Z',
      onEvent: (event) => void this.events.push(told(event)),
    });
  }

  /** Those that are left out take what needs them with them. */
  planWithout(numbers: readonly number[]) {
    const gone = new Set(numbers);
    const kept: TestProbe[] = [];
    this.shapes.forEach((shape, at) => {
      const needs = [...new Set(shape.needs.map((need) => need % Math.max(1, at)))].filter(() => at > 0);
      if (gone.has(at) || needs.some((need) => gone.has(need))) gone.add(at);
      else kept.push(this.#probe(at, shape, needs));
    });
    return makePlan(kept, (id) => this.shapes[Number(id.slice(2))]?.chosen !== false);
  }

  #probe(at: number, { lane, share, unless, wantsHost }: Shape, needs: readonly number[]): TestProbe {
    const id = `p.${at}`;
    return probe(id, {
      needs: needs.map((need) => `p.${need}`),
      ...(lane !== undefined && { lane: `lane ${lane}` }),
      ...(share !== undefined && { share: `share ${share}` }),
      ...(unless !== undefined && {
        notApplicable: (_settings, facts) =>
          facts.of(named(`p.${unless}`))?.usable === true ? 'not now' : undefined,
      }),
      ...(wantsHost && {
        notConfigured: ({ installed }: TestSettings) =>
          installed === true ? undefined : { message: 'nothing installed' },
      }),
      collect: (_context, signal) => {
        const end = deferred<Facts>();
        end.promise.catch(() => {});
        const attempt = { id, end };
        this.running.push(attempt);
        signal.addEventListener('abort', () => this.running.splice(this.running.indexOf(attempt), 1), {
          once: true,
        });
        return end.promise;
      },
    });
  }

  act(action: Action): void {
    const { runner, plan } = this;
    switch (action.do) {
      case 'run':
        runner.run(action.ids.map((at) => `p.${at}`));
        return;
      case 'run-all':
        runner.run(plan.probes.map(({ id }) => id));
        return;
      case 'retry':
        runner.retry(`p.${action.id}`);
        return;
      case 'cancel':
        runner.stop(() => ({ kind: 'cancelled', why: 'by a person' }));
        return;
      case 'settings':
        // As the doctor does: other settings come with another plan.
        this.settings = { installed: this.settings.installed !== true };
        this.plan = this.planWithout([]);
        runner.replan(this.plan);
        return;
      case 'replan':
        this.plan = this.planWithout(action.without);
        runner.replan(this.plan);
        return;
      case 'end': {
        const attempt = this.running[action.nth % Math.max(1, this.running.length)];
        if (action.how === 'crash') attempt?.end.reject(new Error('bug'));
        else attempt?.end.resolve({ usable: action.how === 'usable' });
        return;
      }
    }
  }

  /** All that can be seen of it. */
  state(): unknown {
    const entries = this.shapes.map((_, at) => {
      const { phase, outcome, attempts } = this.ledger.get(`p.${at}`);
      return [phase, outcome, attempts.length];
    });
    return {
      entries,
      events: this.events,
      busy: this.runner.busy,
      running: this.running.map(({ id }) => id),
    };
  }
}

function told(event: EngineEvent): string {
  return event.type === 'attempt-started'
    ? `${event.id} ${event.attempt} started`
    : `${event.id} ${event.attempt} ${event.status}: ${event.message}`;
}

/**
 * Ended attempts are noticed some turns of the microtask queue later, and those that may begin in a turn of the event loop
 * are counted anew in the next.
 */
async function settle(): Promise<void> {
  for (let loop = 0; loop < 3; loop += 1) {
    for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

it(`does what its model does, ${runs} plans`, async () => {
  await fc.assert(
    fc.asyncProperty(shapes, actions, async (given, doing) => {
      const model = new World(given, (options) => new WholeScheduler(options));
      const quick = new World(given, (options) => new Scheduler(options));
      try {
        for (const action of doing) {
          model.act(action);
          quick.act(action);
          await settle();
          expect(quick.state(), JSON.stringify(action)).toEqual(model.state());
          const { gates } = quick.runner as Scheduler<TestSettings, TestEnvironment>;
          const anew = gatesOf(quick.plan, (id) => quick.ledger.get(id), quick.settings);
          for (const { id } of quick.plan.probes)
            expect(gates.get(id), `gate of ${id}`).toEqual(anew.get(id));
        }
      } finally {
        for (const world of [model, quick]) world.runner.stop(() => ({ kind: 'cancelled', why: 'over' }));
      }
    }),
    { numRuns: runs, ...seed },
  );
});
