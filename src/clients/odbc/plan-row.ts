import { type Column, columnNamed, isOfServer, isText, mustBeGiven, unmappable } from '../sql/columns.ts';
import type { TestStep, Unsendable, WantedRow } from '../sql/database.ts';
import { type Index, leads } from '../sql/indexes.ts';
import type { Dialect, OdbcCheck, OdbcColumn, OdbcForeignKey } from './dialects/dialect.ts';
import type { TransactionStep } from './protocol.ts';
import { makeText } from './row-values.ts';

/** What the catalogue says of a table, for making up a row. */
export interface TableShape extends WantedRow {
  readonly table: string;
  readonly columns: readonly OdbcColumn[];
  readonly indexes: readonly Index[];
  readonly checks: readonly OdbcCheck[];
  readonly keys: readonly OdbcForeignKey[];
}

/** A statement, and the step of the test that it is part of. */
export interface PlannedStep extends TransactionStep {
  readonly of: TestStep;
  /** It changes no row: how many it says counts for nothing. */
  readonly aside?: true;
}

export interface OdbcRowPlan {
  readonly indexed: boolean;
  readonly identity: string | undefined;
  readonly omitted: readonly string[];
  readonly parents: readonly string[];
  readonly steps: readonly PlannedStep[];
  /** How many such rows there are; its parameter is the key. */
  readonly look: string;
  /** Undefined: the insert gives it, as `key`. */
  readonly key: string | undefined;
  /** The changed row has the value that it had before: MySQL counts no change then. */
  readonly changesNothing: boolean;
}

type NoPlan = { readonly impossible: string } | { readonly unsendable: readonly Unsendable[] };

/** The row to be made: mandatory columns, the anchor, and what the mapping fills. Or why there can be none. */
export function planRow(dialect: Dialect, shape: TableShape): OdbcRowPlan | NoPlan {
  const { table, columns, checks, keys, indexes } = shape;
  const { quoted } = dialect;
  const unsendable = unsendableOf(shape);
  if (unsendable.length > 0) return { unsendable };
  const anchor = shape.anchor === undefined ? undefined : find(columns, shape.anchor);
  const mapped = shape.attributes.flatMap((name) => find(columns, name) ?? []);
  const chosen = new Set([...columns.filter(mustBeGiven), ...(anchor ? [anchor] : []), ...mapped]);
  // What the server numbers is left to it, unless the mapping gives it.
  const filled = [...chosen].filter((one) => !isOfServer(one) && !(one.numbered && !mapped.includes(one)));
  const values = new Map<string, string>();
  const given: { readonly column: string; readonly value?: string; readonly expression?: string }[] = [];
  const omitted: string[] = [];
  for (const column of filled) {
    const key = keys.find((one) => one.columns.includes(column.name));
    if (key !== undefined) {
      // A key that may stay empty is left so: the test needs nothing of other tables.
      if (mustBeGiven(column))
        given.push({ column: column.name, expression: pointing(dialect, key, column.name) });
      else if (mapped.includes(column)) omitted.push(column.name);
      continue;
    }
    const value = makeText(column, checks);
    if (value === undefined)
      return { impossible: `no value can be made for ${column.name} (${column.type})` };
    values.set(column.name, value);
    given.push({ column: column.name, value });
  }
  const numbered = columns.find((one) => one.numbered || one.identity)?.name;
  const key = keyOf(shape, anchor, values, numbered);
  if (key === undefined)
    return { impossible: 'no column is there by which the new row could be found again' };
  const keyValue = values.get(key);
  const byServer = keyValue === undefined;
  if (byServer && dialect.returning !== true && dialect.lastNumber === undefined)
    return { impossible: `the number that the server gives ${key} cannot be asked for` };
  const named = given.map(({ column }) => quoted(column)).join(', ');
  const marks = given.map(({ expression }) => expression ?? '?').join(', ');
  const empty = dialect.emptyRow?.(quoted(key)) ?? 'DEFAULT VALUES';
  const what = given.length === 0 ? empty : `(${named}) VALUES (${marks})`;
  const insert = {
    of: 'insert',
    text: `INSERT INTO ${table} ${what}${byServer && dialect.returning ? ` RETURNING ${quoted(key)} AS "key"` : ''}`,
    parameters: given.flatMap(({ value }) => (value === undefined ? [] : [value])),
    maxRows: 2,
  } as const;
  const number = `SELECT ${dialect.lastNumber}`;
  const where = `WHERE ${quoted(key)} = ?`;
  const at = keyValue ?? ({ key: true } as const);
  const look = `SELECT COUNT(*) AS ${quoted('found')} FROM ${table} ${where}`;
  const changing = changeOf(shape, filled, key, values);
  const changed = changing && makeText(changing, checks);
  const changesNothing = changed === undefined || changed === values.get(changing?.name ?? '');
  const set = changing === undefined ? `${quoted(key)} = ${quoted(key)}` : `${quoted(changing.name)} = ?`;
  const parameters = changing === undefined || changed === undefined ? [at] : [changed, at];
  return {
    indexed: indexes.some((one) => leads(one, key)),
    identity: numbered !== undefined && !values.has(numbered) ? numbered : undefined,
    omitted,
    parents: keys
      .filter(({ columns: of }) => given.some(({ column }) => of.includes(column)))
      .map(parentText),
    steps: [
      insert,
      ...(byServer && !dialect.returning
        ? [{ of: 'insert', aside: true, text: number, parameters: [], maxRows: 1 } as const]
        : []),
      { of: 'read', text: look, parameters: [at], maxRows: 1 },
      { of: 'update', text: `UPDATE ${table} SET ${set} ${where}`, parameters, maxRows: 1 },
      // Else what is only checked at the end would not be checked at all.
      ...(dialect.checkNow === undefined
        ? []
        : [{ of: 'insert', aside: true, text: dialect.checkNow, parameters: [], maxRows: 1 } as const]),
      { of: 'delete', text: `DELETE FROM ${table} ${where}`, parameters: [at], maxRows: 1 },
    ],
    look,
    key: keyValue,
    changesNothing,
  };
}

