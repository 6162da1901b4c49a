import { expect, test } from 'vitest';
import type { Facts } from '../../src/engine/facts.ts';
import { named } from '../facts.ts';
import { deferred, type Parts, probe, rig, turn, until, usable, useless } from './kit.ts';

test('all that can run starts at once; ends may come in any order; needs come first', async () => {
  const gates = new Map(['a.one', 'a.two', 'a.three', 'a.after'].map((id) => [id, deferred<Facts>()]));
  const collect = (id: string) => () => gates.get(id)?.promise ?? Promise.resolve(useless);
  const made = rig([
    probe('a.after', { needs: ['a.one', 'a.three'], collect: collect('a.after') }),
    probe('a.one', { collect: collect('a.one') }),
    probe('a.two', { collect: collect('a.two') }),
    probe('a.three', { collect: collect('a.three') }),
  ]);
  const done = made.runAll();
  expect(['a.one', 'a.two', 'a.three', 'a.after'].map(made.status)).toEqual([
    ...Array(3).fill('running'),
    'pending',
  ]);
  gates.get('a.three')?.resolve(usable);
  await until(() => made.status('a.three') === 'pass', 'the third');
  expect(made.row('a.after')).toMatchObject({ status: 'pending', message: 'waits for: title of a.one' });
  gates.get('a.one')?.resolve(usable);
  await until(() => made.status('a.after') === 'running', 'what needs both');
  gates.get('a.after')?.resolve(usable);
  await until(() => made.status('a.after') === 'pass', 'its end');
  expect(made.status('a.two')).toBe('running');
  gates.get('a.two')?.resolve(usable);
  await done;
  expect(made.scheduler.busy).toBe(false);
  const order = made.events.flatMap((event) => (event.type === 'attempt-finished' ? [event.id] : []));
  expect(order).toEqual(['a.three', 'a.one', 'a.after', 'a.two']);
});

test('events: every attempt starts, then ends, with its number, status and words', async () => {
  const made = rig([
    probe('a.root'),
    probe('a.leaf', { needs: ['a.root'], judge: () => ({ status: 'fail', message: 'too\u0007 old' }) }),
  ]);
  await made.runAll();
  made.scheduler.retry('a.leaf');
  await made.scheduler.settled();
  const brief = made.events.map((event) => [
    event.type,
    event.id,
    event.attempt,
    ...(event.type === 'attempt-finished' ? [event.status, event.message] : []),
  ]);
  expect(brief).toEqual([
    ['attempt-started', 'a.root', 1],
    ['attempt-finished', 'a.root', 1, 'pass', 'fine'],
    ['attempt-started', 'a.leaf', 1],
    ['attempt-finished', 'a.leaf', 1, 'fail', 'too old'],
    ['attempt-started', 'a.leaf', 2],
    ['attempt-finished', 'a.leaf', 2, 'fail', 'too old'],
  ]);
  expect(made.row('a.leaf').attempts).toHaveLength(2);
});

test('who hears the last event finds the run over, also where it blocked the rest', async () => {
  const busy: boolean[] = [];
  const statuses: string[] = [];
  const made = rig(
    [probe('a.root', { collect: async () => useless }), probe('a.leaf', { needs: ['a.root'] })],
    {
      onEvent: () => {
        busy.push(made.scheduler.busy);
        statuses.push(made.status('a.leaf'));
      },
    },
  );
  await made.runAll();
  expect(busy).toEqual([true, false]);
  expect(statuses).toEqual(['pending', 'blocked']);
});

const cyclic: Record<string, unknown> = { usable: true };
cyclic.self = cyclic;
const misbehaving: readonly [what: string, collect: NonNullable<Parts['collect']>, message: RegExp][] = [
  [
    'rejects',
    () => Promise.reject(new TypeError('no x of undefined')),
    /^a fault in this check: TypeError: no x of undefined \(scheduler\.test\.ts:\d+\)$/,
  ],
  [
    'throws at once',
    () => {
      throw new Error('at once');
    },
    /^a fault in this check: at once/,
  ],
  [
    'throws text',
    () => {
      throw 'just text';
    },
    /^a fault in this check: just text$/,
  ],
  ['throws nothing', () => Promise.reject(undefined), /^a fault in this check: undefined$/],
  ['throws what has no text', () => Promise.reject(Object.create(null)), /something that has no text/],
  [
    'throws an error whose message is none',
    () => Promise.reject(Object.assign(new Error(), { message: Object.create(null) })),
    /something that has no text/,
  ],
  ['throws control characters', () => Promise.reject(new Error('bad\u001b[2J\u202e\nname')), /bad name/],
  ['gives no facts', () => JSON.parse('null'), /its facts do not say whether they are usable/],
  ['gives undefined', async () => JSON.parse('{}').none, /its facts do not say whether they are usable/],
  [
    'gives facts without usable',
    async () => JSON.parse('{"a":1}'),
    /its facts do not say whether they are usable/,
  ],
  [
    'gives facts with a usable of another kind',
    async () => JSON.parse('{"usable":"yes"}'),
    /its facts do not say whether they are usable/,
  ],
  ['gives facts in a circle', async () => cyclic as Facts, /circular/],
  ['gives what JSON lacks', async () => ({ usable: true, big: 1n }) as unknown as Facts, /BigInt/],
  [
    'gives a function for facts',
    async () => (() => usable) as unknown as Facts,
    /its facts do not say whether they are usable/,
  ],
];

