import { defined } from '../../../base/defined.ts';
import { requirement } from '../../../requirements/index.ts';
import type { SqlTarget } from '../../../settings/schema.ts';
import type { Column } from '../columns.ts';
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
} from '../database.ts';
import type { Index } from '../indexes.ts';
import {
  type Cell,
  count,
  flag,
  NoAnswer,
  type Outcome,
  type Row,
  type SqlConnection,
  type SqlProblem,
  text,
} from '../statements.ts';
import { objectName, quotedObject } from './names.ts';
import { planRow } from './plan-row.ts';
import { alike } from './queries/alike.ts';
import { anchorCounts } from './queries/anchor.ts';
import { columns } from './queries/columns.ts';
import { checks, foreignKeys } from './queries/constraints.ts';
import { database } from './queries/database.ts';
import { changeTracking, histories } from './queries/delta.ts';
import { indexes } from './queries/indexes.ts';
import { proceduresShown, tablesShown } from './queries/listing.ts';
import { object } from './queries/object.ts';
import { byHand, type Query, statement } from './queries/query.ts';
import {
  columnRights,
  procedureParameters,
  procedureRight,
  refusedColumns,
  rights,
} from './queries/rights.ts';
import { selectingFrom } from './queries/selecting.ts';
import { server } from './queries/server.ts';
import { belowView, triggersOn, unindexedChildren } from './queries/surroundings.ts';
import { rowSecurity, traits } from './queries/traits.ts';
import {
  granted,
  readCheck,
  readColumn,
  readForeignKeys,
  readIndexes,
  readTable,
  readTraits,
} from './read-rows.ts';
import { tryOutRow } from './try-out-row.ts';

/** Refused, chosen as a deadlock's victim, or waited for a lock too long: that says nothing of what is there. */
const saysNothing: ReadonlySet<number> = new Set([229, 230, 262, 297, 300, 371, 916, 1204, 1205, 1222]);

/** A table, column or function of a later version: an error of the statement itself (its class below 17). */
function isNotKnownThere({ number, class: severity = 16 }: SqlProblem): boolean {
  return number !== undefined && !saysNothing.has(number) && severity < 17;
}

/** SQL Server and its like, asked in Transact-SQL. */
export class SqlServerDatabase implements SqlDatabase {
  readonly tableName: string;
  readonly #connection: SqlConnection;
  readonly #target: SqlTarget;
  readonly #signal: AbortSignal;

  constructor(connection: SqlConnection, target: SqlTarget, signal: AbortSignal) {
    this.tableName = quotedObject(objectName(target.table, target.database));
    this.#connection = connection;
    this.#target = target;
    this.#signal = signal;
  }

  async server(): Promise<ServerInfo | undefined> {
    const [row] = await this.#rows(server);
    if (row === undefined) return undefined;
    return {
      version: text(row.version),
      level: text(row.level),
      edition: text(row.edition),
      engine: count(row.engine),
      windowsOnly: flag(row.windowsOnly),
      banner: text(row.banner).split('\n')[0] ?? '',
    };
  }

  async database(): Promise<DatabaseInfo | undefined> {
    const [row] = await this.#rows(database);
    if (row === undefined) return undefined;
    return {
      name: text(row.name),
      id: count(row.id),
      state: text(row.state),
      access: text(row.access),
      readOnly: flag(row.readOnly),
      updateability: text(row.updateability),
      collation: text(row.collation),
      compatibility: count(row.compatibility),
      distributor: flag(row.distributor),
    };
  }

  async table(): Promise<TableInfo | undefined> {
    const [row] = await this.#ofTable(object);
    return row && readTable(row);
  }

