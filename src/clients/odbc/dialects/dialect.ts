import type { Column } from '../../sql/columns.ts';
import type {
  ChangeTracking,
  DatabaseInfo,
  ProcedureRight,
  ServerInfo,
  Surroundings,
  TableInfo,
  TableRights,
  TableTraits,
} from '../../sql/database.ts';
import type { Index } from '../../sql/indexes.ts';
import { type SqlProblem, wholeNumber } from '../../sql/statements.ts';
import type { DriverInfo, OdbcRow, Request } from '../protocol.ts';

export type Parameters = readonly (string | null)[];

export type Asked =
  | { readonly ok: true; readonly rows: readonly OdbcRow[] }
  | { readonly ok: false; readonly problem: SqlProblem };

/** How a dialect asks: one statement at a time, each `?` a parameter. */
export interface Asking {
  readonly info: DriverInfo | undefined;
  /** The rows; throws `NoAnswer` where the server gives none. */
  rows(text: string, parameters?: Parameters): Promise<readonly OdbcRow[]>;
  /** A refusal is an answer here; throws `NoAnswer` only where the connection is lost. */
  outcome(text: string, parameters?: Parameters): Promise<Asked>;
  /** ODBC's own catalogue functions; names are taken as patterns by drivers. */
  catalogue(
    of: Extract<Request, { kind: 'catalogue' }>['of'],
    names: { readonly catalogue?: string; readonly schema?: string; readonly table: string },
  ): Promise<readonly OdbcRow[]>;
}

/** Settings for one transaction alone, and what takes back those that outlive it. */
export interface Limits {
  readonly set: readonly string[];
  readonly undo: readonly string[];
}

export interface TableName {
  readonly schema?: string;
  readonly name: string;
}

/** A column, with what the test row needs to know of it. */
export type OdbcColumn = Column & {
  /** The server numbers it where no value is given: a number is used up for good. */
  readonly numbered?: true;
  /** One value of those that it takes. */
  readonly choice?: string;
  /** Characters; absent without a limit. */
  readonly length?: number;
};

export type OdbcForeignKey = {
  readonly name: string;
  readonly columns: readonly string[];
  readonly schema: string;
  readonly table: string;
  readonly referenced: readonly string[];
};

export type OdbcCheck = { readonly name: string; readonly definition: string };

/** How one engine's own catalogue is asked, one file an engine. */
export interface Dialect {
  /** The manuals that its statements are from. */
  readonly source: string;
  /** As the engine names itself; absent where it is no engine's. */
  readonly product?: string;
  /** Was it ever run by us against that engine? Else an error of it says nothing. */
  readonly tried: boolean;
  readonly reading: Limits;
  readonly writing: Limits;
  quoted(name: string): string;
  server(asking: Asking): Promise<ServerInfo | undefined>;
  database(asking: Asking): Promise<DatabaseInfo | undefined>;
  /** By the exact name, else as the engine folds one that is not quoted. */
  table(asking: Asking, name: TableName): Promise<TableInfo | undefined>;
  /** Of the same letters, in whatever case and schema: `hr.employees`. */
  similar(asking: Asking, name: TableName): Promise<readonly string[]>;
  traits(asking: Asking, table: TableInfo): Promise<TableTraits>;
  surroundings(asking: Asking, table: TableInfo): Promise<Surroundings>;
  columns(asking: Asking, table: TableInfo): Promise<readonly OdbcColumn[]>;
  indexes(asking: Asking, table: TableInfo): Promise<readonly Index[]>;
  rights(asking: Asking, table: TableInfo): Promise<TableRights | undefined>;
  procedure(asking: Asking, name: TableName): Promise<ProcedureRight>;
  parameters(asking: Asking, name: TableName): Promise<readonly string[]>;
  checks(asking: Asking, table: TableInfo): Promise<readonly OdbcCheck[]>;
  foreignKeys(asking: Asking, table: TableInfo): Promise<readonly OdbcForeignKey[]>;
  /** Other tables whose name begins like this one's and says that they keep history. */
  histories(asking: Asking, table: TableInfo): Promise<readonly string[]>;
  /** The first rows: at most so many. */
  firstRows(columns: string, from: string, count: number): string;
  /** Where the engine refuses the first way. */
  firstRowsElse?(columns: string, from: string, count: number): string;
  /** A row of which nothing is given, where the engine has no `DEFAULT VALUES`. `column`: quoted. */
  emptyRow?(column: string): string;
  /** What to select for the number that the last insert was given, as `key`, where `INSERT` itself cannot tell. */
  readonly lastNumber?: string;
  /** `INSERT ... RETURNING`: the statement itself tells the column. */
  readonly returning?: true;
  /** Checks at once what is only checked at the end of a transaction. */
  readonly checkNow?: string;
}

/** The one column is named, and left to its default: MySQL, Oracle and DB2 know no other way. */
export const defaultOf = (column: string) => `(${column}) VALUES (DEFAULT)`;

export const noTracking: ChangeTracking = { database: false, table: false, allowed: null };

export function isOne(value: string | null | undefined): boolean {
  return value === '1' || value === 't' || value === 'true' || value === 'YES';
}

/** A name as standard SQL quotes it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function textOf(value: string | null | undefined): string {
  return value ?? '';
}

/** Throws `NoAnswer` for what is no whole number. */
export function numberOf(value: string | null | undefined): number {
  return wholeNumber(value?.trim());
}

/** 1 yes, 0 no, null where nothing was told. */
export function grantedBy(value: string | null | undefined): 0 | 1 | null {
  return value === null || value === undefined ? null : isOne(value) ? 1 : 0;
}

/** What stands under `name`. */
export function namesIn(rows: readonly OdbcRow[]): readonly string[] {
  return rows.map(({ name }) => textOf(name));
}

/** Rows of `name` and `definition`. */
export function checksIn(rows: readonly OdbcRow[]): readonly OdbcCheck[] {
  return rows.map(({ name, definition }) => ({ name: textOf(name), definition: textOf(definition) }));
}

/** Rows of index columns, in their order, as indexes: `name`, `column`, and the properties as 1 or 0. */
export function indexesOf(rows: readonly OdbcRow[]): readonly Index[] {
  return [...Map.groupBy(rows, ({ name }) => textOf(name))].map(([name, parts]) => ({
    name,
    unique: isOne(parts[0]?.uniq),
    primary: isOne(parts[0]?.prim),
    filtered: parts.some(({ filtered }) => isOne(filtered)),
    disabled: isOne(parts[0]?.disabled),
    columns: parts.map(({ col }) => textOf(col)),
  }));
}

/** One row a column, in the order of the key. */
export function foreignKeysOf(rows: readonly OdbcRow[]): readonly OdbcForeignKey[] {
  return [...Map.groupBy(rows, ({ name }) => textOf(name))].map(([name, parts]) => ({
    name,
    columns: parts.map(({ col }) => textOf(col)),
    schema: textOf(parts[0]?.schema),
    table: textOf(parts[0]?.tab),
    referenced: parts.map(({ other }) => textOf(other)),
  }));
}
