import { expect, it } from 'vitest';
import { createAliases } from '../../src/platform/aliases.ts';
import { startNameServer } from '../beds/name-server.ts';

const never = new AbortController().signal;

it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
  ['no alias', {}, []],
  ['one', { 'a.example': 'b.example' }, ['b.example']],
  [
    'a chain, to its end',
    { 'a.example': 'b.example', 'b.example': 'c.edge.example', 'x.example': 'y.example' },
    ['b.example', 'c.edge.example'],
  ],
  ['a circle', { 'a.example': 'b.example', 'b.example': 'a.example' }, ['b.example']],
  [
    'a circle further on',
    { 'a.example': 'b.example', 'b.example': 'c.example', 'c.example': 'b.example' },
    ['b.example', 'c.example'],
  ],
])('%s', async (_, known, chain) => {
  const bed = await startNameServer(known);
  try {
    expect(await createAliases([bed.server])('a.example', never)).toEqual(chain);
    expect(bed.asked[0]).toBe('a.example');
  } finally {
    await bed.stop();
  }
});

it('a name server that says nothing ends with the waiting', async () => {
  const bed = await startNameServer({});
  await bed.stop();
  const end = new AbortController();
  const asked = createAliases([bed.server])('a.example', end.signal);
  end.abort();
  expect(await asked).toEqual([]);
});
