import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { EcmaProbe, ProbeEnvironment } from '../../../src/clients/environment.ts';
import { isOpen } from '../../../src/doctor/open-row.ts';
import type { DoctorView, Question } from '../../../src/doctor/view.ts';
import { ViewBuilder, type ViewInput } from '../../../src/doctor/view-builder.ts';
import type { Facts } from '../../../src/engine/facts.ts';
import { Ledger } from '../../../src/engine/ledger.ts';
import { makePlan, type Plan } from '../../../src/engine/plan.ts';
import { Scheduler } from '../../../src/engine/scheduler.ts';
import { describeEnds } from '../../../src/results/judge.ts';
import type { Answer } from '../../../src/results/row.ts';
import { otherProfile, type ProfileName } from '../../../src/settings/profiles.ts';
import { type Settings, settingsSchema } from '../../../src/settings/schema.ts';
import { type Deferred, deferred } from '../../engine/kit.ts';
import { named } from '../../facts.ts';
import { ecma } from '../kit.ts';
import { wholeView } from './whole-view.ts';

/**
 * The view that follows events against its model, which works all of it out anew, over random runs. `MODEL_RUNS=100000`
 * makes a long one; a failure prints the seed that plays it again (`MODEL_SEED`).
 */
const runs = Number(process.env.MODEL_RUNS ?? 300);
const seed = process.env.MODEL_SEED === undefined ? {} : { seed: Number(process.env.MODEL_SEED) };

/** Rows that the rules of joint causes know by name, and others. */
const ids: readonly string[] = [
  'network.proxy',
  'network.dns',
  'network.sign-in',
  'network.tls-inspection',
  'network.agent-hosts',
  'server.clock',
  'server.address',
  'tenant.exists',
  'ldap.reach@A',
  'ldap.bind@A',
  'sql.reach@B',
  'attest.test-data',
];
const most = ids.length;
const place = fc.nat({ max: most - 1 });

interface Shape {
  readonly needs: readonly number[];
  /** Whose facts its judge reads. */
  readonly reads: number | undefined;
  /** Not applicable while these facts are there and usable. */
  readonly unless: number | undefined;
  /** Not configured while something is waived in the settings. */
  readonly wantsNoWaiver: boolean;
  readonly level: 'required' | 'restricted' | 'recommended' | 'info';
  readonly other: 'required' | 'not-applicable' | 'info';
  readonly answerable: boolean;
  readonly asks: boolean;
  readonly chosen: boolean;
}

const shapes = fc.array(
  fc.record<Shape>({
    needs: fc.uniqueArray(place, { maxLength: 2 }),
    reads: fc.option(place, { nil: undefined }),
    unless: fc.option(place, { nil: undefined, freq: 3 }),
    wantsNoWaiver: fc.nat({ max: 5 }).map((one) => one === 0),
    level: fc.constantFrom('required', 'required', 'restricted', 'recommended', 'info'),
    other: fc.constantFrom('required', 'not-applicable', 'info'),
    answerable: fc.boolean(),
    asks: fc.nat({ max: 4 }).map((one) => one === 0),
    chosen: fc.nat({ max: 9 }).map((one) => one > 0),
  }),
  { minLength: most, maxLength: most },
);

const problem = fc.constantFrom('ENOTFOUND', 'ETIMEDOUT', 'HTTP_407', 'HTTP_503', 'CERT_HAS_EXPIRED');
const facts = fc
  .record({
    usable: fc.nat({ max: 2 }).map((one) => one > 0),
    says: fc.constantFrom('pass', 'pass', 'warn', 'fail', 'fail', 'unknown', 'manual'),
    words: fc.constantFrom('one', 'two'),
    layer: fc.constantFrom('name', 'connection', 'proxy', 'tls', 'none'),
    host: fc.constantFrom('a.example', 'b.example', 'c.example'),
    proxy: fc.boolean(),
    publicRoot: fc.boolean(),
    code: problem,
  })
  .map(({ usable, says, words, layer, host, proxy, publicRoot, code }): Facts => {
    const way = proxy ? { kind: 'proxy', host: 'p.example', port: 8080 } : { kind: 'direct' };
    const steps = [
      { layer: 'name', peer: host, ok: layer !== 'name', ms: 1 },
      ...(layer === 'none' || layer === 'name' ? [] : [{ layer, peer: host, ok: false, ms: 1 }]),
    ].map((step) => (step.ok ? step : { ...step, problem: { code, text: code } }));
    const trace = { host, way, steps, tls: { publicRoot } };
    return { usable, says, words, trace, way, name: host, step: steps[0] ?? null };
  });

type Action =
  | { readonly do: 'run'; readonly places: readonly number[] }
  | {
      readonly do: 'run-all' | 'cancel' | 'settings' | 'profile' | 'tomorrow' | 'fewer' | 'all' | 'look';
    }
  | { readonly do: 'retry' | 'answer' | 'waive' | 'watch' | 'question'; readonly place: number }
  | { readonly do: 'end'; readonly nth: number; readonly facts: Facts }
  | { readonly do: 'crash' | 'wait' | 'prompt'; readonly nth: number };

