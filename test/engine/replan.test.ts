import { describe, expect, test } from 'vitest';
import type { Facts } from '../../src/engine/facts.ts';
import { makePlan } from '../../src/engine/plan.ts';
import { deferred, probe, rig, type TestProbe, until, usable } from './kit.ts';

describe('another list', () => {
  const stay = (): TestProbe => probe('a.stay');

  test('what is gone ends, and what was known of it goes', async () => {
    const signals: AbortSignal[] = [];
    const hanging = probe('b.run', {
      collect: (_context, signal) => {
        signals.push(signal);
        return new Promise(() => {});
      },
    });
    const made = rig([stay(), probe('b.done'), hanging, probe('b.wait', { needs: ['b.run'] })]);
    const done = made.runAll();
    await until(() => made.status('b.done') === 'pass' && signals.length === 1, 'the others');
    made.plan = makePlan([stay()]);
    made.scheduler.replan(made.plan);
    await done;
    expect(signals[0]?.aborted).toBe(true);
    for (const id of ['b.done', 'b.run', 'b.wait'])
      expect(made.ledger.get(id)).toEqual({ phase: 'idle', attempts: [] });
    expect(made.status('a.stay')).toBe('pass');
  });

  test('what is new can be run, and a new need of what waits is started', async () => {
    const gate = deferred<Facts>();
    const made = rig([
      probe('a.root', { collect: () => gate.promise }),
      probe('a.leaf', { needs: ['a.root'] }),
    ]);
    const done = made.runAll();
    made.plan = makePlan([
      probe('a.root', { collect: () => gate.promise }),
      probe('a.new'),
      probe('a.leaf', { needs: ['a.root', 'a.new'] }),
    ]);
    made.scheduler.replan(made.plan);
    made.scheduler.run([]);
    gate.resolve(usable);
    await done;
    expect(['a.root', 'a.new', 'a.leaf'].map(made.status)).toEqual(['pass', 'pass', 'pass']);
    expect(made.row('a.root').attempts).toHaveLength(1);
  });
});
