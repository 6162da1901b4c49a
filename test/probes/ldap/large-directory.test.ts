import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as servers from '../../clients/ldap/servers.ts';
import { container, entriesOf, look } from './scripted-fixture.ts';

/** How long each look at the stop-watch takes, ms: a machine's own speed decides nothing here. */
let step = 0;
vi.mock('../../../src/platform/wait.ts', async (original) => ({
  ...(await original<typeof import('../../../src/platform/wait.ts')>()),
  stopwatch: () => {
    let ms = 0;
    return () => {
      ms += step;
      return ms;
    };
  },
}));

beforeEach(() => {
  step = 0;
});
afterEach(() => {
  step = 0;
});

const counts = [
  {
    what: 'a quick directory: counting stops at its number',
    ms: 0,
    pages: 10,
    message: 'more than 5,000 users',
  },
  { what: 'a slow one: at the end of its time', ms: 2_600, pages: 4, message: 'more than 2,000 users' },
] as const;

it.each(counts)('100,000 users in $what', async ({ ms, pages, message }) => {
  step = ms;
  const rootDse = servers.openDj;
  const { rows, bed } = await look({ rootDse, entries: entriesOf(rootDse, 100_000) });
  expect(rows('users')).toMatchObject({ status: 'pass', message });
  // Beside the pages four short looks: at the container, three users' attributes, and by other rows.
  expect(bed.operations.filter((one) => one === `search ${container}`)).toHaveLength(pages + 4);
});