function find(columns: readonly OdbcColumn[], name: string): OdbcColumn | undefined {
  const found = columnNamed(columns, name);
  return found && columns.find((one) => one.name === found.name);
}

/** What the mapping names and no row can have: it would be refused, or never come (decisions: Write tests). */
function unsendableOf({ columns, attributes }: TableShape): readonly Unsendable[] {
  return attributes.flatMap((name) => {
    const column = columnNamed(columns, name);
    const why = column === undefined ? 'no column of the table' : unmappable(column);
    return why === undefined ? [] : [{ name: column?.name ?? name, why }];
  });
}

/** Every column of a key takes its part of one and the same row; the value stays on the server. */
function pointing(
  dialect: Dialect,
  { columns, schema, table, referenced }: OdbcForeignKey,
  column: string,
): string {
  const { quoted } = dialect;
  const other = quoted(referenced[columns.indexOf(column)] ?? '');
  const from = `${schema === '' ? '' : `${quoted(schema)}.`}${quoted(table)} ORDER BY ${referenced.map(quoted).join(', ')}`;
  // Once more around it: MySQL reads no table that it writes to at the same time.
  return `(SELECT s.${other} FROM (${dialect.firstRows(other, from, 1)}) s)`;
}

function parentText({ schema, table }: OdbcForeignKey): string {
  return schema === '' ? table : `${schema}.${table}`;
}

function keyOf(
  { indexes, columns }: TableShape,
  anchor: Column | undefined,
  values: ReadonlyMap<string, string>,
  numbered: string | undefined,
): string | undefined {
  const known = (name: string | undefined) => name !== undefined && (values.has(name) || name === numbered);
  const primary = indexes.find((one) => one.primary && one.columns.length === 1)?.columns[0];
  // Random enough, and of a type that can be compared.
  const any = [...values].find(([name, value]) => {
    const column = columnNamed(columns, name);
    return (
      value.length >= 16 && column !== undefined && (isText(column) || column.base === 'uniqueidentifier')
    );
  })?.[0];
  return [anchor?.name, primary, numbered, any].find(known);
}

/** A column that can be changed without harm: text first, else whatever gets another value. */
function changeOf(
  { keys, indexes }: TableShape,
  filled: readonly OdbcColumn[],
  key: string,
  values: ReadonlyMap<string, string>,
): OdbcColumn | undefined {
  const tied = new Set([
    key,
    ...keys.flatMap(({ columns }) => columns),
    ...indexes.filter((one) => one.primary).flatMap((one) => one.columns),
  ]);
  const free = filled.filter((one) => values.has(one.name) && !tied.has(one.name));
  return free.find(isText) ?? free[0];
}
