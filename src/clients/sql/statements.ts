import type { Problem } from '../../platform/types.ts';

/** Statements over a connection that is logged in, and what comes back: plain data. */

/** What the server said of a failed statement, in its own numbers. Without a number it did not say it. */
export type SqlProblem = Problem & {
  readonly number?: number;
  readonly state?: number;
  readonly class?: number;
  /** The procedure or trigger in which it came up (ERROR_PROCEDURE). */
  readonly by?: string;
  /** Through a driver: SQLSTATE, and what it means by the engine's own numbers. */
  readonly sqlState?: string;
  readonly means?: StatementFailure;
};

/** What an engine's refusal of a statement means. */
export type StatementFailure =
  /** No right, on whatever object. */
  | 'right'
  /** A table, column, function that is not there. */
  | 'absent'
  /** Others hold a lock. */
  | 'locked'
  /** The server's own limit of time, or our word to stop. */
  | 'stopped'
  | 'not-null'
  /** A value does not fit: length, type, uniqueness, a check, a foreign key. */
  | 'value'
  /** Row-level policies, the view's check option. */
  | 'policy'
  /** Code of the database refused it. */
  | 'trigger'
  /** The view cannot be written. */
  | 'view'
  /** A column that the server alone fills. */
  | 'column'
  | 'read-only'
  | 'space'
  | 'untold';

export type Cell = string | number | boolean | null;
export type Row = Readonly<Record<string, Cell>>;

export type Outcome =
  | { readonly ok: true; readonly sets: readonly (readonly Row[])[] }
  | { readonly ok: false; readonly problem: SqlProblem };

/** A statement and its data: identifiers are quoted in the text, data always goes as parameters. */
export interface Statement {
  readonly text: string;
  readonly parameters?: Readonly<Record<string, Cell>>;
}

/** The one connection of a connector. Statements wait for one another. */
export interface SqlConnection {
  run(statement: Statement, signal: AbortSignal): Promise<Outcome>;
}

/** A question that had no answer. It ends the probe that asked, with this as its facts. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly problem: SqlProblem;
  /** The question, for a query window. */
  readonly asked: string;

  constructor(problem: SqlProblem, asked: string) {
    super(problem.text);
    this.problem = problem;
    this.asked = asked;
  }
}

/** "The SELECT permission was denied ... (229)". */
export function sqlProblemText(problem: SqlProblem): string {
  return `${problem.text} (${problemNumber(problem)})`;
}

/** `229`; through a driver `42000, 1142`. */
export function problemNumber({ number, code, sqlState }: SqlProblem): string {
  if (sqlState === undefined) return String(number ?? code);
  return number === undefined || Math.abs(number) < 2 ? sqlState : `${sqlState}, ${number}`;
}

export function text(value: Cell | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}

/**
 * A count may be a bigint, which comes as text. What is no whole number, or less than `least`, is no answer: judged, it would
 * be taken for nothing found.
 */
export function count(value: Cell | undefined, least = 0): number {
  const number = wholeNumber(value);
  if (number >= least) return number;
  throw new NoAnswer(
    { code: 'ODD_NUMBER', text: `the server says ${String(value)} where a count belongs` },
    '',
  );
}

/** The same where it may be less than nothing: a scale. */
export function wholeNumber(value: Cell | undefined): number {
  if (value === null || value === undefined || value === '') return 0;
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  const told = String(value).slice(0, 40);
  throw new NoAnswer(
    { code: 'ODD_NUMBER', text: `the server says ${told} where a whole number belongs` },
    '',
  );
}

/** 1, 0 or null as the catalogue gives them. */
export function flag(value: Cell | undefined): boolean {
  return value === 1 || value === true || value === '1';
}