test.each(misbehaving)('a probe that %s is crashed, and the run goes on', async (_what, collect, message) => {
  const made = rig([probe('a.bad', { collect }), probe('a.leaf', { needs: ['a.bad'] }), probe('a.good')]);
  await made.runAll();
  expect(made.row('a.bad')).toMatchObject({ status: 'crashed', message: expect.stringMatching(message) });
  expect(made.row('a.leaf')).toMatchObject({ status: 'blocked', blockedBy: 'a.bad' });
  expect(made.status('a.good')).toBe('pass');
});

test('facts are kept as a saved report would hold them', async () => {
  const facts = { usable: true, at: new Date(0), none: undefined, secret: { toJSON: () => '[secret]' } };
  const made = rig([probe('a.it', { collect: async () => facts as unknown as Facts })]);
  await made.runAll();
  expect(made.row('a.it').facts).toEqual({
    usable: true,
    at: '1970-01-01T00:00:00.000Z',
    secret: '[secret]',
  });
  expect(Object.keys(made.row('a.it').facts ?? {})).not.toContain('none');
});

test('huge facts pass through', async () => {
  const rows = Array.from({ length: 100_000 }, (_, index) => ({ name: `entry ${index}`, dn: 'cn=x,ou=y' }));
  const made = rig([probe('a.it', { collect: async () => ({ usable: true, rows }) })]);
  await made.runAll();
  expect(made.row('a.it').facts?.rows).toHaveLength(100_000);
});

test('a probe that hangs for ever and ignores its signal is timed out; what it waits for is said', async () => {
  let signal: AbortSignal | undefined;
  const made = rig([
    probe('a.bad', {
      deadlineMs: 60,
      collect: (context, its) => {
        signal = its;
        context.waitingFor('ldap01:636');
        return new Promise(() => {});
      },
    }),
    probe('a.leaf', { needs: ['a.bad'] }),
  ]);
  await made.runAll();
  expect(made.row('a.bad')).toMatchObject({
    status: 'timed-out',
    message: 'no result within 0.1 s, waiting for ldap01:636',
    deadlineMs: 60,
  });
  expect(made.row('a.bad')).not.toHaveProperty('running');
  expect(made.status('a.leaf')).toBe('blocked');
  expect(signal?.aborted).toBe(true);
});

test('what comes after the end of its attempt is discarded', async () => {
  const late = deferred<Facts>();
  const crash = deferred<Facts>();
  const contexts: { waitingFor(what: string): void }[] = [];
  const made = rig([
    probe('a.late', {
      deadlineMs: 30,
      collect: (context) => {
        contexts.push(context);
        return late.promise;
      },
    }),
    probe('a.crash', { deadlineMs: 30, collect: () => crash.promise }),
  ]);
  await made.runAll();
  const before = made.ledger.version;
  contexts[0]?.waitingFor('still here');
  late.resolve(usable);
  crash.reject(new Error('late'));
  await made.scheduler.drained(1_000);
  await turn();
  expect(made.ledger.version).toBe(before);
  expect(['a.late', 'a.crash'].map(made.status)).toEqual(['timed-out', 'timed-out']);
  expect(made.events).toHaveLength(4);
});

test('an attempt that gave facts has ended: its signal has fired', async () => {
  let signal: AbortSignal | undefined;
  const made = rig([
    probe('a.it', {
      collect: async (_context, its) => {
        signal = its;
        return usable;
      },
    }),
  ]);
  await made.runAll();
  expect(signal?.aborted).toBe(true);
});

test('an environment that cannot be made is a crash of that probe', async () => {
  const made = rig([probe('a.bad'), probe('a.good')], {
    environment: ({ id }) => {
      if (id === 'a.bad') throw new Error('no platform');
      return { name: 'fine' };
    },
  });
  await made.runAll();
  expect(['a.bad', 'a.good'].map(made.status)).toEqual(['crashed', 'pass']);
});

test('collect gets its environment, and the facts of its needs', async () => {
  const seen: unknown[] = [];
  const made = rig([
    probe('a.need', { collect: async () => ({ usable: true, port: 389 }) }),
    probe('a.it', {
      needs: ['a.need'],
      collect: async (context) => {
        seen.push(context.name, context.facts.of(named('a.need')), context.facts.of(named('a.none')));
        return usable;
      },
    }),
  ]);
  await made.runAll();
  expect(seen).toEqual(['test', { usable: true, port: 389 }, undefined]);
});

