import type { Column } from './columns.ts';
import type { Index } from './indexes.ts';
import type { SqlProblem } from './statements.ts';

/**
 * What the probes ask of a database that is logged in to, and the answers as plain JSON, whatever protocol and
 * dialect they come by. A question that has no answer throws `NoAnswer`.
 */
export interface SqlDatabase {
  /** The target's table as it stands in statements: `[dbo].[Employees]`. */
  readonly tableName: string;
  /** The product, where its statements are from its manuals and never ran against one of it: `Oracle`. */
  readonly untried?: string | undefined;
  /** Undefined where the server tells nothing of itself. */
  server(): Promise<ServerInfo | undefined>;
  /** Undefined where the server shows no row of its own database. */
  database(): Promise<DatabaseInfo | undefined>;
  /** Undefined where there is no such table or view, or the account has no right on it. */
  table(): Promise<TableInfo | undefined>;
  /** Tables and views of nearly that name: `hr.employees`. */
  similarTables(): Promise<readonly string[]>;
  /** What makes it refuse rows; empty where nobody could look. */
  traits(): Promise<TableTraits>;
  /** Why it cannot be selected from; undefined: it can. */
  selectFails(): Promise<SqlProblem | undefined>;
  /** What else a test row would touch. */
  surroundings(): Promise<Surroundings>;
  columns(): Promise<readonly Column[]>;
  indexes(): Promise<readonly Index[]>;
  /** Undefined where the server tells nothing of its rights. */
  rights(): Promise<TableRights | undefined>;
  procedureRight(name: string): Promise<ProcedureRight>;
  /** Names of its parameters, without the sign in front. */
  procedureParameters(name: string): Promise<readonly string[]>;
  changeTracking(): Promise<ChangeTracking>;
  /** Tables that look like the history of this one, by their name. */
  historyTables(): Promise<readonly string[]>;
  /** Of at most `limit` rows; no value of them is read. */
  countValues(column: string, limit: number): Promise<ValueCounts>;
  /** Tables and views that the account is shown, for a person to choose from; none is read. */
  tablesShown(): Promise<readonly ShownTable[]>;
  /** Procedures that it may execute: `dbo.AddPerson`. */
  proceduresShown(): Promise<readonly string[]>;
  /** Makes up a row for the write test, and writes nothing yet. */
  testRow(wanted: WantedRow): Promise<TestRow>;
}

export type ServerInfo = {
  readonly version: string;
  readonly level: string;
  readonly edition: string;
  /** SERVERPROPERTY('EngineEdition'). */
  readonly engine: number;
  readonly windowsOnly: boolean;
  readonly banner: string;
  /** Of another engine: what it calls itself. */
  readonly product?: string;
  /** MySQL without strict mode: values that do not fit are changed in place of being refused. */
  readonly lax?: true;
};

export type DatabaseInfo = {
  readonly name: string;
  readonly id: number;
  readonly state: string;
  readonly access: string;
  readonly readOnly: boolean;
  readonly updateability: string;
  readonly collation: string;
  readonly compatibility: number;
  /** One of the server's own. */
  readonly distributor: boolean;
  /** Other engines: what makes it read-only. */
  readonly readOnlyBy?: string;
};

/** A table or view as the catalogue has it. */
export type TableInfo = {
  readonly schema: string;
  readonly name: string;
  /** sys.objects.type: `U` a table, `V` a view, `SN` a synonym, and others. */
  readonly kind: string;
  /** In another engine's words: "materialized view". */
  readonly kindText?: string;
  readonly cdc: boolean;
  /** 0 no, 1 a history table, 2 system-versioned. */
  readonly temporal: number;
  readonly triggers: number;
  readonly insteadTriggers: number;
  /** Null for a view. */
  readonly rows: number | null;
  readonly standsFor?: string;
};

/** Of a list to choose from. */
export type ShownTable = {
  /** Empty where the engine has none. */
  readonly schema: string;
  readonly name: string;
  readonly view: boolean;
  /** About so many, by the catalogue; null where it does not tell. */
  readonly rows: number | null;
  /** Of SELECT, INSERT, UPDATE, DELETE; absent where the engine does not tell. */
  readonly may?: readonly string[];
};

