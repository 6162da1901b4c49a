import type { Value } from './tokens.ts';

/** What a client sends, as values. */

export interface Login {
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly application: string;
  /** The first SSPI token, where the login is not SQL's own. */
  readonly sspi: Buffer;
}

/** LOGIN7 (MS-TDS 2.2.6.4): a table of offsets, lengths in characters. */
export function readLogin(data: Buffer): Login {
  const text = (at: number): Buffer => {
    const offset = data.readUInt16LE(at);
    return data.subarray(offset, offset + 2 * data.readUInt16LE(at + 2));
  };
  const sspiAt = data.readUInt16LE(78);
  return {
    user: text(40).toString('utf16le'),
    password: unscrambled(text(44)).toString('utf16le'),
    application: text(48).toString('utf16le'),
    database: text(68).toString('utf16le'),
    sspi: data.subarray(sspiAt, sspiAt + data.readUInt16LE(80)),
  };
}

function unscrambled(bytes: Buffer): Buffer {
  return Buffer.from(
    bytes.map((byte) => {
      const turned = byte ^ 0xa5;
      return ((turned << 4) | (turned >> 4)) & 0xff;
    }),
  );
}

function withoutHeaders(data: Buffer): Buffer {
  return data.subarray(data.readUInt32LE(0));
}

export function readBatch(data: Buffer): string {
  return withoutHeaders(data).toString('utf16le');
}

export type TransactionRequest = 'begin' | 'commit' | 'rollback' | 'other';

export function readTransaction(data: Buffer): TransactionRequest {
  const type = withoutHeaders(data).readUInt16LE(0);
  return type === 5 ? 'begin' : type === 7 ? 'commit' : type === 8 ? 'rollback' : 'other';
}

export interface Call {
  readonly procedure: string | number;
  /** The statement of `sp_executesql`. */
  readonly text: string;
  readonly parameters: Readonly<Record<string, Value>>;
}

const executeSql = 10;

/** RPC (MS-TDS 2.2.6.6) with parameters of the types that the probes use. */
export function readCall(data: Buffer): Call {
  const bytes = withoutHeaders(data);
  let at = 0;
  const length = bytes.readUInt16LE(at);
  let procedure: string | number;
  if (length === 0xffff) {
    procedure = bytes.readUInt16LE(2);
    at = 4;
  } else {
    procedure = bytes.subarray(2, 2 + 2 * length).toString('utf16le');
    at = 2 + 2 * length;
  }
  at += 2;
  const parameters: [string, Value][] = [];
  while (at < bytes.length) {
    const nameLength = bytes.readUInt8(at);
    const name = bytes
      .subarray(at + 1, at + 1 + 2 * nameLength)
      .toString('utf16le')
      .replace(/^@/, '');
    const read = readTyped(bytes, at + 2 + 2 * nameLength);
    parameters.push([name, read.value]);
    at = read.next;
  }
  if (procedure !== executeSql) return { procedure, text: '', parameters: Object.fromEntries(parameters) };
  const text = String(parameters[0]?.[1] ?? '');
  return { procedure, ...asWritten(text, parameters.slice(2)) };
}

/**
 * A driver counts its parameters (`@P1`), and the doctor gives them their names in a first line: the statement below it is
 * the one that its own client sends.
 */
function asWritten(
  text: string,
  given: readonly (readonly [name: string, value: Value])[],
): Pick<Call, 'text' | 'parameters'> {
  const [line = '', ...below] = text.split('\n');
  if (!line.startsWith('DECLARE @')) return { text, parameters: Object.fromEntries(given) };
  const named = [...line.matchAll(/@(\w+) \w+(?:\(\d+\))? = @P(\d+)/g)];
  const values = named.map(([, name, at]): [string, Value] => [
    name ?? '',
    given[Number(at) - 1]?.[1] ?? null,
  ]);
  return { text: below.join('\n'), parameters: Object.fromEntries(values) };
}

interface Typed {
  readonly value: Value;
  readonly next: number;
}

function readTyped(bytes: Buffer, at: number): Typed {
  const type = bytes.readUInt8(at);
  switch (type) {
    case 0xe7:
      return bytes.readUInt16LE(at + 1) === 0xffff ? readLong(bytes, at + 8) : readShort(bytes, at + 8);
    case 0xa5:
      return readBinary(bytes, at + 3);
    case 0x63:
      return readOldLong(bytes, at + 10);
    case 0xa7:
      return readNarrow(bytes, at + 8);
    case 0x26:
    case 0x68:
    case 0x6d:
      return readNumber(type, bytes, at + 2);
    default:
      throw new Error(`the bed does not know the type 0x${type.toString(16)}`);
  }
}

function readShort(bytes: Buffer, at: number): Typed {
  const length = bytes.readUInt16LE(at);
  if (length === 0xffff) return { value: null, next: at + 2 };
  return { value: bytes.subarray(at + 2, at + 2 + length).toString('utf16le'), next: at + 2 + length };
}

/** varchar, in the letters that every code page has. */
function readNarrow(bytes: Buffer, at: number): Typed {
  const length = bytes.readUInt16LE(at);
  if (length === 0xffff) return { value: null, next: at + 2 };
  return { value: bytes.subarray(at + 2, at + 2 + length).toString('latin1'), next: at + 2 + length };
}

/** ntext, as FreeTDS sends a statement of any length. */
function readOldLong(bytes: Buffer, at: number): Typed {
  const length = bytes.readInt32LE(at);
  if (length < 0) return { value: null, next: at + 4 };
  return { value: bytes.subarray(at + 4, at + 4 + length).toString('utf16le'), next: at + 4 + length };
}

function readLong(bytes: Buffer, at: number): Typed {
  if (bytes.readBigUInt64LE(at) === 0xffffffffffffffffn) return { value: null, next: at + 8 };
  let next = at + 8;
  const chunks: Buffer[] = [];
  for (let size = bytes.readUInt32LE(next); size > 0; size = bytes.readUInt32LE(next)) {
    chunks.push(bytes.subarray(next + 4, next + 4 + size));
    next += 4 + size;
  }
  return { value: Buffer.concat(chunks).toString('utf16le'), next: next + 4 };
}

function readBinary(bytes: Buffer, at: number): Typed {
  const length = bytes.readUInt16LE(at);
  if (length === 0xffff) return { value: null, next: at + 2 };
  return { value: bytes.subarray(at + 2, at + 2 + length).toString('hex'), next: at + 2 + length };
}

function readNumber(type: number, bytes: Buffer, at: number): Typed {
  const length = bytes.readUInt8(at);
  const next = at + 1 + length;
  if (length === 0) return { value: null, next };
  if (type === 0x6d) return { value: bytes.readDoubleLE(at + 1), next };
  if (type === 0x68) return { value: bytes.readUInt8(at + 1) === 1, next };
  return { value: length === 8 ? bytes.readBigInt64LE(at + 1) : bytes.readIntLE(at + 1, length), next };
}
