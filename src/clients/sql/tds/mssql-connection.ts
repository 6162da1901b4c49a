import { defined } from '../../../base/defined.ts';
import { abortable } from '../../../platform/wait.ts';
import type { Cell, Outcome, Row, SqlConnection, SqlProblem, Statement } from '../statements.ts';
import { type Client, type OneLogin, type Request, tooMuch, whenMoreThan } from './one-login.ts';

/** The one connection of a connector, through the client library. */
export class MssqlConnection implements SqlConnection {
  readonly #client: Client;
  readonly #login: OneLogin;

  constructor(client: Client, login: OneLogin) {
    this.#client = client;
    this.#login = login;
  }

  run(statement: Statement, signal: AbortSignal): Promise<Outcome> {
    return this.#send(new this.#client.Request(this.#login.pool), statement, signal);
  }

  close(): Promise<void> {
    return this.#login.close();
  }

  #send(request: Request, { text, parameters = {} }: Statement, signal: AbortSignal): Promise<Outcome> {
    for (const [name, value] of Object.entries(parameters)) request.input(name, this.#type(value), value);
    request.stream = true;
    const { flow } = this.#login;
    let stopWatch = (): void => {};
    return abortable<Outcome>(
      signal,
      (done) => {
        const sets: Row[][] = [];
        let count = 0;
        let values = 0;
        // The first error is the cause; later ones follow from it.
        let problem: SqlProblem | undefined;
        let errors = 0;
        request.on('error', (error) => {
          problem ??= toSqlProblem(error);
          errors += 1;
          if (errors !== mostErrors + 1) return;
          problem = { code: 'TOO_MUCH', text: `the server sends more than ${mostErrors} errors` };
          request.cancel();
          flow.cut();
        });
        request.on('recordset', () => void sets.push([]));
        request.on('row', (row) => {
          count += 1;
          if (values > mostValues) return;
          values += Object.keys(row).length;
          if (values > mostValues) {
            problem ??= { code: 'TOO_MUCH', text: `the server sends more than ${mostValues} values` };
            request.cancel();
            flow.cut();
            return;
          }
          if (count <= mostRows) sets.at(-1)?.push(plain(row));
          if (count !== mostRows + 1) return;
          problem ??= { code: 'TOO_MANY_ROWS', text: `the server sends more than ${mostRows} rows` };
          request.cancel();
        });
        const unwatch = whenMoreThan(mostBytes, flow, () => {
          problem = tooMuch(mostBytes);
          flow.cut();
        });
        const finish = (otherwise: Outcome) => {
          unwatch();
          done(problem === undefined ? otherwise : { ok: false, problem });
        };
        stopWatch = unwatch;
        request.on('done', () => finish({ ok: true, sets }));
        request.query(text).catch((error: unknown) => finish({ ok: false, problem: toSqlProblem(error) }));
      },
      () => {
        stopWatch();
        request.cancel();
      },
    );
  }

  #type(value: Cell): unknown {
    if (typeof value === 'boolean') return this.#client.Bit;
    if (typeof value === 'number') return Number.isInteger(value) ? this.#client.Int : this.#client.Float;
    return this.#client.NVarChar(4000);
  }
}

/** Cells as JSON: dates as text; bytes, numbers that are none and what else there may be not at all. */
function plain(row: Readonly<Record<string, unknown>>): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]): [string, Cell] => {
      if (value instanceof Date) return [name, Number.isNaN(value.getTime()) ? null : value.toISOString()];
      if (typeof value === 'string') return [name, value.slice(0, longest)];
      const kept = typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
      return [name, kept ? value : null];
    }),
  );
}

const longest = 4000;

/** No table has so many columns, indexes or constraints: more is not an answer to a question of ours. */
const mostRows = 20_000;

/** Far more than any question gets; one that is nothing has a bit, and takes 50 bytes here. */
const mostValues = 500_000;

/** The library goes over all errors so far with each that comes: some thousands would hold up everything else. */
const mostErrors = 200;

/** Far more than the catalogue of any table, and little enough to be held in memory. */
const mostBytes = 32 * 1024 * 1024;

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
      ...defined({ state: numeric(state), class: numeric(severity) }),
    };
  }
  return { code: typeof code === 'string' ? code : error.name, text };
}

function numeric(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
