/**
 * What is said between the doctor and its child that holds the ODBC driver: one JSON object a line, requests on the
 * child's input, answers on a pipe of their own (a driver may print). Plain data.
 */

/** The argument by which the program starts as that child. It is in no list of options. */
export const odbcMode = '--odbc-conversation';

/** A record of SQLGetDiagRec. The text is in the language of driver or server: never judged where a number can be. */
export type Diagnostic = {
  readonly state: string;
  readonly native: number;
  readonly text: string;
};

export type Request =
  /** A connection string with its secrets, and the limit of the log-in in seconds. */
  | { readonly kind: 'connect'; readonly string: string; readonly seconds: number }
  | {
      readonly kind: 'run';
      readonly text: string;
      /** For each `?` in turn. */
      readonly parameters: readonly (string | null)[];
      readonly maxRows: number;
    }
  | {
      /** ODBC's own catalogue functions; names are taken as they are. */
      readonly kind: 'catalogue';
      readonly of: 'tables' | 'columns' | 'primary-keys' | 'statistics';
      readonly catalogue: string | null;
      readonly schema: string | null;
      readonly table: string;
      readonly maxRows: number;
    }
  /** Automatic commit off. */
  | { readonly kind: 'begin' }
  /** Rolled back, automatic commit on again. */
  | { readonly kind: 'rollback' }
  /** Always rolled back, by the child's own clock: this program may be frozen meanwhile (a clicked console). */
  | {
      readonly kind: 'transaction';
      /** Settings that bind the server for it alone; one that the server does not know is passed over. */
      readonly limits: readonly string[];
      /** Takes back, after the roll-back, what of them outlives it. */
      readonly undo: readonly string[];
      /** Up to the first that fails. */
      readonly steps: readonly TransactionStep[];
      /** Then the child ends itself, and the server rolls back what the ended connection left. */
      readonly seconds: number;
    };

/** A statement. `{ key: true }` stands for what an earlier step gave in its column `key`. */
export type TransactionStep = {
  readonly text: string;
  readonly parameters: readonly (string | null | { readonly key: true })[];
  readonly maxRows: number;
};

/** `broken`: the step's own failure. */
export type StepAnswer = {
  readonly rows?: readonly OdbcRow[];
  readonly changed?: number;
  readonly broken?: readonly Diagnostic[];
};

/** Cells by column, as text; null where the database has none. */
export type OdbcRow = Readonly<Record<string, string | null>>;

/** SQLGetInfo of a connection: what the driver says of itself and of the other end. */
export type DriverInfo = {
  readonly driver: string;
  readonly driverVersion: string;
  /** The ODBC version that the driver is written for. */
  readonly driverOdbc: string;
  readonly engine: string;
  readonly engineVersion: string;
  readonly server: string;
  readonly database: string;
  readonly user: string;
  readonly readOnly: boolean;
  /** Before `_` and `%` of a name in catalogue functions. */
  readonly escape?: string;
  /** SQL_TXN_CAPABLE; 0: none. */
  readonly transactions?: number;
};

/** Why there is no driver manager to ask. */
export type Unavailable = { readonly code: 'NO_MODULE' | 'NO_MANAGER'; readonly text: string };

export type Answer =
  | {
      readonly ok: true;
      readonly info?: DriverInfo;
      readonly rows?: readonly OdbcRow[];
      /** Rows that a statement changed; -1 where the driver does not say. */
      readonly changed?: number;
      /** More rows, or longer values, than were asked for. */
      readonly cut?: boolean;
      /** The results of a statement that gave more than one: each set in turn. */
      readonly sets?: readonly (readonly OdbcRow[])[];
      readonly diagnostics?: readonly Diagnostic[];
      /** Of a transaction, in their order; the last may be broken. */
      readonly steps?: readonly StepAnswer[];
      /** Why the roll-back failed. */
      readonly open?: readonly Diagnostic[];
    }
  | {
      readonly ok: false;
      readonly diagnostics: readonly Diagnostic[];
      readonly unavailable?: Unavailable;
      /** The child ended itself after so many seconds. */
      readonly cutOff?: number;
    };
