/** A row with a column of each type that a catalogue may answer with (MS-TDS 2.2.5.4), with values at their edges. */

interface Typed {
  /** TYPE_INFO, as hexadecimal. */
  readonly type: string;
  /** The value with what says its length. */
  readonly value: string;
}

const collation = '0904d00034';

const columns: Readonly<Record<string, Typed>> = {
  datetime: { type: '6f08', value: `08${'ffffff7f'}${'00000000'}` },
  small: { type: '6f04', value: '04ffffffff' },
  plain: { type: '3d', value: '000000800000ff7f' },
  date: { type: '28', value: '03ffffff' },
  time: { type: '2907', value: '05ffffffffff' },
  datetime2: { type: '2a07', value: '08ffffffffffffffff' },
  offset: { type: '2b07', value: '0affffffffffffffffff7f' },
  decimal: { type: '6c112600', value: `1101${'ff'.repeat(16)}` },
  numeric: { type: '6a112626', value: `1100${'ff'.repeat(16)}` },
  money: { type: '6e08', value: '08ffffff7fffffffff' },
  guid: { type: '2410', value: `10${'ab'.repeat(16)}` },
  bytes: { type: 'a50800', value: '0400deadbeef' },
  narrow: { type: `a70800${collation}`, value: '020041ff' },
  variant: { type: '62401f0000', value: '060000003800ffffff7f' },
  xml: { type: 'f100', value: '0400000000000000040000003c00610000000000' },
  tiny: { type: '30', value: 'ff' },
  whole: { type: '38', value: '00000080' },
  float: { type: '3e', value: '000000000000f07f' },
  real: { type: '3b', value: '0000c07f' },
};

export function typedRow(): Buffer {
  const heads = Object.entries(columns).map(([name, { type }]) =>
    Buffer.concat([
      Buffer.from(`000000000100${type}`, 'hex'),
      Buffer.from([name.length]),
      Buffer.from(name, 'utf16le'),
    ]),
  );
  const values = Object.values(columns).map(({ value }) => Buffer.from(value, 'hex'));
  return Buffer.concat([Buffer.from([0x81, heads.length, 0]), ...heads, Buffer.from([0xd1]), ...values]);
}
