import { afterEach, describe } from 'vitest';
import { canRun, type Wine, wine8, wine10 } from './bed.ts';
import { countOn } from './counted.ts';

/** The same tests on both; where one is missing they are skipped on it. */
export function onEachWine(name: string, tests: (wine: Wine) => void): void {
  for (const wine of [wine10, wine8])
    describe.skipIf(!canRun(wine))(`${name}, ${wine.name}`, () => {
      // What ran before its first test counts too.
      afterEach(({ task }) => task.meta.windows ?? countOn(wine));
      tests(wine);
    });
}