const action = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('run' as const), places: fc.array(place, { maxLength: 4 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom(
        ...(['run-all', 'cancel', 'settings', 'profile', 'tomorrow', 'fewer', 'all', 'look'] as const),
      ),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(...(['retry', 'answer', 'waive', 'watch', 'question'] as const)),
      place,
    }),
  },
  { weight: 12, arbitrary: fc.record({ do: fc.constant('end' as const), nth: place, facts }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom(...(['crash', 'wait', 'prompt'] as const)),
      nth: place,
    }),
  },
);

/** `ahead`: so many rows are looked at before somebody asks for the view; not `seen`: nobody asks. */
const steps = fc.array(
  fc.record({ action, ahead: fc.nat({ max: 3 }), seen: fc.nat({ max: 4 }).map((one) => one > 0) }),
  { maxLength: 40 },
);

const plainSettings = settingsSchema.parse({});
const waivingSettings = settingsSchema.parse({
  probes: { waive: [{ id: 'network.*', reason: 'later', until: '2026-11-25' }] },
});

interface Running {
  readonly end: Deferred<Facts>;
  waitFor(): void;
  prompt(): void;
}

class World {
  readonly ledger = new Ledger();
  readonly #shapes: readonly Shape[];
  readonly #scheduler: Scheduler<Settings, ProbeEnvironment>;
  readonly #builder: ViewBuilder;
  readonly #running: Running[] = [];
  readonly #answers = new Map<string, Answer>();
  readonly #waivers = new Map<string, Answer>();
  readonly #watched = new Set<string>();
  readonly #questions = new Map<string, Question>();
  #settings = plainSettings;
  #plan: Plan<Settings, ProbeEnvironment>;
  #profile: ProfileName = 'preview-2021';
  #version = 0;
  #day = 24;
  #cancelled = false;
  #last: DoctorView | undefined;

