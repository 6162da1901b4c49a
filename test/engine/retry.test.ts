import { describe, expect, test } from 'vitest';
import type { Facts } from '../../src/engine/facts.ts';
import { named } from '../facts.ts';
import {
  type Collect,
  deferred,
  type Parts,
  probe,
  type Rig,
  rig,
  script,
  type TestProbe,
  until,
  usable,
  useless,
} from './kit.ts';

async function again(made: Rig, id: string): Promise<readonly string[]> {
  const armed = made.scheduler.retry(id);
  await made.scheduler.settled();
  return armed;
}

describe('retry in every state', () => {
  test.each<[state: string, first: Facts | 'crash', before: string]>([
    ['pass', usable, 'pass'],
    ['fail', useless, 'fail'],
    ['crashed', 'crash', 'crashed'],
  ])('%s', async (_state, first, before) => {
    const collect = script(first, usable);
    const judge: NonNullable<Parts['judge']> = ({ facts }) =>
      facts.usable ? { status: 'pass', message: 'yes' } : { status: 'fail', message: 'no' };
    const made = rig([probe('a.it', { collect, judge })]);
    await made.runAll();
    expect(made.status('a.it')).toBe(before);
    expect(await again(made, 'a.it')).toEqual(['a.it']);
    expect(made.status('a.it')).toBe('pass');
    expect(made.row('a.it').attempts.map(({ status }) => status)).toEqual([before, 'pass']);
  });

  test('unknown at its end, and turned by what another saw later: it was what the row said', async () => {
    const other = deferred<Facts>();
    const judge: NonNullable<Parts['judge']> = ({ uses }) =>
      uses.of(named('a.other')) === undefined
        ? { status: 'unknown', message: 'nothing to compare with' }
        : { status: 'pass', message: 'right' };
    const made = rig([
      probe('a.clock', { uses: ['a.other'], judge }),
      probe('a.other', { collect: () => other.promise }),
    ]);
    const all = made.runAll();
    await until(() => made.row('a.clock').attempts.length === 1, 'the first look at the clock');
    expect(made.status('a.clock')).toBe('unknown');
    other.resolve(usable);
    await all;
    expect(made.status('a.clock')).toBe('pass');
    await again(made, 'a.clock');
    expect(made.row('a.clock').attempts.map(({ status }) => status)).toEqual(['pass', 'pass']);
  });

  test('timed out', async () => {
    const made = rig([probe('a.it', { collect: script('hang', usable), deadlineMs: 20 })]);
    await made.runAll();
    expect(made.status('a.it')).toBe('timed-out');
    await again(made, 'a.it');
    expect(made.status('a.it')).toBe('pass');
  });

  test('running: it starts anew, once, and the first result is discarded', async () => {
    const first = deferred<Facts>();
    const second = deferred<Facts>();
    const signals: AbortSignal[] = [];
    const made = rig([
      probe('a.it', {
        collect: (_context, signal) => {
          signals.push(signal);
          return signals.length === 1 ? first.promise : second.promise;
        },
      }),
      probe('a.leaf', { needs: ['a.it'] }),
    ]);
    const done = made.runAll();
    await until(() => signals.length === 1, 'the first attempt');
    made.scheduler.retry('a.it');
    await until(() => signals.length === 2, 'the second attempt');
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    first.resolve({ usable: true, which: 'first' });
    second.resolve({ usable: true, which: 'second' });
    await done;
    expect(made.row('a.it').facts).toEqual({ usable: true, which: 'second' });
    expect(made.row('a.it').attempts.map(({ status, message }) => [status, message])).toEqual([
      ['cancelled', 'started anew'],
      ['pass', 'fine'],
    ]);
    expect(made.status('a.leaf')).toBe('pass');
    expect(made.row('a.leaf').attempts).toHaveLength(1);
  });

  test('running, twice in one moment: what was ended before it began asks nothing', async () => {
    const collect = script(usable);
    const made = rig([probe('a.it', { collect })]);
    made.scheduler.run(['a.it']);
    made.scheduler.run(['a.it']);
    made.scheduler.retry('a.it');
    await made.scheduler.settled();
    expect(collect.calls).toBe(1);
    expect(made.status('a.it')).toBe('pass');
  });

  test('pending: it keeps waiting, and runs once', async () => {
    const gate = deferred<Facts>();
    const collect = script(usable);
    const made = rig([
      probe('a.root', { collect: () => gate.promise }),
      probe('a.it', { needs: ['a.root'], collect }),
    ]);
    const done = made.runAll();
    made.scheduler.retry('a.it');
    made.scheduler.retry('a.it');
    expect(made.status('a.it')).toBe('pending');
    gate.resolve(usable);
    await done;
    expect(collect.calls).toBe(1);
    expect(made.row('a.root').attempts).toHaveLength(1);
  });

  test('skipped: nothing runs until its rule lets it', async () => {
    let installed = false;
    const collect = script(usable);
    const made = rig(
      [
        probe('a.it', {
          collect,
          notConfigured: (settings) => (settings.installed === true ? undefined : { message: 'no key' }),
        }),
        probe('a.leaf', { needs: ['a.it'] }),
      ],
      { settings: () => ({ installed }) },
    );
    await made.runAll();
    await again(made, 'a.it');
    expect(collect.calls).toBe(0);
    expect(made.row('a.it')).toMatchObject({ status: 'skipped', reason: 'not-configured' });
    expect(made.row('a.leaf')).toMatchObject({ status: 'blocked', blockedBy: 'a.it' });
    installed = true;
    await again(made, 'a.it');
    expect(['a.it', 'a.leaf'].map(made.status)).toEqual(['pass', 'pass']);
  });

  test('blocked: its root cause first, then all that this blocked', async () => {
    const collect = script(useless, usable);
    const made = rig([
      probe('a.root', { collect }),
      probe('a.mid', { needs: ['a.root'] }),
      probe('a.leaf', { needs: ['a.mid'] }),
      probe('a.side', { needs: ['a.root'] }),
      probe('a.far'),
    ]);
    await made.runAll();
    expect(made.row('a.leaf')).toMatchObject({ status: 'blocked', blockedBy: 'a.root' });
    expect(await again(made, 'a.leaf')).toEqual(['a.root', 'a.mid', 'a.leaf', 'a.side']);
    expect(collect.calls).toBe(2);
    for (const id of ['a.root', 'a.mid', 'a.leaf', 'a.side']) expect(made.status(id)).toBe('pass');
    expect(made.row('a.far').attempts).toHaveLength(1);
  });

  test('blocked by several: all its root causes', async () => {
    const made = rig([
      probe('a.one', { collect: script(useless, usable) }),
      probe('a.good'),
      probe('b.one', { collect: script('crash', usable) }),
      probe('b.two', { needs: ['b.one', 'a.good'] }),
      probe('a.it', { needs: ['a.good', 'a.one', 'b.two'] }),
    ]);
    await made.runAll();
    expect(made.row('a.it').blockedBy).toBe('a.one');
    await again(made, 'a.it');
    expect(made.status('a.it')).toBe('pass');
    expect(made.row('a.good').attempts).toHaveLength(1);
  });

  test('blocked, and the root still gives nothing: blocked again, and nothing hangs', async () => {
    const made = rig([probe('a.root', { collect: script(useless) }), probe('a.leaf', { needs: ['a.root'] })]);
    await made.runAll();
    await again(made, 'a.leaf');
    expect(made.row('a.leaf')).toMatchObject({ status: 'blocked', blockedBy: 'a.root' });
    expect(made.row('a.leaf').attempts).toHaveLength(0);
  });

  test('cancelled', async () => {
    const made = rig([
      probe('a.it', { collect: script('hang', usable) }),
      probe('a.leaf', { needs: ['a.it'] }),
    ]);
    const done = made.runAll();
    made.scheduler.stop(() => ({ kind: 'cancelled', why: 'stopped' }));
    await done;
    expect(made.status('a.it')).toBe('cancelled');
    // The first attempt never began to ask, so the script is still at its first step.
    made.scheduler.retry('a.leaf');
    await until(() => made.status('a.it') === 'running', 'the root cause');
    made.scheduler.retry('a.it');
    await made.scheduler.settled();
    expect(['a.it', 'a.leaf'].map(made.status)).toEqual(['pass', 'pass']);
  });
});

