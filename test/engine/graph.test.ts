import { expect, test } from 'vitest';
import type { Facts } from '../../src/engine/facts.ts';
import { probe, random, rig, type TestProbe } from './kit.ts';

/** A random graph: some probes give nothing, throw or hang; some share, some are in lanes, all uses go anywhere. */
function graph(seed: number, size: number, started: Map<string, number>): readonly TestProbe[] {
  const next = random(seed);
  const ids = Array.from({ length: size }, (_, index) => `p.${index}`);
  const probes = ids.map((id, index): TestProbe => {
    const fate = next();
    const pause = Math.floor(next() * 6);
    const leases = next() < 0.2;
    const key = `s${Math.floor(next() * 5)}`;
    return probe(id, {
      needs: ids.slice(Math.max(0, index - 40), index).filter(() => next() < 0.06),
      uses: ids.filter(() => next() < 0.004),
      deadlineMs: fate > 0.97 ? 40 : 20_000,
      ...(next() < 0.4 ? { lane: `host${Math.floor(next() * 8)}:1` } : {}),
      ...(leases ? { share: key } : {}),
      notApplicable: () => (fate < 0.02 ? 'not here' : undefined),
      notConfigured: () => (fate < 0.04 ? { message: 'no key' } : undefined),
      collect: async (context): Promise<Facts> => {
        started.set(id, (started.get(id) ?? 0) + 1);
        if (fate > 0.97) return new Promise(() => {});
        if (fate > 0.95) throw new Error('bug');
        if (leases) await context.lease(async () => ({ value: key, close: () => {} }));
        if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
        return { usable: fate < 0.9 };
      },
    });
  });
  return probes.sort(() => next() - 0.5);
}

test.each([1, 2, 3])(
  '500 probes (seed %i): each that may run runs exactly once, all end, and again',
  async (seed) => {
    const started = new Map<string, number>();
    const made = rig(graph(seed, 500, started));
    const over = new Set<string>();
    let early = 0;
    for (const run of [1, 2]) {
      started.clear();
      over.clear();
      made.events.length = 0;
      await made.runAll();
      const rows = [...made.rows().values()];
      expect(rows).toHaveLength(500);
      for (const { id, status, attempts } of rows) {
        const ran = !['blocked', 'skipped'].includes(status);
        expect([id, started.get(id) ?? 0]).toEqual([id, ran ? 1 : 0]);
        expect(attempts).toHaveLength(ran ? run : 0);
        expect(status).toMatch(/^(pass|crashed|timed-out|blocked|skipped)$/);
      }
      for (const event of made.events) {
        if (event.type === 'attempt-finished') over.add(event.id);
        else if (made.plan.byId.get(event.id)?.needs.some((need) => !over.has(need))) early += 1;
      }
      const count = (status: string): number => rows.filter((row) => row.status === status).length;
      for (const status of ['pass', 'crashed', 'timed-out', 'blocked', 'skipped'])
        expect(count(status)).toBeGreaterThan(0);
    }
    expect(early).toBe(0);
  },
);

test('500 probes, disturbed by retries, stops and new runs: it always comes to rest, and never loses one', async () => {
  const started = new Map<string, number>();
  const made = rig(graph(9, 500, started));
  const next = random(21);
  const ids = made.plan.probes.map(({ id }) => id);
  const some = (): string => ids[Math.floor(next() * ids.length)] ?? '';
  made.scheduler.run(ids);
  for (let round = 0; round < 60; round += 1) {
    const what = next();
    if (what < 0.6) made.scheduler.retry(some());
    else if (what < 0.8) made.scheduler.run([some(), some(), some()]);
    else if (what < 0.85) made.scheduler.stop(() => ({ kind: 'cancelled', why: 'stopped' }));
    else made.scheduler.run(ids);
    await new Promise((resolve) => setTimeout(resolve, Math.floor(next() * 4)));
  }
  await made.scheduler.settled();
  await made.runAll();
  for (const [id, { status }] of made.rows()) {
    expect([id, status]).toEqual([id, expect.stringMatching(/^(pass|crashed|timed-out|blocked|skipped)$/)]);
  }
  const opened = new Map<string, number>();
  for (const event of made.events) {
    const change = event.type === 'attempt-started' ? 1 : -1;
    opened.set(event.id, (opened.get(event.id) ?? 0) + change);
    expect(opened.get(event.id)).toBeGreaterThanOrEqual(0);
    expect(opened.get(event.id)).toBeLessThanOrEqual(1);
  }
  expect([...opened.values()].every((count) => count === 0)).toBe(true);
});