  constructor(given: readonly Shape[]) {
    this.#shapes = given;
    this.#plan = this.#planOf(most);
    this.#scheduler = new Scheduler<Settings, ProbeEnvironment>({
      ledger: this.ledger,
      plan: this.#plan,
      settings: () => this.#settings,
      describe: describeEnds(
        () => this.#settings,
        () => this.#profile,
      ),
      // The probes of this world ask nothing of it.
      environment: () => ({}) as ProbeEnvironment,
      now: () => this.#now(),
      onEvent: ({ type, id }) => {
        if (type === 'attempt-started') return;
        this.#questions.delete(id);
        this.#builder.touch(id);
      },
    });
    this.#builder = new ViewBuilder(this.ledger, this.#scheduler.gates);
  }

  #now(): string {
    return `2026-11-${this.#day}T08:00:00.000Z`;
  }

  #planOf(count: number): Plan<Settings, ProbeEnvironment> {
    const probes = this.#shapes.slice(0, count).map((shape, at) => this.#probe(shape, at, count));
    return makePlan(probes, (id) => this.#shapes[ids.indexOf(id)]?.chosen !== false);
  }

  #probe(shape: Shape, at: number, count: number): EcmaProbe {
    const { needs, reads, unless, wantsNoWaiver, level, other, answerable, asks } = shape;
    const id = ids[at] ?? '';
    const earlier = [...new Set(needs.map((need) => need % Math.max(1, at)))].filter(() => at > 0);
    const connector = id.split('@')[1];
    const plain = (of: number | undefined) => named(ids[(of ?? 0) % count] ?? '');
    return ecma(id, {
      ...(connector !== undefined && { connector }),
      needs: earlier.map((need) => ids[need] ?? ''),
      levels: { 'preview-2021': level, ga: other },
      answerable,
      ...(asks && { asks: { text: 'Do it?', effects: ['It is done.'] } }),
      ...(unless !== undefined && {
        notApplicable: (_settings, known) => (known.of(plain(unless))?.usable === true ? 'n/a' : undefined),
      }),
      ...(wantsNoWaiver && {
        notConfigured: ({ probes }: Settings) =>
          probes.waive.length > 0 ? { message: 'not while it is waived' } : undefined,
      }),
      judge: ({ facts: seen, uses }) => {
        const status = (['pass', 'warn', 'fail', 'unknown', 'manual'] as const).find(
          (one) => one === seen.says,
        );
        const read = reads === undefined ? '' : ` ${String(uses.of(plain(reads))?.words)}`;
        return { status: status ?? 'pass', message: `${String(seen.words)}${read}` };
      },
      collect: (context, signal) => {
        const end = deferred<Facts>();
        end.promise.catch(() => {});
        const attempt: Running = {
          end,
          waitFor: () => context.waitingFor('a host'),
          prompt: () => context.prompt({ code: 'C', address: 'a', expiresAt: this.#now() }),
        };
        this.#running.push(attempt);
        signal.addEventListener('abort', () => this.#running.splice(this.#running.indexOf(attempt), 1), {
          once: true,
        });
        return end.promise;
      },
    });
  }

  act(action: Action): void {
    const attempt =
      'nth' in action ? this.#running[action.nth % Math.max(1, this.#running.length)] : undefined;
    const id = 'place' in action ? (ids[action.place] ?? '') : '';
    switch (action.do) {
      case 'run':
        this.#scheduler.run(action.places.map((at) => ids[at] ?? ''));
        return;
      case 'run-all':
        this.#scheduler.run(ids);
        return;
      case 'retry':
        this.#scheduler.retry(id);
        return;
      case 'cancel':
        this.#cancelled = true;
        this.#scheduler.stop(() => ({ kind: 'cancelled', why: 'by a person' }));
        break;
      case 'settings':
        this.#settings = this.#settings === plainSettings ? waivingSettings : plainSettings;
        this.#replan(this.#plan.probes.length);
        return;
      case 'fewer':
        this.#replan(most - 3);
        return;
      case 'all':
        this.#replan(most);
        return;
      case 'profile':
        this.#profile = otherProfile(this.#profile);
        break;
      case 'tomorrow':
        // Nothing says so: the view that is made next is of that day.
        this.#day = Math.min(28, this.#day + 1);
        return;
      case 'look':
        break;
      case 'answer':
        toggle(this.#answers, id, { by: 'ann', at: this.#now(), where: 'here' });
        break;
      case 'waive':
        toggle(this.#waivers, id, {
          by: 'ann',
          at: this.#now(),
          where: 'here',
          reason: 'later',
          until: '2026-11-25',
        });
        break;
      case 'watch':
        if (!this.#watched.delete(id)) this.#watched.add(id);
        this.#builder.touch(id);
        return;
      case 'question':
        toggle(this.#questions, id, { text: 'Sure?', effects: [] });
        this.#builder.touch(id);
        return;
      case 'end':
        attempt?.end.resolve(action.facts);
        return;
      case 'crash':
        attempt?.end.reject(new Error('bug'));
        return;
      case 'wait':
        attempt?.waitFor();
        return;
      case 'prompt':
        attempt?.prompt();
        return;
    }
    this.#version += 1;
  }

  #replan(count: number): void {
    this.#plan = this.#planOf(count);
    this.#scheduler.replan(this.#plan);
    this.#version += 1;
  }

  #input(): ViewInput {
    return {
      plan: this.#plan,
      settings: this.#settings,
      configPath: '/site/.ecmarc',
      profile: this.#profile,
      tool: { name: 'ecma-doctor', version: 'test' },
      host: { name: 'SRV', os: 'Test', platform: 'linux' },
      user: 'ann',
      failOn: 'warn',
      cancelled: this.#cancelled,
      partly: false,
      readOnly: false,
      busy: this.#scheduler.busy,
      now: this.#now(),
      settingsAt: '2026-11-24T08:00:00.000Z',
      given: (id) => this.#answers.get(id),
      waivedHere: (id) => this.#waivers.get(id),
      previous: new Map(),
      question: (id) => this.#questions.get(id),
      interaction: (row) => ({
        given: row.status === 'attested' ? 'answer' : undefined,
        lapsed: isOpen(row) && this.#questions.has(row.id) ? `${row.id} lapsed` : undefined,
      }),
      watches: { has: (id) => this.#watched.has(id), next: () => undefined },
      notices: [],
      startedAt: '2026-11-24T08:00:00.000Z',
      finishedAt: undefined,
    };
  }

  /** The view that follows events and the one that its model makes; nothing where it is the same one as before. */
  views(): { readonly quick: object; readonly anew: object } | undefined {
    const quick = this.#builder.view(this.#version, () => this.#input());
    if (quick === this.#last) return undefined;
    this.#last = quick;
    return { quick: { ...quick }, anew: wholeView(this.ledger, this.#input()) };
  }

  lookAhead(most: number): void {
    this.#builder.lookAhead(() => this.#input(), most);
  }

  end(): void {
    this.#scheduler.stop(() => ({ kind: 'cancelled', why: 'over' }));
  }
}

function toggle<T>(map: Map<string, T>, id: string, value: T): void {
  if (!map.delete(id)) map.set(id, value);
}

/** Ended attempts are noticed some turns of the microtask queue later. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
}

it(`the view that follows events is the one that its model makes, ${runs} runs`, async () => {
  await fc.assert(
    fc.asyncProperty(shapes, steps, async (given, doing) => {
      const world = new World(given);
      try {
        for (const { action, ahead, seen } of doing) {
          world.act(action);
          await settle();
          if (ahead > 0) world.lookAhead(ahead);
          if (!seen) continue;
          const views = world.views();
          expect(views?.quick, JSON.stringify(action)).toEqual(views?.anew);
        }
      } finally {
        world.end();
      }
    }),
    { numRuns: runs, ...seed },
  );
});
