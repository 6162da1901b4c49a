/** The bytes are not what they claim to be. Never leaves this folder: `readAssembly` turns it into a value. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

/** Where an image's bytes come from: a file, or memory. Only the ranges that are needed are asked for. */
export interface ByteSource {
  readonly size: number;
  /** Up to `length` bytes; fewer only where the source ends. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** A source over bytes that are in memory already. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: async (offset, length) => bytes.subarray(offset, offset + length),
  };
}

/** Exactly these bytes, or `Malformed`: an image that promises more than there is has been cut off. */
export async function readExactly(
  source: ByteSource,
  offset: number,
  length: number,
  what: string,
): Promise<ByteView> {
  if (!Number.isSafeInteger(offset) || offset < 0 || length < 0 || offset + length > source.size)
    throw new Malformed(`${what} lies outside of the file`);
  const bytes = await source.read(offset, length);
  if (bytes.length < length) throw new Malformed(`${what} is cut off`);
  return new ByteView(bytes.subarray(0, length));
}

/** Little-endian reads that never leave the bytes: outside of them is `Malformed`. */
export class ByteView {
  readonly length: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.length = bytes.length;
  }

  u8(at: number): number {
    this.#check(at, 1);
    return this.#view.getUint8(at);
  }

  u16(at: number): number {
    this.#check(at, 2);
    return this.#view.getUint16(at, true);
  }

  u32(at: number): number {
    this.#check(at, 4);
    return this.#view.getUint32(at, true);
  }

  slice(at: number, length: number): ByteView {
    this.#check(at, length);
    return new ByteView(this.#bytes.subarray(at, at + length));
  }

  /** A copy that does not keep the whole image in memory. */
  copy(at: number, length: number): Uint8Array {
    this.#check(at, length);
    return this.#bytes.slice(at, at + length);
  }

  /** UTF-8 up to the first zero byte, `longest` bytes at most. */
  text(at: number, longest: number): string {
    this.#check(at, 0);
    const end = Math.min(this.length, at + longest);
    const zero = this.#bytes.subarray(at, end).indexOf(0);
    return utf8.decode(this.#bytes.subarray(at, zero < 0 ? end : at + zero));
  }

  /** A number of 1, 2 or 4 bytes (ECMA-335 II.23.2), and how many it took. */
  compressed(at: number): { readonly value: number; readonly size: number } {
    const first = this.u8(at);
    if (first < 0x80) return { value: first, size: 1 };
    if (first < 0xc0) return { value: ((first & 0x3f) << 8) | this.u8(at + 1), size: 2 };
    if (first >= 0xe0) throw new Malformed('a compressed number has an unknown form');
    const value =
      (first & 0x1f) * 0x1000000 + ((this.u8(at + 1) << 16) | (this.u8(at + 2) << 8) | this.u8(at + 3));
    return { value, size: 4 };
  }

  #check(at: number, length: number): void {
    if (at >= 0 && length >= 0 && at + length <= this.length) return;
    throw new Malformed('an offset points outside of its part of the file');
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });
