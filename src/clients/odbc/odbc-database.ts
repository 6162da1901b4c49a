import type { SqlTarget } from '../../settings/schema.ts';
import { columnNamed } from '../sql/columns.ts';
import type {
  ChangeTracking,
  DatabaseInfo,
  ProcedureRight,
  ServerInfo,
  ShownTable,
  SqlDatabase,
  Surroundings,
  TableInfo,
  TableRights,
  TableTraits,
  TestRow,
  ValueCounts,
  WantedRow,
} from '../sql/database.ts';
import type { Index } from '../sql/indexes.ts';
import { objectName } from '../sql/sqlserver/names.ts';
import { NoAnswer, type SqlProblem } from '../sql/statements.ts';
import type { OdbcConversation } from './conversation.ts';
import {
  type Asked,
  type Asking,
  type Dialect,
  noTracking,
  numberOf,
  type OdbcColumn,
} from './dialects/dialect.ts';
import { listingOf } from './dialects/listing.ts';
import { planRow } from './plan-row.ts';
import { tryOutRow } from './try-out-row.ts';

/** Opens the connection that the write test has for itself; or says why there is none. */
export type OpenWriter = (signal: AbortSignal) => Promise<OdbcConversation | SqlProblem>;

/** A database behind its ODBC driver, asked in the dialect of its engine. */
export class OdbcDatabase implements SqlDatabase {
  readonly #asking: Asking;
  readonly #dialect: Dialect;
  readonly #target: SqlTarget;
  readonly #openWriter: OpenWriter;
  readonly #signal: AbortSignal;
  #found: TableInfo | undefined;
  #columns: readonly OdbcColumn[] | undefined;

  constructor(
    asking: Asking,
    dialect: Dialect,
    target: SqlTarget,
    openWriter: OpenWriter,
    signal: AbortSignal,
  ) {
    this.#asking = asking;
    this.#dialect = dialect;
    this.#target = target;
    this.#openWriter = openWriter;
    this.#signal = signal;
  }

  get tableName(): string {
    return this.#quotedTable(this.#found ?? objectName(this.#target.table, this.#target.database));
  }

  /** MySQL's dialect was run against MariaDB; where the two differ it is from MySQL's manual. */
  get untried(): string | undefined {
    const { tried, product } = this.#dialect;
    return tried && (product !== 'MySQL' || this.#asking.info?.engine !== product) ? undefined : product;
  }

  server(): Promise<ServerInfo | undefined> {
    return this.#dialect.server(this.#asking);
  }

  database(): Promise<DatabaseInfo | undefined> {
    return this.#dialect.database(this.#asking);
  }

  async table(): Promise<TableInfo | undefined> {
    const { table, database } = this.#target;
    this.#found ??= await this.#dialect.table(this.#asking, objectName(table, database));
    return this.#found;
  }

  similarTables(): Promise<readonly string[]> {
    const { table, database } = this.#target;
    return this.#dialect.similar(this.#asking, objectName(table, database));
  }

  traits(): Promise<TableTraits> {
    return this.#ofTable({}, (table) => this.#dialect.traits(this.#asking, table));
  }

  surroundings(): Promise<Surroundings> {
    return this.#ofTable({ children: [] }, (table) => this.#dialect.surroundings(this.#asking, table));
  }

  async selectFails(): Promise<SqlProblem | undefined> {
    await this.table();
    const asked = await this.#firstRows(`1 AS ${this.#dialect.quoted('one')}`, 1, (inner) => inner);
    return asked.ok ? undefined : asked.problem;
  }

  async columns(): Promise<readonly OdbcColumn[]> {
    this.#columns ??= await this.#ofTable([], (table) => this.#dialect.columns(this.#asking, table));
    return this.#columns;
  }

  indexes(): Promise<readonly Index[]> {
    return this.#ofTable([], (table) => this.#dialect.indexes(this.#asking, table));
  }

  rights(): Promise<TableRights | undefined> {
    return this.#ofTable(undefined, (table) => this.#dialect.rights(this.#asking, table));
  }

  procedureRight(name: string): Promise<ProcedureRight> {
    return this.#dialect.procedure(this.#asking, objectName(name, this.#target.database));
  }

  procedureParameters(name: string): Promise<readonly string[]> {
    return this.#dialect.parameters(this.#asking, objectName(name, this.#target.database));
  }

  /** SQL Server's own. */
  async changeTracking(): Promise<ChangeTracking> {
    return noTracking;
  }

  historyTables(): Promise<readonly string[]> {
    return this.#ofTable([], (table) => this.#dialect.histories(this.#asking, table));
  }

  async countValues(column: string, limit: number): Promise<ValueCounts> {
    await this.table();
    const { quoted } = this.#dialect;
    const v = `s.${quoted('v')}`;
    const asked = await this.#firstRows(
      `${quoted(column)} AS ${quoted('v')}`,
      limit,
      (inner) =>
        `SELECT COUNT(*) AS ${quoted('total')}, COUNT(${v}) AS ${quoted('filled')}, COUNT(DISTINCT ${v}) AS ${quoted('different')} FROM (${inner}) s`,
    );
    if (!asked.ok) return { problem: asked.problem };
    const [total, filled, different] = Object.values(asked.rows[0] ?? {}).map(numberOf);
    return { rows: total ?? 0, filled: filled ?? 0, different: different ?? 0, limit };
  }

  tablesShown(): Promise<readonly ShownTable[]> {
    return listingOf(this.#target).tables(this.#asking);
  }

  proceduresShown(): Promise<readonly string[]> {
    return listingOf(this.#target).procedures(this.#asking);
  }

  async testRow({ anchor, attributes }: WantedRow): Promise<TestRow> {
    const found = await this.table();
    if (found === undefined) return { impossible: 'the table is not found' };
    const plan = planRow(this.#dialect, {
      table: this.tableName,
      columns: await this.columns(),
      indexes: await this.indexes(),
      checks: await this.#dialect.checks(this.#asking, found),
      keys: await this.#dialect.foreignKeys(this.#asking, found),
      anchor,
      attributes: attributes.map((name) => columnNamed(this.#columns ?? [], name)?.name ?? name),
    });
    if ('impossible' in plan || 'unsendable' in plan) return plan;
    const { indexed, identity, omitted, parents } = plan;
    return {
      ...{ indexed, identity, omitted, parents },
      tryOut: async () => {
        const writer = await this.#openWriter(this.#signal);
        if ('code' in writer) throw new NoAnswer(writer, '');
        try {
          return await tryOutRow(
            writer,
            this.#asking,
            plan,
            this.#dialect,
            this.#target.engine,
            this.#signal,
          );
        } finally {
          await writer.close();
        }
      },
    };
  }

  /** Asks for the first rows in the engine's ways of saying it, one after the other. */
  async #firstRows(columns: string, count: number, question: (inner: string) => string): Promise<Asked> {
    const { firstRows, firstRowsElse } = this.#dialect;
    const asked = await this.#asking.outcome(question(firstRows(columns, this.tableName, count)));
    if (asked.ok || firstRowsElse === undefined) return asked;
    const again = await this.#asking.outcome(question(firstRowsElse(columns, this.tableName, count)));
    return again.ok ? again : asked;
  }

  async #ofTable<T>(without: T, ask: (table: TableInfo) => Promise<T>): Promise<T> {
    const found = await this.table();
    return found === undefined ? without : ask(found);
  }

  #quotedTable({ schema, name }: { readonly schema?: string; readonly name: string }): string {
    const { quoted } = this.#dialect;
    return schema === undefined || schema === '' ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;
  }
}
