import { expect, test, vi } from 'vitest';
import { defined } from '../../src/base/defined.ts';
import type { Facts } from '../../src/engine/facts.ts';
import { deferred, probe, rig, until, usable } from './kit.ts';

const cancelled = { kind: 'cancelled', why: 'stopped by Ctrl+C' } as const;

test('stopping ends what runs and what waits; what is blocked or skipped says so still', async () => {
  const signals: AbortSignal[] = [];
  const hang = (_context: unknown, signal: AbortSignal): Promise<Facts> => {
    signals.push(signal);
    return new Promise(() => {});
  };
  const made = rig([
    probe('a.done'),
    probe('a.run', { collect: hang }),
    probe('a.wait', { needs: ['a.run'] }),
    probe('a.behind', { needs: ['a.wait'] }),
    probe('a.unset', { notConfigured: () => ({ message: 'no key' }) }),
    ...Array.from({ length: 6 }, (_, index) => probe(`b.${index}`, { lane: 'x:1', collect: hang })),
  ]);
  const done = made.runAll();
  await until(() => signals.length === 5 && made.status('a.done') === 'pass', 'all that can run');
  made.scheduler.stop(() => cancelled);
  await done;
  expect(made.scheduler.busy).toBe(false);
  expect(signals.every(({ aborted }) => aborted)).toBe(true);
  expect(signals).toHaveLength(5);
  expect(made.row('a.run')).toMatchObject({ status: 'cancelled', message: 'stopped by Ctrl+C' });
  expect(made.row('a.wait')).toMatchObject({ status: 'blocked', blockedBy: 'a.run' });
  expect(made.row('a.behind')).toMatchObject({ status: 'blocked', blockedBy: 'a.run' });
  expect(made.row('a.unset')).toMatchObject({ status: 'skipped', reason: 'not-configured' });
  for (let index = 0; index < 6; index += 1) expect(made.status(`b.${index}`)).toBe('cancelled');
  expect(made.row('b.5').attempts).toEqual([]);
  expect(made.status('a.done')).toBe('pass');
});

test('stopping in the moment of the start: nothing is asked', async () => {
  const collect = vi.fn(async () => usable);
  const made = rig([probe('a.it', { collect })]);
  made.scheduler.run(['a.it']);
  made.scheduler.stop(() => cancelled);
  await made.scheduler.settled();
  await made.scheduler.drained(1_000);
  expect(collect).not.toHaveBeenCalled();
  expect(made.status('a.it')).toBe('cancelled');
});

test('a run that is cut says so, and what it waited for', async () => {
  const made = rig([
    probe('a.run', {
      collect: (context) => {
        context.waitingFor('sql01:1433');
        return new Promise(() => {});
      },
    }),
    probe('a.pending', { needs: ['a.free'] }),
    probe('a.free', { collect: () => new Promise(() => {}) }),
  ]);
  const done = made.runAll();
  await until(() => made.ledger.get('a.run').waitingFor !== undefined, 'its words');
  made.scheduler.stop((waitingFor) => ({
    kind: 'cut',
    limitMs: 2_000,
    ...defined({ waitingFor }),
  }));
  await done;
  expect(made.row('a.run')).toMatchObject({
    status: 'timed-out',
    message: "cut when the run's 2 s were over, waiting for sql01:1433",
  });
  expect(made.row('a.pending')).toMatchObject({ status: 'blocked', blockedBy: 'a.free' });
});

test('a waiting retry that is stopped leaves the history as it was', async () => {
  const gate = deferred<Facts>();
  let calls = 0;
  const made = rig([
    probe('a.root', { collect: () => (calls++ === 0 ? Promise.resolve(usable) : gate.promise) }),
    probe('a.it', { needs: ['a.root'] }),
  ]);
  await made.runAll();
  made.scheduler.run(['a.root', 'a.it']);
  made.scheduler.stop(() => cancelled);
  await made.scheduler.settled();
  expect(made.row('a.it').attempts.map(({ status, message }) => [status, message])).toEqual([
    ['pass', 'fine'],
  ]);
  expect(made.ledger.get('a.it')).not.toHaveProperty('durationMs');
});

test('stopped from within an event, while others are being started', async () => {
  const made = rig(
    Array.from({ length: 10 }, (_, index) => probe(`a.${index}`, { collect: () => new Promise(() => {}) })),
    {
      onEvent: ({ type, id }) => {
        if (type === 'attempt-started' && id === 'a.4') made.scheduler.stop(() => cancelled);
      },
    },
  );
  await made.runAll();
  expect([...made.rows().values()].map(({ status }) => status)).toEqual(Array(10).fill('cancelled'));
  expect(made.row('a.9').attempts).toEqual([]);
});

test('settled: at once when nothing runs; for everyone who waits; again after a new run', async () => {
  const made = rig([probe('a.it')]);
  await made.scheduler.settled();
  const first = made.runAll();
  const others = [made.scheduler.settled(), made.scheduler.settled()];
  await Promise.all([first, ...others]);
  expect(made.scheduler.busy).toBe(false);
  made.scheduler.run(['a.it']);
  expect(made.scheduler.busy).toBe(true);
  await made.scheduler.settled();
  expect(made.row('a.it').attempts).toHaveLength(2);
});

test('drained waits for the code of ended attempts, but not longer than it was told', async () => {
  const slow = deferred<void>();
  const cleaned: string[] = [];
  const collect = async (_context: unknown, signal: AbortSignal): Promise<Facts> => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    await slow.promise;
    cleaned.push('slow');
    return usable;
  };
  const made = rig([probe('a.slow', { collect }), probe('a.dead', { collect: () => new Promise(() => {}) })]);
  const done = made.runAll();
  await until(() => made.status('a.slow') === 'running', 'the start');
  await new Promise((resolve) => setImmediate(resolve));
  made.scheduler.stop(() => cancelled);
  await done;
  let over = false;
  const drained = made.scheduler.drained(120).then(() => {
    over = true;
  });
  slow.resolve();
  await until(() => cleaned.length === 1, 'the clean-up');
  expect(over).toBe(false);
  await drained;

  const quick = rig([probe('a.it')]);
  await quick.runAll();
  const from = performance.now();
  await quick.scheduler.drained(60_000);
  // Not because its time was over.
  expect(performance.now() - from).toBeLessThan(60_000);
});

test('a listener that throws is heard of, and the run goes on', async () => {
  const made = rig([probe('a.root'), probe('a.leaf', { needs: ['a.root'] })], {
    onEvent: ({ type, id }) => {
      if (id === 'a.root') throw new Error(`listener at ${type}`);
    },
  });
  const faults: string[] = [];
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', (error) => faults.push(error.message));
  try {
    await made.runAll();
    await until(() => faults.length === 2, 'both faults');
  } finally {
    process.removeAllListeners('uncaughtException');
    for (const other of others) process.on('uncaughtException', other);
  }
  expect(faults).toEqual(['listener at attempt-started', 'listener at attempt-finished']);
  expect(made.status('a.leaf')).toBe('pass');
});
