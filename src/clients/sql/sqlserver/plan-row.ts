import { defined } from '../../../base/defined.ts';
import { type Column, columnNamed, isOfServer, isText, mustBeGiven, unmappable } from '../columns.ts';
import type { Unsendable } from '../database.ts';
import { type Index, leads } from '../indexes.ts';
import type { Cell, Statement } from '../statements.ts';
import { statement } from './queries/query.ts';
import { countRows, deleteRow, type Given, insertRow, type Key, updateRow } from './queries/write.ts';
import { type Check, type ForeignKey, makeValue } from './row-values.ts';

/** What the catalogue says of a table, for making up a row. */
export interface TableShape {
  readonly table: string;
  readonly columns: readonly Column[];
  readonly indexes: readonly Index[];
  readonly checks: readonly Check[];
  readonly keys: readonly ForeignKey[];
  readonly anchor: string | undefined;
  readonly attributes: readonly string[];
  /** A memory-optimised table takes part in a transaction under SNAPSHOT only. */
  readonly memoryOptimised: boolean;
}

export interface RowPlan {
  /** The key is the identity number that the insert gives. */
  readonly byIdentity: boolean;
  readonly keyValue: Cell;
  /** Does an index lead to the column by which it is found again? */
  readonly indexed: boolean;
  readonly identity: string | undefined;
  readonly omitted: readonly string[];
  readonly parents: readonly string[];
  readonly insert: Statement;
  update(key: Cell): Statement;
  count(key: Cell): Statement;
  remove(key: Cell): Statement;
}

/** The row to be made: mandatory columns, the anchor, and what the mapping fills. Or why there can be none. */
export function planRow(
  shape: TableShape,
): RowPlan | { readonly impossible: string } | { readonly unsendable: readonly Unsendable[] } {
  const { columns, checks, keys } = shape;
  const table = shape.memoryOptimised ? `${shape.table} WITH (SNAPSHOT)` : shape.table;
  const unsendable = unsendableOf(shape);
  if (unsendable.length > 0) return { unsendable };
  const hidden = keys.find(
    (key) => key.table === '' && columns.some((one) => mustBeGiven(one) && key.columns.includes(one.name)),
  );
  if (hidden !== undefined)
    return {
      impossible: `${hidden.columns.join(', ')} must point at a row of a table that this account may not see (${hidden.name})`,
    };
  const locked = columns.filter((one) => one.encrypted && isWanted(one, shape)).map(({ name }) => name);
  if (locked.length > 0)
    return {
      impossible: `${locked.join(', ')}: encrypted by the driver (Always Encrypted), for which the doctor has no keys`,
    };
  const omitted: string[] = [];
  const anchor = shape.anchor === undefined ? undefined : columnNamed(columns, shape.anchor);
  const mapped = shape.attributes.flatMap((name) => columnNamed(columns, name) ?? []);
  const chosen = new Set([
    ...columns.filter(mustBeGiven),
    ...(anchor === undefined ? [] : [anchor]),
    ...mapped,
  ]);
  const filled = [...chosen].filter((one) => !isOfServer(one));
  const given: Given[] = [];
  const parameters: Record<string, Cell> = {};
  const values = new Map<string, Cell>();
  for (const column of filled) {
    const made = makeValue(column, checks, keys);
    if (made === undefined) {
      return { impossible: `no value can be made for ${column.name} (${column.type})` };
    }
    if ('expression' in made) {
      // A key that may stay empty is left so: the test needs nothing of other tables.
      if (mustBeGiven(column)) given.push({ column: column.name, expression: made.expression });
      else if (mapped.includes(column)) omitted.push(column.name);
      continue;
    }
    const name = `p${given.length}`;
    parameters[name] = made.value;
    values.set(column.name, made.value);
    given.push({ column: column.name, expression: `@${name}` });
  }
  const identity = columns.find((one) => one.identity)?.name;
  const key = keyOf(shape, anchor, values, identity);
  if (key === undefined)
    return { impossible: 'no column is there by which the new row could be found again' };
  const at: Key = { column: key, ansi: /^(var)?char$/.test(columnNamed(columns, key)?.base ?? '') };
  const changing = changeOf(shape, filled, key);
  const changed = changing === undefined ? undefined : makeValue(changing, checks, keys);
  const value = changed !== undefined && 'value' in changed ? changed.value : undefined;
  const target = changing?.name ?? given.find(({ column }) => column !== key)?.column ?? key;
  const also = alsoChanged(mapped, keys).filter((name) => name !== target && name !== key);
  return {
    byIdentity: key === identity,
    keyValue: values.get(key) ?? null,
    indexed: shape.indexes.some((one) => leads(one, key)),
    identity,
    omitted,
    parents: parentsOf(keys, given),
    insert: statement(insertRow(table, given), parameters),
    update: (of) =>
      statement(updateRow(table, at, target, value !== undefined, also), {
        key: of,
        ...defined({ value }),
      }),
    count: (of) => statement(countRows(table, at), { key: of }),
    remove: (of) => statement(deleteRow(table, at), { key: of }),
  };
}

/** Is it one that the row must have or the mapping names? */
function isWanted(column: Column, { anchor, attributes }: TableShape): boolean {
  const named = [...attributes, ...(anchor === undefined ? [] : [anchor])];
  return mustBeGiven(column) || named.some((name) => columnNamed([column], name) !== undefined);
}

/** What the mapping names and no row can have: it would be refused, or never come (decisions: Write tests). */
function unsendableOf({ columns, attributes }: TableShape): readonly Unsendable[] {
  return attributes.flatMap((name) => {
    const column = columnNamed(columns, name);
    const why = column === undefined ? 'no column of the table' : unmappable(column);
    return why === undefined ? [] : [{ name: column?.name ?? name, why }];
  });
}

/** What else the mapping changes. Columns that point at rows of other tables are left as they are. */
function alsoChanged(mapped: readonly Column[], keys: readonly ForeignKey[]): readonly string[] {
  const pointing = new Set(keys.flatMap(({ columns }) => columns));
  return [...new Set(mapped.map(({ name }) => name))].filter((name) => !pointing.has(name));
}

function parentsOf(keys: readonly ForeignKey[], given: readonly Given[]): readonly string[] {
  const named = new Set(given.map(({ column }) => column));
  return keys
    .filter(({ columns }) => columns.some((one) => named.has(one)))
    .map(({ schema, table }) => `${schema}.${table}`);
}

function keyOf(
  { indexes, columns }: TableShape,
  anchor: Column | undefined,
  values: ReadonlyMap<string, Cell>,
  identity: string | undefined,
): string | undefined {
  const known = (name: string | undefined) => name !== undefined && (values.has(name) || name === identity);
  const primary = indexes.find((one) => one.primary && one.columns.length === 1)?.columns[0];
  // Random enough, and of a type that can be compared.
  const any = [...values].find(
    ([name, value]) =>
      typeof value === 'string' &&
      value.length >= 16 &&
      /char$|^uniqueidentifier$/.test(columnNamed(columns, name)?.base ?? ''),
  )?.[0];
  return [anchor?.name, primary, identity, any].find(known);
}

/** A column that can be changed without harm: text that the mapping fills, else any text that was given. */
function changeOf({ keys, indexes }: TableShape, filled: readonly Column[], key: string): Column | undefined {
  const tied = new Set([
    key,
    ...keys.flatMap(({ columns }) => columns),
    ...indexes.filter((one) => one.primary).flatMap((one) => one.columns),
  ]);
  return filled.find((one) => isText(one) && !tied.has(one.name));
}
