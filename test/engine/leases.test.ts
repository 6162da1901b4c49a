import { expect, test } from 'vitest';
import type { Facts } from '../../src/engine/facts.ts';
import type { Leased } from '../../src/engine/probe.ts';
import { deferred, type Parts, probe, rig, type TestContext, turn, until, usable, useless } from './kit.ts';

const cancelled = { kind: 'cancelled', why: 'stopped' } as const;

/** A connection that counts its openings and closings; `opening` may be held up or fail. */
function counted(opening: (signal: AbortSignal, n: number) => Promise<unknown> = async () => {}) {
  const line = { opened: 0, closed: 0, now: 0, signals: [] as AbortSignal[] };
  const open = async (signal: AbortSignal): Promise<Leased<number>> => {
    line.opened += 1;
    line.signals.push(signal);
    const n = line.opened;
    await opening(signal, n);
    line.now += 1;
    return {
      value: n,
      close: () => {
        line.closed += 1;
        line.now -= 1;
      },
    };
  };
  return { line, open };
}

const share = 'ldap@D';

test('opened once for many, closed after the last user and before all is drained', async () => {
  const { line, open } = counted();
  const seen: number[] = [];
  const during: number[] = [];
  const use = async (context: TestContext): Promise<Facts> => {
    seen.push(await context.lease(open));
    await turn();
    during.push(line.now);
    return usable;
  };
  const late = async (): Promise<Facts> => {
    await turn();
    during.push(line.now);
    return usable;
  };
  const made = rig([
    probe('a.bind', { share, collect: use }),
    probe('a.one', { share, needs: ['a.bind'], collect: use }),
    probe('a.two', { share, needs: ['a.bind'], collect: use }),
    probe('a.three', { share, needs: ['a.two'], collect: use }),
    probe('a.late', { needs: ['a.three'], collect: late }),
  ]);
  await made.runAll();
  expect(seen).toEqual([1, 1, 1, 1]);
  expect(during).toEqual([1, 1, 1, 1, 0]);
  expect(line).toMatchObject({ opened: 1, closed: 1, now: 0 });
  expect(line.signals[0]?.aborted).toBe(true);
});

test('a new run opens a new one; two keys have two', async () => {
  const { line, open } = counted();
  const use = async (context: TestContext): Promise<Facts> => ({
    usable: true,
    n: await context.lease(open),
  });
  const made = rig([probe('a.it', { share, collect: use }), probe('b.it', { share: 'sql@H', collect: use })]);
  await made.runAll();
  expect(line).toMatchObject({ opened: 2, closed: 2 });
  await made.runAll();
  expect(line).toMatchObject({ opened: 4, closed: 4, now: 0 });
  expect(made.row('a.it').facts?.n).not.toBe(made.row('b.it').facts?.n);
});

test.each<[how: string, opening: () => Promise<unknown>]>([
  ['rejects', () => Promise.reject(new Error('refused'))],
  [
    'throws at once',
    () => {
      throw new Error('refused');
    },
  ],
])('an opening that %s is told to all its users, and not repeated in this run', async (_how, opening) => {
  let opened = 0;
  const open = (): Promise<Leased<number>> => {
    opened += 1;
    return opening() as Promise<Leased<number>>;
  };
  const use = async (context: TestContext): Promise<Facts> => {
    await context.lease(open);
    return usable;
  };
  const made = rig([1, 2, 3, 4].map((n) => probe(`a.${n}`, { share, collect: use })));
  await made.runAll();
  expect(opened).toBe(1);
  for (const n of [1, 2, 3, 4]) {
    expect(made.row(`a.${n}`)).toMatchObject({
      status: 'crashed',
      message: expect.stringContaining('refused'),
    });
  }
  made.scheduler.retry('a.1');
  await made.scheduler.settled();
  expect(opened).toBe(2);
});

test('the end of one attempt does not take it from the others', async () => {
  const gate = deferred<void>();
  const { line, open } = counted(() => gate.promise);
  const use: Parts['collect'] = async (context) => ({ usable: true, n: await context.lease(open) });
  const made = rig([
    probe('a.first', { share, collect: use, deadlineMs: 30 }),
    probe('a.second', { share, collect: use }),
  ]);
  const done = made.runAll();
  await until(() => made.status('a.first') === 'timed-out', 'the time-out of the opener');
  expect(line.signals[0]?.aborted).toBe(false);
  gate.resolve();
  await done;
  expect(made.row('a.second')).toMatchObject({ status: 'pass', facts: { n: 1 } });
  expect(line).toMatchObject({ opened: 1, closed: 1, now: 0 });
});

