/** An index with its key columns, in order. Plain JSON. */
export type Index = {
  readonly name: string;
  readonly unique: boolean;
  readonly primary: boolean;
  readonly filtered: boolean;
  readonly disabled: boolean;
  readonly columns: readonly string[];
};

/** Does it alone see to it that no value of this column stands twice? */
export function guards({ unique, filtered, disabled, columns }: Index, column: string): boolean {
  return unique && !filtered && !disabled && columns.length === 1 && columns[0] === column;
}

/** Can a row be found by this column without reading the whole table? */
export function leads({ disabled, filtered, columns }: Index, column: string): boolean {
  return !disabled && !filtered && columns[0] === column;
}
