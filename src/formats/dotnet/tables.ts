import { type ByteView, Malformed } from './bytes.ts';
import {
  type CodedIndex,
  type ColumnOf,
  codedIndexes,
  isCodedIndex,
  type TableName,
  tableLayouts,
  tableNames,
} from './table-layout.ts';

/** A row of a table; rows count from 1 (ECMA-335 II.22). */
export interface RowIndex {
  readonly table: TableName;
  readonly row: number;
}

/** Reads one column of a row. A row that is not there is `Malformed`. */
export type Column = (row: number) => number;

/** The `#~` stream (ECMA-335 II.24.2.6): rows stay bytes until they are asked for. */
export class Tables {
  readonly #view: ByteView;
  readonly #counts = new Map<TableName, number>();
  readonly #columns = new Map<TableName, ReadonlyMap<string, Column>>();

  constructor(view: ByteView) {
    this.#view = view;
    const heapSizes = view.u8(6);
    const [low, high] = [view.u32(8), view.u32(12)];
    const isThere = (index: number) => ((index < 32 ? low >>> index : high >>> (index - 32)) & 1) === 1;
    let at = 24;
    for (let index = 0; index < 64; index += 1) {
      if (!isThere(index)) continue;
      const name = tableNames[index];
      if (name !== undefined) this.#counts.set(name, countOf(name, view.u32(at)));
      at += 4;
    }
    // Undocumented: with this bit four more bytes follow.
    if ((heapSizes & 0x40) !== 0) at += 4;
    for (const name of tableNames) at = this.#place(name, at, heapSizes);
  }

  rows(table: TableName): number {
    return this.#counts.get(table) ?? 0;
  }

  /** A reader for one column: numbers, heap offsets and rows as they stand, coded indexes undecoded. */
  column<T extends TableName>(table: T, column: ColumnOf<T>): Column {
    const found = this.#columns.get(table)?.get(column);
    if (found === undefined) throw new Malformed(`there is no column ${column}`);
    return found;
  }

  /** Lays the table's columns out; gives the offset behind it. */
  #place(table: TableName, start: number, heapSizes: number): number {
    const sizes = Object.entries(tableLayouts[table]).map(
      ([name, kind]) => [name, this.#sizeOf(kind, heapSizes)] as const,
    );
    const rowSize = sizes.reduce((sum, [, size]) => sum + size, 0);
    const end = start + rowSize * this.rows(table);
    if (end > this.#view.length) throw new Malformed(`table ${table} is longer than the file`);
    const columns = new Map<string, Column>();
    let at = start;
    for (const [name, size] of sizes) {
      columns.set(name, this.#reader(table, at, rowSize, size));
      at += size;
    }
    this.#columns.set(table, columns);
    return end;
  }

  #reader(table: TableName, first: number, rowSize: number, size: 2 | 4): Column {
    const [view, count] = [this.#view, this.rows(table)];
    return (row) => {
      if (row < 1 || row > count) throw new Malformed(`${table} has no row ${row}`);
      const at = first + (row - 1) * rowSize;
      return size === 2 ? view.u16(at) : view.u32(at);
    };
  }

  #sizeOf(kind: string, heapSizes: number): 2 | 4 {
    if (kind === 'u16') return 2;
    if (kind === 'u32') return 4;
    if (kind === 'string') return (heapSizes & 1) === 0 ? 2 : 4;
    if (kind === 'guid') return (heapSizes & 2) === 0 ? 2 : 4;
    if (kind === 'blob') return (heapSizes & 4) === 0 ? 2 : 4;
    if (!isCodedIndex(kind)) return this.rows(kind as TableName) < 0x10000 ? 2 : 4;
    const most = Math.max(...codedIndexes[kind].map((name) => (name === null ? 0 : this.rows(name))));
    return most < 2 ** (16 - tagBits(kind)) ? 2 : 4;
  }
}

/**
 * A metadata token has room for 16 million rows; an assembly of 30 MB has some hundred thousand. Tables that are
 * held in memory by another order are kept smaller.
 */
const mostRows = 4_000_000;
const mostIndexed = 200_000;
const indexed: readonly TableName[] = [
  'TypeDef',
  'InterfaceImpl',
  'MethodImpl',
  'NestedClass',
  'GenericParam',
  'ExportedType',
];
const mostReferences = 10_000;

function countOf(table: TableName, count: number): number {
  const most = table === 'AssemblyRef' ? mostReferences : indexed.includes(table) ? mostIndexed : mostRows;
  if (count > most) throw new Malformed(`table ${table} claims ${count} rows`);
  return count;
}

/** The row that a coded index names; undefined for none. */
export function decodeIndex(kind: CodedIndex, value: number): RowIndex | undefined {
  const bits = tagBits(kind);
  const row = value >>> bits;
  const table = codedIndexes[kind][value & ((1 << bits) - 1)];
  if (row === 0) return undefined;
  if (table === undefined || table === null) throw new Malformed(`a ${kind} index has an unknown tag`);
  return { table, row };
}

function tagBits(kind: CodedIndex): number {
  return Math.ceil(Math.log2(codedIndexes[kind].length));
}