test('a retry leaves results alone that it does not put in question', async () => {
  const leaf = script(usable);
  const made = rig([probe('a.root'), probe('a.leaf', { needs: ['a.root'], collect: leaf })]);
  await made.runAll();
  expect(await again(made, 'a.root')).toEqual(['a.root']);
  expect(leaf.calls).toBe(1);
  expect(made.status('a.leaf')).toBe('pass');
});

test('a need that becomes unusable blocks what has old facts; usable again, they come back or are made anew', async () => {
  const leaf = script({ usable: true, n: 1 }, { usable: true, n: 2 });
  const made = rig([
    probe('a.root', { collect: script(usable, useless, usable) }),
    probe('a.leaf', { needs: ['a.root'], collect: leaf }),
  ]);
  await made.runAll();
  await again(made, 'a.root');
  expect(made.row('a.leaf')).toMatchObject({ status: 'blocked', blockedBy: 'a.root' });
  expect(made.row('a.leaf')).not.toHaveProperty('facts');
  made.scheduler.run(['a.root']);
  await made.scheduler.settled();
  expect(made.row('a.leaf')).toMatchObject({ status: 'pass', facts: { n: 1 } });

  const other = rig([
    probe('a.root', { collect: script(usable, useless, usable) }),
    probe('a.leaf', { needs: ['a.root'], collect: leaf }),
  ]);
  leaf.calls = 0;
  await other.runAll();
  await again(other, 'a.root');
  await again(other, 'a.leaf');
  expect(other.row('a.leaf')).toMatchObject({ status: 'pass', facts: { n: 2 } });
});

