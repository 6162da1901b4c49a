import type { Json } from '../../src/base/json.ts';
import type { Random } from './random.ts';

/** What stands in a report that somebody, or something, has changed. */
const odd: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  '',
  'x',
  '\u202eevil\u0007',
  '9999-99-99T99:99:99.999Z',
  '-000001-01-01T00:00:00.000Z',
  [],
  [null],
  [[]],
  {},
  { usable: true },
  { state: 'seen' },
  { ok: true },
  { ok: false },
];

function oddOne(random: Random): Json {
  return structuredClone(random.pick(odd));
}

type Place = { readonly of: Record<string, Json> | Json[]; readonly key: string | number };

/** A copy in which one to three places are changed: something odd, something from elsewhere in it, or nothing. */
export function mutated(facts: Json, random: Random): Json {
  const copy = structuredClone(facts);
  for (let left = 1 + random.below(3); left > 0; left -= 1) {
    const places = placesIn(copy);
    if (places.length === 0) return copy;
    const { of, key } = random.pick(places);
    const value = at(random.pick(places));
    switch (random.below(4)) {
      case 0:
        remove(of, key);
        break;
      case 1:
        put(of, key, structuredClone(value ?? null));
        break;
      case 2:
        if (Array.isArray(of)) of.push(oddOne(random));
        else
          of[random.pick(['usable', 'ok', 'state', 'problem', '__proto__', 'toString', 'value'])] =
            oddOne(random);
        break;
      default:
        put(of, key, oddOne(random));
    }
  }
  return copy;
}

function placesIn(value: Json): Place[] {
  const found: Place[] = [];
  const walk = (of: Json): void => {
    if (typeof of !== 'object' || of === null) return;
    const inside = of as Record<string, Json> | Json[];
    for (const [key, member] of Object.entries(of)) {
      found.push({ of: inside, key: Array.isArray(of) ? Number(key) : key });
      if (member !== undefined) walk(member);
    }
  };
  walk(value);
  return found;
}

function at({ of, key }: Place): Json | undefined {
  return Array.isArray(of) ? of[Number(key)] : of[key];
}

function put(of: Place['of'], key: Place['key'], value: Json): void {
  if (Array.isArray(of)) of[Number(key)] = value;
  else of[key] = value;
}

function remove(of: Place['of'], key: Place['key']): void {
  if (Array.isArray(of)) of.splice(Number(key), 1);
  else delete of[key];
}
