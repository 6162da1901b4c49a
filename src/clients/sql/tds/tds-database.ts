import type { Problem } from '../../../platform/types.ts';
import { abortable } from '../../../platform/wait.ts';
import type { Client, OneLogin, Request, Transaction } from './one-login.ts';

/** What the server said of a failed statement, in its own numbers. Without a number it did not say it. */
export type SqlProblem = Problem & {
  readonly number?: number;
  readonly state?: number;
  readonly class?: number;
};

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

export interface Asker {
  ask(statement: Statement, signal: AbortSignal): Promise<Outcome>;
}

/** A transaction that can only be rolled back. */
export interface Trial extends Asker {
  /** True when the server has rolled it back already. */
  ended(): boolean;
}

/** The one connection of a connector. Statements wait for one another; a transaction keeps it to itself. */
export class Database implements Asker {
  readonly #client: Client;
  readonly #login: OneLogin;

  constructor(client: Client, login: OneLogin) {
    this.#client = client;
    this.#login = login;
  }

  ask(statement: Statement, signal: AbortSignal): Promise<Outcome> {
    return this.#run(new this.#client.Request(this.#login.pool), statement, signal);
  }

  /**
   * Works inside a transaction and rolls it back, whatever happened. When that cannot be done the connection is
   * closed, which makes the server do it. Gives the problem of beginning or rolling back, where there was one.
   */
  async tryOut(work: (trial: Trial) => Promise<void>): Promise<SqlProblem | undefined> {
    const transaction = new this.#client.Transaction(this.#login.pool);
    let ended = false;
    transaction.on('rollback', (aborted) => {
      if (aborted) ended = true;
    });
    try {
      await transaction.begin();
    } catch (error) {
      return toSqlProblem(error);
    }
    try {
      const trial: Trial = {
        ended: () => ended,
        ask: (statement, signal) => this.#run(new this.#client.Request(transaction), statement, signal),
      };
      await work(trial);
    } finally {
      if (!ended) ended = await this.#rollBack(transaction);
    }
    return ended ? undefined : { code: 'NOT_ROLLED_BACK', text: 'the connection was closed instead' };
  }

  close(): Promise<void> {
    return this.#login.close();
  }

  async #rollBack(transaction: Transaction): Promise<boolean> {
    try {
      await transaction.rollback();
      return true;
    } catch {
      await this.#login.close();
      return false;
    }
  }

  #run(request: Request, { text, parameters = {} }: Statement, signal: AbortSignal): Promise<Outcome> {
    for (const [name, value] of Object.entries(parameters)) request.input(name, this.#type(value), value);
    request.stream = true;
    return abortable<Outcome>(
      signal,
      (done) => {
        const sets: Row[][] = [];
        let count = 0;
        // The first error is the cause; later ones follow from it.
        let problem: SqlProblem | undefined;
        request.on('error', (error) => {
          problem ??= toSqlProblem(error);
        });
        request.on('recordset', () => void sets.push([]));
        request.on('row', (row) => {
          count += 1;
          if (count <= mostRows) sets.at(-1)?.push(plain(row));
          if (count !== mostRows + 1) return;
          problem ??= { code: 'TOO_MANY_ROWS', text: `the server sends more than ${mostRows} rows` };
          request.cancel();
        });
        request.on('done', () => done(problem === undefined ? { ok: true, sets } : { ok: false, problem }));
        request.query(text).catch((error: unknown) => done({ ok: false, problem: toSqlProblem(error) }));
      },
      () => void request.cancel(),
    );
  }

  #type(value: Cell): unknown {
    if (typeof value === 'boolean') return this.#client.Bit;
    if (typeof value === 'number') return Number.isInteger(value) ? this.#client.Int : this.#client.Float;
    return this.#client.NVarChar(4000);
  }
}

/** Cells as JSON: dates as text, bytes and what else there may be not at all. */
function plain(row: Readonly<Record<string, unknown>>): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]): [string, Cell] => {
      if (value instanceof Date) return [name, value.toISOString()];
      if (typeof value === 'string') return [name, value.slice(0, longest)];
      return [name, typeof value === 'number' || typeof value === 'boolean' ? value : null];
    }),
  );
}

const longest = 4000;

/** No table has so many columns, indexes or constraints: more is not an answer to a question of ours. */
const mostRows = 20_000;

/** The server's number where it gave one, else the library's code (`ESOCKET`, `ETIMEOUT`, `ECLOSE`). */
export function toSqlProblem(error: unknown): SqlProblem {
  if (!(error instanceof Error)) return { code: 'ERROR', text: String(error).slice(0, 500) };
  const { number, state, class: severity, code } = error as Error & Readonly<Record<string, unknown>>;
  const text = error.message.slice(0, 500);
  if (typeof number === 'number' && number > 0) {
    return {
      code: `SQL_${number}`,
      text,
      number,
      ...(typeof state === 'number' ? { state } : {}),
      ...(typeof severity === 'number' ? { class: severity } : {}),
    };
  }
  return { code: typeof code === 'string' ? code : error.name, text };
}

/** "The SELECT permission was denied ... (229)". */
export function sqlProblemText({ number, code, text }: SqlProblem): string {
  return `${text} (${number ?? code})`;
}