/** Absent: the server does not know such a thing, or nobody could look. */
export type TableTraits = {
  /** sys.tables.ledger_type: 1 a history, 2 updatable, 3 append-only. */
  readonly ledger?: number;
  readonly external?: true;
  readonly node?: true;
  readonly edge?: true;
  readonly memoryOptimised?: true;
  /** 1: all of it lies on a read-only filegroup; so many partitions of it do. */
  readonly readOnly?: number;
  readonly readOnlyParts?: number;
  /** May the account see definitions: triggers, checks and policies it would not be shown else. */
  readonly seesDefinition?: boolean;
  /** It has triggers, on or off: told also where definitions are not. */
  readonly hasTriggers?: true;
  /** Predicates of row-level security that hide rows, and that refuse some. */
  readonly filters?: number;
  readonly blocks?: number;
  /** Its rows lie on another server (a foreign table, a nickname). */
  readonly foreign?: true;
  /** Its rows do not last: temporary, unlogged. */
  readonly kept?: string;
  /** What the engine itself says cannot be done through this view. */
  readonly unwritable?: string;
  /** Its storage engine keeps what is rolled back. */
  readonly cannotRollBack?: string;
};

export type Surroundings = {
  /** Child tables that each delete would read whole. */
  readonly children: readonly string[];
  /** Of a view: objects seen below it, those in other databases or on other servers, those with triggers. */
  readonly below?: {
    readonly seen: number;
    readonly elsewhere: number;
    readonly triggers: number;
    /** Of the largest table there. */
    readonly rows?: number;
  };
  /** The table's own triggers, by name. */
  readonly triggers?: readonly string[];
};

/** 1 yes, 0 no, null: the server knows no such name or right. */
export type Granted = 0 | 1 | null;

export type TableRights = {
  readonly user: string;
  readonly onTable: { readonly [permission: string]: Granted };
  readonly roles: { readonly reader: Granted; readonly writer: Granted };
  /** Of so many columns so many: such rights leave a 0 on the table as a whole. */
  readonly onColumns: {
    readonly columns: number;
    readonly SELECT: number;
    readonly UPDATE: number;
    readonly INSERT?: number;
  };
  /** Columns that it may not read or not change, by name; absent where all are allowed. */
  readonly refused?: {
    readonly SELECT: readonly string[];
    readonly UPDATE: readonly string[];
    readonly INSERT?: readonly string[];
  };
  /** What other engines ask for beside the table's own rights, and the statement that gives it. */
  readonly lacking?: readonly { readonly what: string; readonly command: string }[];
  /** Row-level policies decide on each row. */
  readonly policies?: true;
  /** Roles that it has and that are not switched on at its log-in. */
  readonly idleRoles?: readonly string[];
};

export type ProcedureRight = { readonly exists: boolean; readonly execute: Granted };

/** On for the database, for the table, and whether the account may read it. */
export type ChangeTracking = {
  readonly database: boolean;
  readonly table: boolean;
  readonly allowed: Granted;
};

/** Rows, those in which the column is filled, and its different values; or why they could not be counted. */
export type ValueCounts =
  | { readonly rows: number; readonly filled: number; readonly different: number; readonly limit: number }
  | { readonly problem: SqlProblem };

/** Beside the mandatory columns: what the row is to have. */
export interface WantedRow {
  readonly anchor: string | undefined;
  readonly attributes: readonly string[];
}

/** A column of the mapping that a row cannot have, and why. */
export type Unsendable = { readonly name: string; readonly why: string };

export type TestRow =
  | { readonly impossible: string }
  | { readonly unsendable: readonly Unsendable[] }
  | {
      /** Does an index lead to it? Else the whole table is read, under locks. */
      readonly indexed: boolean;
      /** The identity column whose next number is used up. */
      readonly identity: string | undefined;
      /** Columns of the mapping that are left empty: foreign keys that may be. */
      readonly omitted: readonly string[];
      /** Tables whose rows the mandatory foreign keys point at; a name that is hidden is empty. */
      readonly parents: readonly string[];
      /** Adds, reads, changes and deletes it in one transaction that is always rolled back. */
      tryOut(): Promise<TestRowOutcome>;
    };

export type TestStep = 'insert' | 'read' | 'update' | 'delete';

export type TestRowOutcome = {
  /** Up to the first that failed. */
  readonly steps: readonly TestStepResult[];
  readonly rollback?: SqlProblem;
  /** Rows of the test that are there after the roll-back; absent where nobody could look. */
  readonly left?: number;
};

export type TestStepResult = {
  readonly step: TestStep;
  readonly rows?: number;
  readonly problem?: SqlProblem;
};
