/** Damage that is the same for the same seed. */

/** Whole numbers below a bound (mulberry32). */
export type Random = (below: number) => number;

export function randomFrom(seed: number): Random {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

export function pick<T>(random: Random, from: readonly T[]): T {
  const one = from[random(from.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
}

/** Numbers that lengths, counts and offsets go wrong by. */
const edges = [
  0, 1, 2, 0x7f, 0x80, 0x81, 0x84, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff,
];

/** What readers of text stumble over. */
const words = [
  ...[
    '-1',
    '0.5',
    '1e999',
    'NaN',
    '99999999999999999999',
    '0x1F',
    '1601-01-01T00:00:00Z',
    '+275760-09-14',
    '9999-99-99',
  ],
  ...[
    '\u0000',
    '\u001b[2J',
    '\u009b',
    '\u202e',
    '\ud800',
    '%',
    '%%1',
    '&#0;',
    '&amp;',
    '<![CDATA[',
    ']]>',
    '<!DOCTYPE a [',
    '{{',
    '}}',
  ],
  ...[
    '"',
    "'",
    ';',
    '=',
    ',',
    '\\',
    '\r\n',
    '\r\n ',
    '\t',
    '[]',
    '{}',
    'null',
    'true',
    '__proto__',
    'constructor',
    '../',
    'a'.repeat(70_000),
  ],
];

/** Mostly one damage of one of the seeds, up to six: what is damaged much is refused at its first byte. */
export function damaged(random: Random, seeds: readonly Buffer[]): Buffer {
  let bytes = Buffer.from(pick(random, seeds));
  const times = 1 + random(1 + random(6));
  for (let time = 0; time < times; time += 1) bytes = damagedOnce(random, bytes, seeds);
  return bytes.subarray(0, 400_000);
}

function damagedOnce(random: Random, bytes: Buffer, seeds: readonly Buffer[]): Buffer<ArrayBuffer> {
  const at = random(bytes.length + 1);
  const length = 1 + random(Math.min(64, bytes.length + 1));
  const copy = Buffer.from(bytes);
  switch (random(11)) {
    case 0:
      if (at < copy.length) copy[at] = (copy[at] ?? 0) ^ (1 << random(8));
      return copy;
    case 1:
      if (at < copy.length) copy[at] = random(256);
      return copy;
    case 2:
      return join(copy.subarray(0, at), copy.subarray(at + length));
    case 3:
      return join(copy.subarray(0, at), copy.subarray(at, at + length), copy.subarray(at));
    case 4:
      return Buffer.from(copy.subarray(0, at));
    case 5:
      return numberAt(random, copy, at);
    case 6: {
      const other = pick(random, seeds);
      return join(copy.subarray(0, at), other.subarray(random(other.length + 1)));
    }
    case 7: {
      const other = pick(random, seeds);
      const from = random(other.length + 1);
      return join(copy.subarray(0, at), other.subarray(from, from + length), copy.subarray(at));
    }
    case 8:
      return join(copy.subarray(0, at), Buffer.from(pick(random, words)), copy.subarray(at));
    case 9:
      return join(copy.subarray(0, at), Buffer.from(pick(random, words)), copy.subarray(at + length));
    default: {
      const noise = Buffer.alloc(length);
      for (let index = 0; index < length; index += 1) noise[index] = random(256);
      return join(copy.subarray(0, at), noise, copy.subarray(at + length));
    }
  }
}

function numberAt(random: Random, bytes: Buffer<ArrayBuffer>, at: number): Buffer<ArrayBuffer> {
  const value = pick(random, edges);
  const size = pick(random, [1, 2, 4] as const);
  if (at + size > bytes.length) return bytes;
  const limited = size === 4 ? value : value % 2 ** (8 * size);
  if (random(2) === 0) bytes.writeUIntBE(limited, at, size);
  else bytes.writeUIntLE(limited, at, size);
  return bytes;
}

function join(...parts: readonly Uint8Array[]): Buffer<ArrayBuffer> {
  return Buffer.concat(parts);
}