test('cancelled while it opens: its signal fires, and what opens all the same is closed', async () => {
  const gate = deferred<void>();
  const { line, open } = counted(() => gate.promise);
  const made = rig([
    probe('a.it', { share, collect: async (context) => ({ usable: true, n: await context.lease(open) }) }),
  ]);
  const done = made.runAll();
  await until(() => line.opened === 1, 'the opening');
  made.scheduler.stop(() => cancelled);
  await done;
  expect(line.signals[0]?.aborted).toBe(true);
  gate.resolve();
  await made.scheduler.drained(5_000);
  expect(line).toMatchObject({ opened: 1, closed: 1, now: 0 });
});

test('cancelled while it opens for ever: draining ends when its time is over', async () => {
  const { line, open } = counted(() => new Promise(() => {}));
  const made = rig([
    probe('a.it', { share, collect: async (context) => ({ usable: true, n: await context.lease(open) }) }),
  ]);
  const done = made.runAll();
  await until(() => line.opened === 1, 'the opening');
  made.scheduler.stop(() => cancelled);
  await done;
  await made.scheduler.drained(20);
  expect(line.signals[0]?.aborted).toBe(true);
});

test('a closing that fails or throws is the end of it', async () => {
  const close = [
    () => Promise.reject(new Error('late')),
    () => {
      throw new Error('at once');
    },
  ];
  const made = rig(
    close.map((closing, index) =>
      probe(`a.${index}`, {
        share: `x${index}`,
        collect: async (context) => ({
          usable: true,
          n: await context.lease(async () => ({ value: 1, close: closing })),
        }),
      }),
    ),
  );
  await made.runAll();
  await made.scheduler.drained(1_000);
  expect(['a.0', 'a.1'].map(made.status)).toEqual(['pass', 'pass']);
});

test('an attempt that has ended opens nothing any more', async () => {
  const { line, open } = counted();
  const late = deferred<void>();
  let fault: unknown;
  const made = rig([
    probe('a.it', {
      share,
      deadlineMs: 20,
      collect: async (context) => {
        await late.promise;
        await context.lease(open).catch((error: unknown) => {
          fault = error;
        });
        return usable;
      },
    }),
  ]);
  await made.runAll();
  late.resolve();
  await made.scheduler.drained(1_000);
  expect(line.opened).toBe(0);
  expect(fault).toBeInstanceOf(Error);
});

test('without a share there is nothing to lease', async () => {
  const { line, open } = counted();
  const made = rig([
    probe('a.it', { collect: async (context) => ({ usable: true, n: await context.lease(open) }) }),
  ]);
  await made.runAll();
  expect(made.row('a.it')).toMatchObject({
    status: 'crashed',
    message: expect.stringContaining('shares no connection'),
  });
  expect(line.opened).toBe(0);
});

test('started anew means connected anew, though others wait for it', async () => {
  const { line, open } = counted((_signal, n) => (n === 1 ? new Promise(() => {}) : Promise.resolve()));
  const use: Parts['collect'] = async (context) => ({ usable: true, n: await context.lease(open) });
  const made = rig([
    probe('a.bind', { share, collect: use }),
    probe('a.users', { share, needs: ['a.bind'], collect: use }),
  ]);
  const done = made.runAll();
  await until(() => line.opened === 1, 'the first opening');
  made.scheduler.retry('a.bind');
  await done;
  expect(made.row('a.users')).toMatchObject({ status: 'pass', facts: { n: 2 } });
  expect(line.signals[0]?.aborted).toBe(true);
  expect(line).toMatchObject({ opened: 2, now: 0 });
});

test('started anew while another works with it: that one keeps it', async () => {
  const { line, open } = counted();
  const gate = deferred<Facts>();
  const made = rig([
    probe('a.busy', {
      share,
      collect: async (context) => {
        await context.lease(open);
        return gate.promise;
      },
    }),
    probe('a.it', {
      share,
      collect: async (context, signal) => {
        await context.lease(open);
        await turn();
        signal.throwIfAborted();
        return usable;
      },
    }),
  ]);
  const done = made.runAll();
  await until(() => line.now === 1, 'the opening');
  made.scheduler.run(['a.it']);
  await until(() => made.status('a.it') === 'pass', 'its end');
  expect(line).toMatchObject({ opened: 1, closed: 0 });
  gate.resolve(useless);
  await done;
  expect(line).toMatchObject({ opened: 1, closed: 1 });
});