test('while a need runs again, the result of what needs it stays on the screen', async () => {
  const gate = deferred<Facts>();
  let calls = 0;
  const made = rig([
    probe('a.root', { collect: () => (calls++ === 0 ? Promise.resolve(usable) : gate.promise) }),
    probe('a.leaf', { needs: ['a.root'] }),
  ]);
  await made.runAll();
  made.scheduler.retry('a.root');
  expect(['a.root', 'a.leaf'].map(made.status)).toEqual(['running', 'pass']);
  gate.resolve(usable);
  await made.scheduler.settled();
});

describe('what was set aside when its turn came gets its turn when that changes', () => {
  const installed = (): Collect => script({ usable: true, found: false }, { usable: true, found: true });
  const services = (parts: { needs?: readonly string[]; uses?: readonly string[] }): TestProbe =>
    probe('host.services', {
      ...parts,
      notApplicable: (_settings, facts) =>
        facts.of(named('host.installed'))?.found === false ? 'once installed' : undefined,
    });

  test.each(['run all', 'run one', 'retry'])('not applicable by facts of a need: %s', async (how) => {
    const made = rig([
      probe('host.installed', { collect: installed() }),
      services({ needs: ['host.installed'] }),
      probe('host.answer', { needs: ['host.services'] }),
    ]);
    await made.runAll();
    expect(made.row('host.answer')).toMatchObject({ status: 'skipped', reason: 'not-applicable' });
    if (how === 'run all') await made.runAll();
    else if (how === 'run one') made.scheduler.run(['host.installed']);
    else made.scheduler.retry('host.installed');
    await made.scheduler.settled();
    expect(['host.services', 'host.answer'].map(made.status)).toEqual(['pass', 'pass']);
  });

  test('not applicable by facts of a use', async () => {
    const made = rig([
      services({ uses: ['host.installed'] }),
      probe('host.installed', { collect: installed() }),
    ]);
    made.scheduler.run(['host.installed']);
    await made.scheduler.settled();
    await made.runAll();
    expect(['host.services', 'host.installed'].map(made.status)).toEqual(['pass', 'pass']);
  });

  test('blocked, and only the root is run again', async () => {
    const made = rig([
      probe('a.root', { collect: script(useless, usable) }),
      probe('a.mid', { needs: ['a.root'] }),
      probe('a.leaf', { needs: ['a.mid'] }),
    ]);
    await made.runAll();
    made.scheduler.run(['a.root']);
    await made.scheduler.settled();
    expect(['a.mid', 'a.leaf'].map(made.status)).toEqual(['pass', 'pass']);
  });

  test('not after a stop: nothing starts by itself any more', async () => {
    const made = rig([
      probe('a.root', { collect: script(useless, usable) }),
      probe('a.leaf', { needs: ['a.root'] }),
    ]);
    await made.runAll();
    made.scheduler.stop(() => ({ kind: 'cancelled', why: 'stopped' }));
    made.scheduler.run(['a.root']);
    await made.scheduler.settled();
    expect(made.row('a.leaf').attempts).toEqual([]);
    await again(made, 'a.root');
    expect(made.status('a.leaf')).toBe('pass');
  });
});
