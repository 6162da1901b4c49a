import { createHash } from 'node:crypto';
import { type ByteView, Malformed } from './bytes.ts';

/** No name in an assembly that a compiler made is longer; what is, is cut here. */
const longestName = 1024;

/**
 * `#Strings` (ECMA-335 II.24.2.3): zero-terminated UTF-8 by byte offset. Each name is decoded once. Compilers let
 * names share endings at most; a heap whose names overlap everywhere is made to fill the memory.
 */
export class Strings {
  readonly #view: ByteView;
  readonly #known = new Map<number, string>();
  #left: number;

  constructor(view: ByteView) {
    this.#view = view;
    this.#left = view.length * 4 + 65_536;
  }

  at(offset: number): string {
    if (offset === 0) return '';
    const known = this.#known.get(offset);
    if (known !== undefined) return known;
    const text = this.#view.text(offset, longestName);
    this.#left -= text.length;
    if (this.#left < 0) throw new Malformed('the names of types overlap each other');
    this.#known.set(offset, text);
    return text;
  }
}

/** `#Blob` (ECMA-335 II.24.2.4): byte strings with their length in front. */
export class Blobs {
  readonly #view: ByteView;

  constructor(view: ByteView) {
    this.#view = view;
  }

  at(offset: number): ByteView {
    if (offset === 0) return this.#view.slice(0, 0);
    const { value, size } = this.#view.compressed(offset);
    return this.#view.slice(offset + size, value);
  }
}

/** The last 8 bytes of the key's SHA-1, backwards (ECMA-335 II.6.3), as lower-case hexadecimal. */
export function tokenOfKey(key: Uint8Array): string {
  return Buffer.from(createHash('sha1').update(key).digest().subarray(-8).toReversed()).toString('hex');
}

/**
 * `#GUID` (ECMA-335 II.24.2.5): 16 bytes each, counted from 1. Written as Windows writes them; '' for none. Nothing
 * hangs on it, so one that points outside is none too.
 */
export function guidAt(view: ByteView, index: number): string {
  if (index === 0 || index * 16 > view.length) return '';
  const bytes = Buffer.from(view.copy((index - 1) * 16, 16));
  const parts = [bytes.readUInt32LE(0), bytes.readUInt16LE(4), bytes.readUInt16LE(6)];
  const [a, b, c] = parts.map((part, at) => part.toString(16).padStart(at === 0 ? 8 : 4, '0'));
  return [a, b, c, bytes.toString('hex', 8, 10), bytes.toString('hex', 10)].join('-');
}
