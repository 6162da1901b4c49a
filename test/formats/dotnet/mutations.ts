import { placesIn } from './patch.ts';

/** Damaged and lying copies of a library, the same in every run. */

export interface Mutation {
  readonly what: string;
  readonly bytes: Uint8Array;
}

/** Cut off at every step. */
export function* truncations(bytes: Uint8Array, step: number): Generator<Mutation> {
  for (let length = 0; length < bytes.length; length += step)
    yield { what: `cut at ${length}`, bytes: bytes.subarray(0, length) };
}

/** One bit of the file turned, anywhere. */
export function* flippedBits(bytes: Uint8Array, count: number, seed: number): Generator<Mutation> {
  const random = randomNumbers(seed);
  for (let index = 0; index < count; index += 1) {
    const copy = Uint8Array.from(bytes);
    const at = random(copy.length);
    const bit = random(8);
    copy[at] = (copy[at] ?? 0) ^ (1 << bit);
    yield { what: `bit ${bit} at ${at}`, bytes: copy };
  }
}

/**
 * Every 16-bit number of a part set to values that point to itself, to nothing, and far away: lying counts and
 * offsets, and loops in inheritance and nesting among them.
 */
export function* lies(bytes: Uint8Array, start: number, length: number): Generator<Mutation> {
  for (let at = start; at + 2 <= start + length; at += 2)
    for (const value of [0, 1, 2, 0xffff]) {
      const copy = Buffer.from(bytes);
      copy.writeUInt16LE(value, at);
      yield { what: `${value} at ${at}`, bytes: copy };
    }
}

/** Headers, metadata root and tables: the parts whose numbers lead somewhere. */
export function* liesInTables(bytes: Uint8Array): Generator<Mutation> {
  const { coff, metadata, streams } = placesIn(bytes);
  const tables = streams.get('#~');
  if (tables === undefined) throw new Error('there are no tables');
  yield* lies(bytes, coff, 256);
  yield* lies(bytes, metadata, tables.at - metadata);
  yield* lies(bytes, tables.at, tables.length);
}

/** Whole numbers below a bound (mulberry32). */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
