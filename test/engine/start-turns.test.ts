import { expect, it } from 'vitest';
import { StartTurns } from '../../src/engine/start-turns.ts';
import { turn } from './kit.ts';

interface Begun {
  readonly turns: StartTurns;
  /** The groups that have begun. */
  readonly groups: (readonly number[])[];
}

/** `takes` says who begins when its turn has come, `leads` what comes of a group. */
function startTurns({
  takes = () => true,
  leads = () => {},
}: {
  takes?(place: number): boolean;
  leads?(turns: StartTurns, group: readonly number[]): void;
}): Begun {
  const groups: (readonly number[])[] = [];
  const turns = new StartTurns((group) => {
    groups.push(group);
    for (const place of group) if (takes(place)) expect(turns.take()).toBe(true);
    leads(turns, group);
  });
  return { turns, groups };
}

/** Until nobody begins any more: in each of the loop's turns a group does, while somebody waits. */
async function all({ groups }: Begun): Promise<readonly number[]> {
  let before = -1;
  while (groups.length > before) {
    before = groups.length;
    for (let count = 0; count < 3; count += 1) await turn();
  }
  return groups.flat();
}

function keptFor(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

const upTo = (end: number, from = 0) => Array.from({ length: end - from }, (_, index) => from + index);

it('lets them begin in groups, the first by place first', async () => {
  const begun = startTurns({});
  for (const place of upTo(40).reverse()) begun.turns.later(place);
  expect(await all(begun)).toEqual(upTo(40));
  expect(begun.groups.map(({ length }) => length)).toEqual([8, 8, 8, 8, 8]);
});

it('lets those that came together begin before what comes of them, then the first by place', async () => {
  const together = upTo(120, 100);
  const begun = startTurns({
    // What the first group leads to: earlier places, the last of them first.
    leads: (turns, group) => {
      if (group.includes(100)) for (const place of upTo(20).reverse()) turns.later(place);
    },
  });
  for (const place of together) begun.turns.later(place);
  expect(await all(begun)).toEqual([...together, ...upTo(20)]);
  // Another time, the same.
  for (const place of together) begun.turns.later(place);
  expect((await all(begun)).slice(40)).toEqual([...together, ...upTo(20)]);
});

it('gives the turn of those that do not take it to the next', async () => {
  const begun = startTurns({ takes: (place) => place >= 50 });
  for (const place of upTo(60)) begun.turns.later(place);
  keptFor(20);
  await turn();
  expect(begun.groups).toEqual([
    upTo(8),
    upTo(16, 8),
    upTo(24, 16),
    upTo(32, 24),
    upTo(40, 32),
    upTo(48, 40),
    upTo(56, 48),
    [56, 57],
  ]);
});

it('forgets who waits, early or late; another list begins anew', async () => {
  const again = upTo(220, 200);
  const begun = startTurns({
    leads: (turns, group) => {
      if (group.includes(100)) for (const place of upTo(20)) turns.later(place);
      if (group.includes(2)) {
        turns.forget();
        for (const place of again) turns.later(place);
      }
      if (group.includes(200)) turns.later(1);
    },
  });
  for (const place of upTo(108, 100)) begun.turns.later(place);
  expect(await all(begun)).toEqual([...upTo(108, 100), ...upTo(8), ...again, 1]);
});

it('lets one group begin where the loop was kept from its turn', async () => {
  const { turns, groups } = startTurns({});
  for (const place of upTo(64)) turns.later(place);
  keptFor(20);
  await turn();
  expect(groups).toEqual([upTo(8)]);
});
