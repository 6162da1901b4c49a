import type { Answer, OdbcRow } from '../protocol.ts';
import { handleKinds, type OdbcCalls, returned, succeeded } from './calls.ts';
import { diagnosticsOf } from './diagnostics.ts';

/** Of one value, and of all values of one answer: characters. More is cut, and said to be. */
const longestValue = 16 * 1024;
const longestAnswer = 1024 * 1024;
const mostColumns = 256;
const piece = 4096;
const wideText = -8;
const isNull = -1;

type Good = Extract<Answer, { ok: true }>;

/** A batch gives a result a statement; more than so many nobody asks for. */
const mostResults = 64;

/**
 * The rows of a statement that was run, as text; undefined when a call failed and left a diagnostic. Of several results
 * the first with rows stands as `rows`, and all with rows as `sets`.
 */
export async function resultOf(
  calls: OdbcCalls,
  statement: bigint,
  maxRows: number,
): Promise<Good | undefined> {
  const results: Good[] = [];
  for (;;) {
    const one = await oneResult(calls, statement, maxRows);
    if (one === undefined) return undefined;
    results.push(one);
    if (results.length === mostResults) break;
    const code = await calls.call('more', statement);
    if (code === returned.noData) break;
    if (succeeded(code)) continue;
    // A driver that knows no second result; else an error further on in a batch.
    const [said] = await diagnosticsOf(calls, handleKinds.statement, statement);
    if (said?.state !== 'IM001') return undefined;
    break;
  }
  const sets = results.flatMap(({ rows }) => (rows === undefined ? [] : [rows]));
  const first = results.find(({ rows }) => rows !== undefined) ?? results[0];
  const cut = results.some((one) => one.cut);
  return first && { ...first, ...(cut ? { cut } : {}), ...(sets.length > 1 ? { sets } : {}) };
}

async function oneResult(calls: OdbcCalls, statement: bigint, maxRows: number): Promise<Good | undefined> {
  const small = Buffer.alloc(8);
  if (!succeeded(await calls.call('columnsOfResult', statement, small))) return undefined;
  const count = Math.min(small.readInt16LE(0), mostColumns);
  if (count === 0) {
    small.fill(0);
    const told = succeeded(await calls.call('rowCount', statement, small));
    return { ok: true, changed: told ? Number(small.readBigInt64LE(0)) : -1 };
  }
  const names = await namesOf(calls, statement, count);
  const rows: OdbcRow[] = [];
  let characters = 0;
  let cut = false;
  for (;;) {
    const code = await calls.call('fetch', statement);
    if (code === returned.noData) break;
    if (!succeeded(code)) return undefined;
    if (rows.length === maxRows || characters > longestAnswer) {
      cut = true;
      break;
    }
    const row: Record<string, string | null> = {};
    for (const [index, name] of names.entries()) {
      const value = await cellOf(calls, statement, index + 1);
      if (value === undefined) return undefined;
      cut ||= value.cut;
      characters += value.text?.length ?? 0;
      row[name] = value.text;
    }
    rows.push(row);
  }
  return { ok: true, rows, ...(cut ? { cut } : {}) };
}

async function namesOf(calls: OdbcCalls, statement: bigint, count: number): Promise<readonly string[]> {
  const names: string[] = [];
  const name = Buffer.alloc(512);
  const out = Buffer.alloc(8);
  const rest = [0, 1, 2, 3].map(() => Buffer.alloc(8));
  for (let number = 1; number <= count; number += 1) {
    const code = await calls.call('describe', statement, number, name, 256, out, ...rest);
    const length = succeeded(code) ? Math.min(Math.max(out.readInt16LE(0), 0), 255) : 0;
    names.push(length === 0 ? `column ${number}` : name.toString('utf16le', 0, length * 2));
  }
  return names;
}

/** In pieces: a long value is never asked for whole. */
async function cellOf(
  calls: OdbcCalls,
  statement: bigint,
  column: number,
): Promise<{ readonly text: string | null; readonly cut: boolean } | undefined> {
  const buffer = Buffer.alloc(piece);
  const length = Buffer.alloc(8);
  let text = '';
  for (;;) {
    const code = await calls.call('data', statement, column, wideText, buffer, piece, length);
    if (code === returned.noData) return { text, cut: false };
    if (!succeeded(code)) return undefined;
    const told = Number(length.readBigInt64LE(0));
    if (told === isNull) return { text: null, cut: false };
    // With more to come the buffer is full, but for the zero at its end.
    const more = code === returned.withInfo && (told < 0 || told > piece - 2);
    text += buffer.toString('utf16le', 0, more ? piece - 2 : Math.min(Math.max(told, 0), piece - 2));
    if (!more) return { text, cut: false };
    if (text.length > longestValue) return { text: text.slice(0, longestValue), cut: true };
  }
}
