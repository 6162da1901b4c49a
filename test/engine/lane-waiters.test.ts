import { expect, test } from 'vitest';
import type { Facts } from '../../src/engine/facts.ts';
import { named } from '../facts.ts';
import { type Deferred, deferred, probe, random, rig, type TestProbe, turn, usable, useless } from './kit.ts';

/** Room in a lane that somebody was given and has no use for goes to the next: nobody waits for ever. */

const numbered = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

test('who is given room and turns out not to apply leaves it to the others', async () => {
  const lane = 'ldap01:636';
  const made = rig([
    ...numbered(4, (index) => probe(`a.first${index}`, { lane })),
    ...numbered(10, (index) =>
      probe(`a.maybe${index}`, {
        lane,
        notApplicable: (_settings, facts) => (facts.of(named('a.facts'))?.usable === true ? 'no' : undefined),
      }),
    ),
    probe('a.last', { lane }),
    probe('a.facts', {
      // It ends after those four, and before others have had their turn.
      collect: async () => {
        for (let turns = 0; turns < 30; turns += 1) await Promise.resolve();
        return usable;
      },
    }),
    ...numbered(40, (index) => probe(`a.other${index}`)),
  ]);
  await made.runAll();
  expect(made.status('a.last')).toBe('pass');
  expect(made.status('a.maybe9')).toBe('skipped');
});

test('who is given room while what it needs runs once more leaves it to the others', async () => {
  const lane = 'ldap01:636';
  const second = deferred<Facts>();
  let asked = 0;
  const first = numbered(4, () => deferred<Facts>());
  const made = rig([
    probe('a.need', { collect: async () => (asked++ === 0 ? usable : second.promise) }),
    ...first.map(({ promise }, index) => probe(`a.first${index}`, { lane, collect: () => promise })),
    ...numbered(10, (index) => probe(`a.needing${index}`, { lane, needs: ['a.need'] })),
    probe('a.last', { lane }),
  ]);
  const over = made.runAll();
  for (let turns = 0; turns < 6; turns += 1) await turn();
  made.scheduler.run(['a.need']);
  for (const { resolve } of first) {
    resolve(usable);
    for (let turns = 0; turns < 3; turns += 1) await turn();
  }
  expect(made.status('a.last')).toBe('pass');
  second.resolve(useless);
  await over;
  expect(made.status('a.needing9')).toBe('blocked');
});

/** Many in two lanes, whose gates open and close as others end, in an order that is random. */
function crowd(next: () => number, running: Map<string, Deferred<Facts>>): readonly TestProbe[] {
  const ids = numbered(60, (index) => `p.${index}`);
  const some = (): string => ids[Math.floor(next() * ids.length)] ?? '';
  return ids.map((id, index) => {
    const unless = next() < 0.4 ? some() : undefined;
    return probe(id, {
      needs: ids.slice(0, index).filter(() => next() < 1 / (index + 4)),
      ...(next() < 0.8 && { lane: next() < 0.7 ? 'ldap01:636' : 'sql01:1433' }),
      ...(unless !== undefined && {
        notApplicable: (_settings, facts) => (facts.of(named(unless))?.usable === true ? 'no' : undefined),
      }),
      collect: (_context, signal) => {
        const end = deferred<Facts>();
        running.set(id, end);
        signal.addEventListener('abort', () => {
          if (running.get(id) === end) running.delete(id);
        });
        return end.promise;
      },
    });
  });
}

test.each(numbered(60, (index) => index + 1))(
  'it always comes to rest, and nobody is lost (seed %i)',
  async (seed) => {
    const next = random(seed);
    const running = new Map<string, Deferred<Facts>>();
    const { scheduler, plan, ledger } = rig(crowd(next, running));
    const ids = plan.probes.map(({ id }) => id);
    const some = (): string => ids[Math.floor(next() * ids.length)] ?? '';
    scheduler.run(ids);
    for (let round = 0; round < 400 && (round < 40 || scheduler.busy); round += 1) {
      const what = next();
      if (round < 40 && what < 0.15) scheduler.retry(some());
      else if (round < 40 && what < 0.3) scheduler.run([some(), some()]);
      else if (round < 40 && what < 0.33) scheduler.stop(() => ({ kind: 'cancelled', why: 'stopped' }));
      const ending = [...running.values()].filter(() => next() < 0.5);
      for (const { resolve } of ending) resolve(next() < 0.8 ? usable : useless);
      // So that some end while the turns to begin are taken, and some afterwards.
      if (next() < 0.7) await turn();
      else for (let turns = 0; turns < 8; turns += 1) await Promise.resolve();
    }
    expect(ids.filter((id) => ledger.get(id).phase !== 'idle')).toEqual([]);
    expect(scheduler.busy).toBe(false);
  },
);

test('an earlier one takes the room of one whose turn to begin is still to come', async () => {
  const lane = 'sql01:1433';
  const collect = () => new Promise<Facts>(() => {});
  const { scheduler, status } = rig([
    probe('a.need'),
    probe('a.chain', { lane, needs: ['a.need'] }),
    ...numbered(40, (index) => probe(`a.other${index}`)),
    ...numbered(4, (index) => probe(`a.hanging${index}`, { lane, collect })),
    ...numbered(40, (index) => probe(`a.more${index}`)),
  ]);
  scheduler.run(['a.chain', ...numbered(40, (index) => `a.other${index}`)]);
  scheduler.run(numbered(4, (index) => `a.hanging${index}`));
  scheduler.run(numbered(40, (index) => `a.more${index}`));
  for (let turns = 0; turns < 60; turns += 1) await turn();
  expect(status('a.chain')).toBe('pass');
  // Its room is theirs afterwards.
  expect(numbered(4, (index) => status(`a.hanging${index}`))).toEqual(Array(4).fill('running'));
  scheduler.stop(() => ({ kind: 'cancelled', why: 'over' }));
});
