import { expect, it } from 'vitest';
import { StartTurns } from '../../src/engine/start-turns.ts';

const turnOfTheLoop = () => new Promise((resolve) => setImmediate(resolve));

/** Waits until all of them have begun; gives the groups in which they did. */
async function begun(
  places: readonly number[],
  onBegin: (turns: StartTurns, group: readonly number[]) => void = () => {},
): Promise<(readonly number[])[]> {
  const groups: (readonly number[])[] = [];
  const turns = new StartTurns((group) => {
    groups.push(group);
    onBegin(turns, group);
  });
  for (const place of places) turns.later(place);
  let before = -1;
  while (groups.length > before) {
    before = groups.length;
    // No group of a turn need begin; of the loop's next turns one does.
    for (let turn = 0; turn < 3; turn += 1) await turnOfTheLoop();
  }
  return groups;
}

const upTo = (end: number, from = 0) => Array.from({ length: end - from }, (_, index) => from + index);

it('lets them begin in groups, the first by place first', async () => {
  const groups = await begun(upTo(40).reverse());
  expect(groups.flat()).toEqual(upTo(40));
  expect(Math.max(...groups.map((group) => group.length))).toBe(8);
});

it('lets those that came together begin before what comes of them, then the first by place', async () => {
  const together = upTo(120, 100);
  const groups = await begun(together, (turns, group) => {
    // What the first group leads to: earlier places, the last of them first.
    if (group.includes(100)) for (const place of upTo(20).reverse()) turns.later(place);
  });
  expect(groups.flat()).toEqual([...together, ...upTo(20)]);
});

it('forgets who waits', async () => {
  const groups = await begun(upTo(40), (turns) => turns.forget());
  expect(groups).toEqual([upTo(8)]);
});

it('lets one group begin where the loop was kept from its turn', async () => {
  const groups: (readonly number[])[] = [];
  const turns = new StartTurns((group) => groups.push(group));
  for (const place of upTo(64)) turns.later(place);
  const until = performance.now() + 20;
  while (performance.now() < until);
  await turnOfTheLoop();
  expect(groups).toEqual([upTo(8)]);
});
