/** What a server answers with (MS-TDS 2.2.7): tokens as bytes. */

export type Value = string | number | bigint | boolean | null;
export type Row = Readonly<Record<string, Value>>;

export interface TdsError {
  readonly number: number;
  readonly state?: number;
  readonly class?: number;
  readonly message: string;
  readonly line?: number;
  /** The procedure or trigger in which it came up. */
  readonly procedure?: string;
}

export function error(given: TdsError): Buffer {
  const body = Buffer.concat([
    int32(given.number),
    Buffer.from([given.state ?? 1, given.class ?? 14]),
    shortText(given.message),
    byteText('BED'),
    byteText(''),
    int32(given.line ?? 1),
  ]);
  return Buffer.concat([Buffer.from([0xaa]), int16(body.length), body]);
}

/** `more`: another answer follows in this message; `failed`: the statement ended in an error. */
export function done(
  count?: number,
  flags: { readonly more?: boolean; readonly failed?: boolean } = {},
  token = 0xfd,
): Buffer {
  const status = (flags.more ? 1 : 0) | (flags.failed ? 2 : 0) | (count === undefined ? 0 : 0x10);
  return doneWith(token, status, count ?? 0);
}

/** The answer to an attention (MS-TDS 2.2.1.7). */
export function cancelled(): Buffer {
  return doneWith(0xfd, 0x20, 0);
}

function doneWith(token: number, status: number, count: number): Buffer {
  const bytes = Buffer.alloc(13);
  bytes.writeUInt8(token, 0);
  bytes.writeUInt16LE(status, 1);
  bytes.writeBigUInt64LE(BigInt(count), 5);
  return bytes;
}

export function loginAck(strict: boolean): Buffer {
  const version = strict ? 0x08000000 : 0x74000004;
  const body = Buffer.concat([
    Buffer.from([1]),
    int32BE(version),
    byteText('Microsoft SQL Server'),
    Buffer.from([16, 0, 0x10, 0x04]),
  ]);
  return Buffer.concat([Buffer.from([0xad]), int16(body.length), body]);
}

/** Database (1), packet size (4) and the like. */
export function change(type: number, now: string, before: string): Buffer {
  const body = Buffer.concat([Buffer.from([type]), byteText(now), byteText(before)]);
  return Buffer.concat([Buffer.from([0xe3]), int16(body.length), body]);
}

export const descriptor = Buffer.from([7, 0, 0, 0, 0, 0, 0, 0]);

/** A transaction began (8), or was rolled back (10). */
export function transactionChange(type: 8 | 9 | 10): Buffer {
  const value = Buffer.concat([Buffer.from([8]), descriptor]);
  const nothing = Buffer.from([0]);
  const body = Buffer.concat([Buffer.from([type]), ...(type === 8 ? [value, nothing] : [nothing, value])]);
  return Buffer.concat([Buffer.from([0xe3]), int16(body.length), body]);
}

/** Another server is to be asked (routing, 20). */
export function routing(host: string, port: number): Buffer {
  const value = Buffer.concat([Buffer.from([0]), int16(port), shortText(host)]);
  const body = Buffer.concat([Buffer.from([20]), int16(value.length), value, int16(0)]);
  return Buffer.concat([Buffer.from([0xe3]), int16(body.length), body]);
}

/** An SSPI token. */
export function sspi(token: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0xed]), int16(token.length), token]);
}

type Kind = 'text' | 'int' | 'bigint' | 'float' | 'bit';

/** A result set. A column's type follows from its values; one of nothing but nulls is text. */
export function resultSet(columns: readonly string[], rows: readonly Row[]): Buffer {
  const kinds = columns.map((name) => kindOf(rows.map((row) => row[name] ?? null)));
  const heads = columns.map((name, index) =>
    Buffer.concat([int32(0), int16(1), typeInfo(kinds[index] ?? 'text'), byteText(name)]),
  );
  const body = rows.map((row) =>
    Buffer.concat([
      Buffer.from([0xd1]),
      ...columns.map((name, at) => value(kinds[at] ?? 'text', row[name] ?? null)),
    ]),
  );
  return Buffer.concat([Buffer.from([0x81]), int16(columns.length), ...heads, ...body]);
}

function kindOf(values: readonly Value[]): Kind {
  const given = values.filter((one) => one !== null);
  if (given.length === 0) return 'text';
  if (given.every((one) => typeof one === 'boolean')) return 'bit';
  if (given.every((one) => typeof one === 'number' && Number.isInteger(one))) return 'int';
  if (given.every((one) => typeof one === 'number')) return 'float';
  return given.every((one) => typeof one === 'bigint') ? 'bigint' : 'text';
}

const collation = Buffer.from([0x09, 0x04, 0xd0, 0x00, 0x34]);

function typeInfo(kind: Kind): Buffer {
  if (kind === 'int') return Buffer.from([0x26, 4]);
  if (kind === 'bigint') return Buffer.from([0x26, 8]);
  if (kind === 'float') return Buffer.from([0x6d, 8]);
  if (kind === 'bit') return Buffer.from([0x68, 1]);
  return Buffer.concat([Buffer.from([0xe7]), int16(0xffff), collation]);
}

function value(kind: Kind, given: Value): Buffer {
  if (kind === 'text') return given === null ? Buffer.alloc(8, 0xff) : longText(String(given));
  if (given === null) return Buffer.from([0]);
  if (kind === 'bit') return Buffer.from([1, given === true ? 1 : 0]);
  if (kind === 'int') return Buffer.concat([Buffer.from([4]), int32(Number(given))]);
  const bytes = Buffer.alloc(8);
  if (kind === 'float') bytes.writeDoubleLE(Number(given));
  else bytes.writeBigInt64LE(BigInt(given));
  return Buffer.concat([Buffer.from([8]), bytes]);
}

/** nvarchar(max) as one chunk (MS-TDS 2.2.5.2.3). */
function longText(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(bytes.length));
  if (bytes.length === 0) return Buffer.concat([length, int32(0)]);
  return Buffer.concat([length, int32(bytes.length), bytes, int32(0)]);
}

function byteText(text: string): Buffer {
  return Buffer.concat([Buffer.from([text.length]), Buffer.from(text, 'utf16le')]);
}

function shortText(text: string): Buffer {
  return Buffer.concat([int16(text.length), Buffer.from(text, 'utf16le')]);
}

function int16(number: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(number);
  return bytes;
}

function int32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(number);
  return bytes;
}

function int32BE(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(number);
  return bytes;
}
