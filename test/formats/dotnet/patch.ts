/** Changes in a compiled library, where no compiler makes what a test needs. Each gives a copy. */

type Bytes = Uint8Array;

/** Replaces each occurrence; both texts have the same length, so that nothing else moves. */
export function replaceText(bytes: Bytes, from: string, to: string): Buffer {
  const [old, now] = [Buffer.from(from, 'latin1'), Buffer.from(to, 'latin1')];
  if (old.length !== now.length) throw new Error('a replacement must have the same length');
  const copy = Buffer.from(bytes);
  const first = copy.indexOf(old);
  if (first < 0) throw new Error(`${from} is not in the file`);
  for (let at = first; at >= 0; at = copy.indexOf(old, at + 1)) now.copy(copy, at);
  return copy;
}

export interface Places {
  /** Offsets in the file: of the COFF header, of data directory 14, of CorFlags, of the metadata root. */
  readonly coff: number;
  readonly cliDirectory: number;
  readonly corFlags: number;
  readonly metadata: number;
  /** Of the streams, by name: offset in the file and length. */
  readonly streams: ReadonlyMap<string, { readonly at: number; readonly length: number }>;
}

/** Where things lie in a PE32 file as Mono's compiler writes it. */
export function placesIn(bytes: Bytes): Places {
  const file = Buffer.from(bytes);
  const coff = file.readUInt32LE(0x3c) + 4;
  const optional = coff + 20;
  const sections = optional + file.readUInt16LE(coff + 16);
  const offsetOf = (rva: number): number => {
    for (let at = sections; ; at += 40) {
      const [start, size] = [file.readUInt32LE(at + 12), file.readUInt32LE(at + 16)];
      if (rva >= start && rva < start + size) return file.readUInt32LE(at + 20) + rva - start;
    }
  };
  const cliDirectory = optional + 96 + 14 * 8;
  const cli = offsetOf(file.readUInt32LE(cliDirectory));
  const metadata = offsetOf(file.readUInt32LE(cli + 8));
  let at = metadata + 16 + file.readUInt32LE(metadata + 12) + 2;
  const streams = new Map<string, { at: number; length: number }>();
  const count = file.readUInt16LE(at);
  at += 2;
  for (let index = 0; index < count; index += 1) {
    const end = file.indexOf(0, at + 8);
    const name = file.toString('latin1', at + 8, end);
    streams.set(name, { at: metadata + file.readUInt32LE(at), length: file.readUInt32LE(at + 4) });
    at += 8 + (Math.floor(name.length / 4) + 1) * 4;
  }
  return { coff, cliDirectory, corFlags: cli + 16, metadata, streams };
}

/** Sets CorFlags: 1 is IL only, 2 needs 32 bits. Without 1 the library looks like one of C++/CLI. */
export function withCorFlags(bytes: Bytes, flags: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt32LE(flags, placesIn(bytes).corFlags);
  return copy;
}

export function withMachine(bytes: Bytes, machine: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt16LE(machine, placesIn(bytes).coff);
  return copy;
}

/** Without its CLI header: what a native library looks like. */
export function asNative(bytes: Bytes): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeBigUInt64LE(0n, placesIn(bytes).cliDirectory);
  return copy;
}

/** Lets the reference to mscorlib 4.0.0.0 name another core library, whose name is in the heap already. */
export function withCore(
  bytes: Bytes,
  name: string,
  version: readonly [number, number, number, number],
  token: string,
): Buffer {
  const copy = replaceText(
    bytes,
    '\x08\xb7\x7a\x5c\x56\x19\x34\xe0\x89',
    `\x08${Buffer.from(token, 'hex').toString('latin1')}`,
  );
  const strings = placesIn(bytes).streams.get('#Strings');
  if (strings === undefined) throw new Error('there are no names');
  const offsetOf = (text: string): number =>
    copy.indexOf(`\0${text}\0`, strings.at, 'latin1') + 1 - strings.at;
  const row = Buffer.alloc(16);
  row.writeUInt16LE(4, 0);
  row.writeUInt16LE(offsetOf('mscorlib'), 14);
  for (let at = copy.indexOf(row.subarray(0, 12)); at >= 0; at = copy.indexOf(row.subarray(0, 12), at + 1)) {
    if (copy.readUInt16LE(at + 14) !== row.readUInt16LE(14)) continue;
    version.forEach((part, index) => {
      copy.writeUInt16LE(part, at + index * 2);
    });
    copy.writeUInt16LE(offsetOf(name), at + 14);
    return copy;
  }
  throw new Error('there is no reference to mscorlib 4.0.0.0');
}
