import { count, flag, text } from './ask-database.ts';
import type { Row } from './tds/tds-database.ts';

/** An index with its key columns, in order. Plain JSON. */
export type Index = {
  readonly name: string;
  readonly unique: boolean;
  readonly primary: boolean;
  readonly filtered: boolean;
  readonly disabled: boolean;
  readonly columns: readonly string[];
};

/** One row a key column, as the query gives them. */
export function readIndexes(rows: readonly Row[]): readonly Index[] {
  const byId = new Map<number, Index & { readonly columns: string[] }>();
  for (const row of rows) {
    const id = count(row.id);
    const known = byId.get(id) ?? {
      name: text(row.name),
      unique: flag(row.unique),
      primary: flag(row.primary),
      filtered: flag(row.filtered),
      disabled: flag(row.disabled),
      columns: [],
    };
    known.columns.push(text(row.column));
    byId.set(id, known);
  }
  return [...byId.values()];
}

/** Does it alone see to it that no value of this column stands twice? */
export function guards({ unique, filtered, disabled, columns }: Index, column: string): boolean {
  return unique && !filtered && !disabled && columns.length === 1 && columns[0] === column;
}

/** Can a row be found by this column without reading the whole table? */
export function leads({ disabled, filtered, columns }: Index, column: string): boolean {
  return !disabled && !filtered && columns[0] === column;
}