  async similarTables(): Promise<readonly string[]> {
    return (await this.#rows(alike, { name: this.#tableAlone })).map(qualifiedName);
  }

  async traits(): Promise<TableTraits> {
    const [row] = await this.#ofTableIfKnown(traits);
    const [security] = await this.#ofTableIfKnown(rowSecurity);
    return readTraits(row, security);
  }

  async surroundings(): Promise<Surroundings> {
    const children = (await this.#ofTableIfKnown(unindexedChildren)).map(qualifiedName);
    const [below] = await this.#ofTableIfKnown(belowView);
    const triggers = (await this.#ofTableIfKnown(triggersOn)).map(qualifiedName);
    return {
      children,
      ...defined({
        triggers: triggers.length > 0 ? triggers : undefined,
        below: below && {
          seen: count(below.seen),
          elsewhere: count(below.elsewhere),
          triggers: count(below.triggers),
          rows: count(below.rows),
        },
      }),
    };
  }

  async selectFails(): Promise<SqlProblem | undefined> {
    const outcome = await this.#ask(selectingFrom(this.tableName), {});
    return outcome.ok ? undefined : outcome.problem;
  }

  async columns(): Promise<readonly Column[]> {
    return (await this.#ofTable(columns)).map(readColumn);
  }

  async indexes(): Promise<readonly Index[]> {
    return readIndexes(await this.#ofTable(indexes));
  }

  async rights(): Promise<TableRights | undefined> {
    const [row] = await this.#ofTable(rights);
    const [some] = await this.#ofTable(columnRights);
    if (row === undefined) return undefined;
    const all = count(some?.columns);
    const refused =
      count(some?.SELECT) < all || count(some?.UPDATE) < all ? await this.#refusedColumns() : undefined;
    const { permissions } = requirement('SQL-06').values;
    return {
      user: text(row.user),
      onTable: Object.fromEntries(permissions.map((name) => [name, granted(row[name])])),
      roles: { reader: granted(row.reader), writer: granted(row.writer) },
      onColumns: {
        columns: count(some?.columns),
        SELECT: count(some?.SELECT),
        UPDATE: count(some?.UPDATE),
      },
      ...defined({ refused }),
    };
  }

  async procedureRight(name: string): Promise<ProcedureRight> {
    const procedure = quotedObject(objectName(name, this.#target.database));
    const [row] = await this.#rows(procedureRight, { procedure });
    return { exists: row?.id !== null && row?.id !== undefined, execute: granted(row?.EXECUTE) };
  }

  async procedureParameters(name: string): Promise<readonly string[]> {
    const procedure = quotedObject(objectName(name, this.#target.database));
    const outcome = await this.#ask(procedureParameters, { procedure });
    return outcome.ok ? (outcome.sets[0] ?? []).map((row) => text(row.name).replace(/^@/, '')) : [];
  }

  async changeTracking(): Promise<ChangeTracking> {
    const [row] = await this.#ofTable(changeTracking);
    return {
      database: count(row?.database) > 0,
      table: count(row?.table) > 0,
      allowed: granted(row?.allowed),
    };
  }

  async historyTables(): Promise<readonly string[]> {
    const pattern = `${this.#tableAlone.replace(/[\\%_[]/g, '\\$&')}%hist%`;
    return (await this.#ofTable(histories, { pattern })).map(qualifiedName);
  }

  async countValues(column: string, limit: number): Promise<ValueCounts> {
    const outcome = await this.#ask(anchorCounts(this.tableName, column), { limit });
    if (!outcome.ok) return { problem: outcome.problem };
    const row = outcome.sets[0]?.[0];
    return { rows: count(row?.rows), filled: count(row?.filled), different: count(row?.different), limit };
  }

  async tablesShown(): Promise<readonly ShownTable[]> {
    const words = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];
    return (await this.#rows(tablesShown)).map((row) => ({
      schema: text(row.schema),
      name: text(row.name),
      view: row.kind === 'V',
      rows: row.rows === null || row.rows === undefined ? null : count(row.rows),
      may: words.filter((word) => granted(row[word]) === 1),
    }));
  }

  async proceduresShown(): Promise<readonly string[]> {
    return (await this.#rows(proceduresShown)).map(qualifiedName);
  }

  async testRow({ anchor, attributes }: WantedRow): Promise<TestRow> {
    const plan = planRow({
      table: this.tableName,
      columns: await this.columns(),
      indexes: await this.indexes(),
      checks: (await this.#ofTable(checks)).map(readCheck),
      keys: readForeignKeys(await this.#ofTable(foreignKeys)),
      anchor,
      attributes,
      memoryOptimised: (await this.traits()).memoryOptimised === true,
    });
    if ('impossible' in plan || 'unsendable' in plan) return plan;
    const { indexed, identity, omitted, parents } = plan;
    return {
      indexed,
      identity,
      omitted,
      parents,
      tryOut: () => tryOutRow(this.#connection, plan, this.#signal),
    };
  }

  async #refusedColumns(): Promise<TableRights['refused']> {
    const rows = await this.#ofTableIfKnown(refusedColumns);
    const without = (permission: 'SELECT' | 'UPDATE') =>
      rows.filter((row) => granted(row[permission]) === 0).map(({ name }) => text(name));
    return rows.length === 0 ? undefined : { SELECT: without('SELECT'), UPDATE: without('UPDATE') };
  }

  /** Of a question that older servers, or others of its kind, answer with an error: no rows. */
  async #ofTableIfKnown(query: Query): Promise<readonly Row[]> {
    const outcome = await this.#ask(query, { table: this.tableName });
    if (outcome.ok) return outcome.sets[0] ?? [];
    if (!isNotKnownThere(outcome.problem))
      throw new NoAnswer(outcome.problem, byHand(statement(query, { table: this.tableName })));
    return [];
  }

  get #tableAlone(): string {
    return objectName(this.#target.table, this.#target.database).name;
  }

  #ask(query: Query, parameters: Readonly<Record<string, Cell>>): Promise<Outcome> {
    return this.#connection.run(statement(query, parameters), this.#signal);
  }

  /** The rows of the first result. */
  async #rows(query: Query, parameters: Readonly<Record<string, Cell>> = {}): Promise<readonly Row[]> {
    const outcome = await this.#ask(query, parameters);
    if (!outcome.ok) throw new NoAnswer(outcome.problem, byHand(statement(query, parameters)));
    return outcome.sets[0] ?? [];
  }

  #ofTable(query: Query, more: Readonly<Record<string, Cell>> = {}): Promise<readonly Row[]> {
    return this.#rows(query, { table: this.tableName, ...more });
  }
}

function qualifiedName({ schema, name }: Row): string {
  return `${text(schema)}.${text(name)}`;
}
