import type { Diagnostic } from '../protocol.ts';
import { type HandleKind, type OdbcCalls, succeeded } from './calls.ts';

const mostRecords = 8;
const room = 1024;

/** The records that the last call left at a handle, the first ones, their texts cut. */
export async function diagnosticsOf(
  calls: OdbcCalls,
  kind: HandleKind,
  handle: bigint,
): Promise<readonly Diagnostic[]> {
  const records: Diagnostic[] = [];
  const state = Buffer.alloc(12);
  const native = Buffer.alloc(4);
  const text = Buffer.alloc(room * 2);
  const length = Buffer.alloc(2);
  while (records.length < mostRecords) {
    const number = records.length + 1;
    const code = await calls.call('diagnostic', kind, handle, number, state, native, text, room, length);
    if (!succeeded(code)) break;
    const written = Math.min(Math.max(length.readInt16LE(0), 0), room - 1);
    records.push({
      state: state.toString('utf16le', 0, 10),
      native: native.readInt32LE(0),
      text: withoutRowData(text.toString('utf16le', 0, written * 2)),
    });
  }
  return records;
}

/** Behind DETAIL stand values of a row (PostgreSQL); what MySQL and MariaDB quote of a duplicate is one too. */
export function withoutRowData(text: string): string {
  return text
    .replace(/\s*DETAIL:[\s\S]*$/, '')
    .replace(/(Duplicate entry |Incorrect \w+ value: |value: )'[^']*'/g, "$1'...'")
    .split('\0')
    .join('');
}
