/** Libraries whose tables are as large and as tangled as they may be: no compiler makes them, an attacker would. */

export type Tangle =
  /** Each class inherits from the next, the last from the first. */
  | 'chain'
  /** Each class stands inside the next, the last inside the first. */
  | 'nesting'
  /** Every second class claims all methods for itself. */
  | 'methods'
  /** The names of all types overlap. */
  | 'names';

const texts = Buffer.concat([
  Buffer.from(
    '\0Microsoft.MetadirectoryServicesEx\0Microsoft.MetadirectoryServices\0IMAExtensible2GetSchema\0X\0',
  ),
  Buffer.alloc(1_000_000, 'ab'),
]);
const at = (text: string): number => texts.indexOf(`\0${text}\0`) + 1;
const [ecma, namespace, schema, x] = [
  at('Microsoft.MetadirectoryServicesEx'),
  at('Microsoft.MetadirectoryServices'),
  at('IMAExtensible2GetSchema'),
  at('X'),
];

/**
 * `count` of each: types, references, methods, interfaces and nestings. Above 16,383, so that all coded indexes
 * take four bytes.
 */
export function vastLibrary(tangle: Tangle, count: number): Uint8Array {
  const all = Array.from({ length: count }, (_, index) => index + 1);
  const next = (row: number): number => (row < count ? row + 1 : 1);
  const index: 2 | 4 = count < 0x10000 ? 2 : 4;
  const name = (row: number): number => (tangle === 'names' ? 200 + row * 8 : x);
  const tables: readonly (readonly [number, readonly Buffer[]])[] = [
    [0x00, [cells([2, 0], [4, x], [4, 0], [4, 0], [4, 0])]],
    // To the ECMA assembly: every other one is an interface of it.
    [
      0x01,
      all.map((row) => cells([4, (1 << 2) | 2], [4, row % 2 === 0 ? name(row) : schema], [4, namespace])),
    ],
    [
      0x02,
      all.map((row) =>
        cells(
          [4, 1],
          [4, name(row)],
          [4, 0],
          [4, tangle === 'chain' ? next(row) << 2 : (row << 2) | 1],
          [2, 1],
          [index, tangle === 'methods' && row % 2 === 0 ? count : 1],
        ),
      ),
    ],
    [0x06, all.map((row) => cells([4, 0], [2, 0], [2, 6], [4, name(row)], [4, 0], [2, 1]))],
    [0x09, all.map((row) => cells([index, row], [4, (row << 2) | 1]))],
    [0x20, [cells([4, 0], [2, 1], [2, 0], [2, 0], [2, 0], [4, 0], [4, 0], [4, x], [4, 0])]],
    [0x23, [cells([2, 4], [2, 0], [2, 0], [2, 0], [4, 0], [4, 0], [4, ecma], [4, 0], [4, 0])]],
    ...(tangle === 'nesting'
      ? ([[0x29, all.map((row) => cells([index, row], [index, next(row)]))]] as const)
      : []),
  ];
  return image(metadata(tablesStream(tables)));
}

function cells(...parts: readonly (readonly [2 | 4, number])[]): Buffer {
  const row = Buffer.alloc(parts.reduce((sum, [size]) => sum + size, 0));
  let place = 0;
  for (const [size, value] of parts) place = row.writeUIntLE(value, place, size);
  return row;
}

function tablesStream(tables: readonly (readonly [number, readonly Buffer[]])[]): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt8(2, 4);
  // All heaps wide.
  header.writeUInt8(7, 6);
  header.writeBigUInt64LE(
    tables.reduce((bits, [number]) => bits | (1n << BigInt(number)), 0n),
    8,
  );
  const counts = tables.map(([, rows]) => cells([4, rows.length]));
  return Buffer.concat([header, ...counts, ...tables.flatMap(([, rows]) => rows)]);
}

function metadata(tables: Buffer): Buffer {
  const stream = (name: string, offset: number, length: number): Buffer =>
    Buffer.concat([
      cells([4, offset], [4, length]),
      Buffer.from(name.padEnd((Math.floor(name.length / 4) + 1) * 4, '\0')),
    ]);
  const start = 68;
  return Buffer.concat([
    cells([4, 0x424a5342], [4, 0], [4, 0], [4, 12]),
    Buffer.from('v4.0.30319\0\0'),
    cells([2, 0], [2, 2]),
    stream('#~', start, tables.length),
    stream('#Strings', start + tables.length, texts.length),
    Buffer.alloc(4),
    tables,
    texts,
  ]);
}

/** A PE32 file of one section, which begins with the CLI header. */
function image(content: Buffer): Buffer {
  const head = Buffer.alloc(0x200);
  head.write('MZ');
  head.writeUInt32LE(0x40, 0x3c);
  head.write('PE', 0x40);
  head.writeUInt16LE(0x14c, 0x44);
  head.writeUInt16LE(1, 0x46);
  head.writeUInt16LE(224, 0x54);
  const optional = 0x58;
  head.writeUInt16LE(0x10b, optional);
  head.writeUInt32LE(16, optional + 92);
  head.writeUInt32LE(0x2000, optional + 96 + 14 * 8);
  head.writeUInt32LE(72, optional + 96 + 14 * 8 + 4);
  const section = optional + 224;
  const cli = Buffer.alloc(72);
  cli.writeUInt32LE(0x2000 + 72, 8);
  cli.writeUInt32LE(content.length, 12);
  cli.writeUInt32LE(1, 16);
  head.writeUInt32LE(0x2000, section + 12);
  head.writeUInt32LE(cli.length + content.length, section + 16);
  head.writeUInt32LE(head.length, section + 20);
  return Buffer.concat([head, cli, content]);
}
