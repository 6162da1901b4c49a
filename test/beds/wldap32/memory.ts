/**
 * Memory as native code sees it, of Buffers: each has an address that its structures can hold, and none has a
 * neighbour, so that what reads past an end throws.
 */
export class Memory {
  readonly #buffers: Buffer[] = [];
  readonly #addresses = new WeakMap<Buffer, bigint>();

  addressOf(buffer: Buffer): bigint {
    const known = this.#addresses.get(buffer);
    if (known !== undefined) return known;
    this.#buffers.push(buffer);
    const address = BigInt(this.#buffers.length) << 32n;
    this.#addresses.set(buffer, address);
    return address;
  }

  /** A copy, as native code hands out. */
  bytes(address: bigint, length: number): Buffer {
    return Buffer.from(this.#from(address, length));
  }

  wideText(address: bigint): string {
    return address === 0n ? '' : wideText(this.#from(address, 0));
  }

  putText(text: string): bigint {
    return this.addressOf(Buffer.from(`${text}\0`, 'utf16le'));
  }

  /** Addresses, ended by zero. */
  putList(addresses: readonly bigint[]): bigint {
    const list = Buffer.alloc((addresses.length + 1) * 8);
    for (const [at, address] of addresses.entries()) list.writeBigUInt64LE(address, at * 8);
    return this.addressOf(list);
  }

  /** A `berval`. */
  putValue(bytes: Buffer): bigint {
    const value = Buffer.alloc(16);
    value.writeUInt32LE(bytes.length, 0);
    value.writeBigUInt64LE(this.addressOf(bytes), 8);
    return this.addressOf(value);
  }

  /** What a list of addresses holds, each of so many bytes. */
  list(list: Buffer, length: number): readonly Buffer[] {
    const all: Buffer[] = [];
    for (let at = 0; ; at += 8) {
      const address = list.readBigUInt64LE(at);
      if (address === 0n) return all;
      all.push(length === 0 ? this.#from(address, 0) : this.bytes(address, length));
    }
  }

  value(value: Buffer): Buffer {
    return this.bytes(value.readBigUInt64LE(8), value.readUInt32LE(0));
  }

  at(address: bigint): Buffer {
    return this.#from(address, 0);
  }

  #from(address: bigint, length: number): Buffer {
    const buffer = this.#buffers[Number(address >> 32n) - 1];
    const at = Number(address & 0xffff_ffffn);
    if (buffer === undefined || at + length > buffer.length) throw new Error(`no memory at ${address}`);
    return length === 0 ? buffer.subarray(at) : buffer.subarray(at, at + length);
  }
}

export function wideText(buffer: Buffer): string {
  const text = buffer.toString('utf16le');
  return text.slice(0, text.indexOf('\0'));
}