test('at most four attempts a lane run at once, all others as they like', async () => {
  const load = new Map<string, number>();
  const most = new Map<string, number>();
  let running = 0;
  let widest = 0;
  const full = deferred<void>();
  const collect = (lane: string) => async (_context: unknown, signal: AbortSignal) => {
    load.set(lane, (load.get(lane) ?? 0) + 1);
    most.set(lane, Math.max(most.get(lane) ?? 0, load.get(lane) ?? 0));
    running += 1;
    widest = Math.max(widest, running);
    signal.addEventListener('abort', () => {
      running -= 1;
      load.set(lane, (load.get(lane) ?? 0) - 1);
    });
    // The first ones go on until as many run as may: on a busy machine each of them begins late.
    if (running === 28) full.resolve();
    await full.promise;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
    return usable;
  };
  const lanes = ['ldap01:636', 'sql01:1433', 'none'];
  const probes = Array.from({ length: 60 }, (_, index) => {
    const lane = lanes[index % 3] ?? '';
    return probe(`a.${index}`, { collect: collect(lane), ...(lane === 'none' ? {} : { lane }) });
  });
  const made = rig(probes, {
    // Listeners that call back while others are being started must not widen a lane.
    onEvent: (event) => {
      if (event.type === 'attempt-started' && event.id === 'a.0')
        made.scheduler.run(['a.1', 'a.3', 'a.4', 'a.6']);
    },
  });
  await made.runAll();
  expect(Object.fromEntries(most)).toEqual({ 'ldap01:636': 4, 'sql01:1433': 4, none: 20 });
  expect(widest).toBe(28);
  expect(running).toBe(0);
  expect(made.scheduler.busy).toBe(false);
});

test('a need that nobody has started is started with what waits for it', async () => {
  const made = rig([
    probe('a.root'),
    probe('a.mid', { needs: ['a.root'] }),
    probe('a.leaf', { needs: ['a.mid'] }),
    probe('a.other'),
  ]);
  made.scheduler.run(['a.leaf']);
  await made.scheduler.settled();
  expect(['a.root', 'a.mid', 'a.leaf', 'a.other'].map(made.status)).toEqual([
    ...Array(3).fill('pass'),
    'pending',
  ]);
});

test('unknown ids are ignored', async () => {
  const made = rig([probe('a.it')]);
  made.scheduler.run(['a.gone']);
  expect(made.scheduler.retry('a.gone')).toEqual([]);
  await made.scheduler.settled();
  expect(made.events).toEqual([]);
});

test('many that may begin at once begin by and by: the event loop turns in between, and all of them run', async () => {
  const ids = Array.from({ length: 230 }, (_, index) => `a.p${index}`);
  const made = rig(ids.map((id) => probe(id)));
  const done = made.runAll();
  expect(ids.filter((id) => made.status(id) === 'running')).toHaveLength(8);
  await done;
  const begun = made.events.flatMap((event) => (event.type === 'attempt-started' ? [event.id] : []));
  expect(begun).toEqual(ids);
  expect(new Set(ids.map(made.status))).toEqual(new Set(['pass']));
});

test('in the next turn of the event loop as many may begin at once again', async () => {
  const ids = Array.from({ length: 13 }, (_, index) => `a.p${index}`);
  const forever = () => new Promise<Facts>(() => {});
  const { scheduler, status } = rig(ids.map((id) => probe(id, { collect: forever })));
  scheduler.run(ids.slice(0, 5));
  await new Promise((resolve) => setImmediate(resolve));
  scheduler.run(ids.slice(5));
  expect(new Set(ids.map(status))).toEqual(new Set(['running']));
  scheduler.stop(() => ({ kind: 'cancelled', why: 'over' }));
});

test('the more it costs to begin, the fewer begin before the event loop turns', async () => {
  const collect = async () => {
    const { user } = process.cpuUsage();
    while (process.cpuUsage().user - user < 1_000);
    return { usable: true };
  };
  const made = rig(Array.from({ length: 160 }, (_, index) => probe(`a.p${index}`, { collect })));
  let turns = 0;
  const counting = setInterval(() => {
    turns += 1;
  }, 1);
  await made.runAll();
  clearInterval(counting);
  // Twenty groups of 8: of those that cost most of a turn, one or two begin in it.
  expect(turns).toBeGreaterThanOrEqual(8);
});

test('prepared, who may not run is known, and nobody runs until it begins', async () => {
  const { scheduler, status, events } = rig([
    probe('a.first'),
    probe('a.second', { needs: ['a.first'] }),
    probe('a.never', { notApplicable: () => 'not here' }),
  ]);
  scheduler.prepare(['a.first', 'a.second', 'a.never']);
  await turn();
  expect(['a.first', 'a.second', 'a.never'].map(status)).toEqual(['pending', 'pending', 'skipped']);
  expect(scheduler.busy).toBe(true);
  expect(events).toEqual([]);
  scheduler.begin();
  await scheduler.settled();
  expect(['a.first', 'a.second', 'a.never'].map(status)).toEqual(['pass', 'pass', 'skipped']);
});
