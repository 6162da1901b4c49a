import { defined } from '../../../base/defined.ts';
import { never } from '../../../base/never.ts';
import type { Answer, Diagnostic, DriverInfo, Request, StepAnswer, TransactionStep } from '../protocol.ts';
import { type HandleKind, handleKinds, type OdbcCalls, succeeded, wide } from './calls.ts';
import { diagnosticsOf } from './diagnostics.ts';
import { resultOf } from './results.ts';

const odbcVersion = { attribute: 200, three: 3n };
const connectionAttributes = { autocommit: 102, loginTimeout: 103 };
const queryTimeoutAttribute = 0;
const maxRowsAttribute = 1;
const noPrompt = 0;
const zeroEnded = -3;
const rollback = 1;
/** SQLBindParameter: SQL_PARAM_INPUT, SQL_C_WCHAR, SQL_WVARCHAR. */
const input = 1;
const wideText = -8;
const wideVarchar = -9;
const isNull = -1n;

/** Numbers of SQLGetInfo. */
const infoKinds = {
  driver: 6,
  driverVersion: 7,
  driverOdbc: 77,
  engine: 17,
  engineVersion: 18,
  server: 13,
  database: 16,
  user: 47,
  readOnly: 25,
  escape: 14,
  transactions: 46,
} as const;

/** One connection through the driver manager, whatever the driver behind it does. */
export class OdbcConnection {
  readonly #calls: OdbcCalls;
  #environment = 0n;
  #connection = 0n;
  #connected = false;
  #queryTimeout = 0;

  constructor(calls: OdbcCalls) {
    this.#calls = calls;
  }

  async answer(request: Request): Promise<Answer> {
    switch (request.kind) {
      case 'connect':
        return this.#connect(request.string, request.seconds);
      case 'run':
        return this.#withStatement(request.maxRows, (statement) =>
          this.#execute(statement, request.text, request.parameters),
        );
      case 'catalogue':
        return this.#withStatement(request.maxRows, (statement) => this.#catalogue(statement, request));
      case 'begin':
        return this.#autocommit(0n);
      case 'rollback':
        return this.#rollback();
      case 'transaction':
        return this.#transaction(request);
      default:
        return never(request);
    }
  }

  async close(): Promise<void> {
    if (this.#connected) await this.#calls.call('disconnect', this.#connection);
    this.#connected = false;
  }

  async #connect(text: string, seconds: number): Promise<Answer> {
    this.#environment = await this.#allocate(handleKinds.environment, 0n);
    const { attribute, three } = odbcVersion;
    await this.#calls.call('setEnvironment', this.#environment, attribute, three, 0);
    this.#connection = await this.#allocate(handleKinds.connection, this.#environment);
    const limit = BigInt(seconds);
    await this.#calls.call('setConnection', this.#connection, connectionAttributes.loginTimeout, limit, 0);
    // No room for the completed string: it would hold the password.
    const code = await this.#calls.call(
      'connect',
      this.#connection,
      0n,
      wide(text),
      zeroEnded,
      null,
      0,
      null,
      noPrompt,
    );
    const diagnostics = await this.#diagnostics(handleKinds.connection, this.#connection);
    if (!succeeded(code)) return { ok: false, diagnostics };
    this.#connected = true;
    return { ok: true, info: await this.#info(), ...(diagnostics.length > 0 ? { diagnostics } : {}) };
  }

  async #allocate(kind: HandleKind, parent: bigint): Promise<bigint> {
    const out = Buffer.alloc(8);
    const code = await this.#calls.call('allocate', kind, parent, out);
    if (!succeeded(code)) throw new Error(`SQLAllocHandle gave ${code}`);
    return out.readBigUInt64LE(0);
  }

  async #info(): Promise<DriverInfo> {
    const asked = async (kind: number) => {
      const value = Buffer.alloc(1024);
      const length = Buffer.alloc(2);
      const code = await this.#calls.call('info', this.#connection, kind, value, value.length, length);
      const written = Math.min(Math.max(length.readInt16LE(0), 0), value.length - 2);
      return succeeded(code) ? value.toString('utf16le', 0, written) : '';
    };
    return {
      driver: await asked(infoKinds.driver),
      driverVersion: await asked(infoKinds.driverVersion),
      driverOdbc: await asked(infoKinds.driverOdbc),
      engine: await asked(infoKinds.engine),
      engineVersion: await asked(infoKinds.engineVersion),
      server: await asked(infoKinds.server),
      database: await asked(infoKinds.database),
      user: await asked(infoKinds.user),
      readOnly: (await asked(infoKinds.readOnly)) === 'Y',
      escape: await asked(infoKinds.escape),
      ...(await this.#transactions()),
    };
  }

  async #transactions(): Promise<Pick<DriverInfo, 'transactions'>> {
    const value = Buffer.alloc(8);
    const code = await this.#calls.call(
      'info',
      this.#connection,
      infoKinds.transactions,
      value,
      value.length,
      Buffer.alloc(2),
    );
    return succeeded(code) ? { transactions: value.readUInt16LE(0) } : {};
  }

  async #withStatement(
    maxRows: number,
    run: (statement: bigint) => Promise<number>,
    bound = true,
  ): Promise<Answer> {
    if (!this.#connected) return { ok: false, diagnostics: [notConnected] };
    const statement = await this.#allocate(handleKinds.statement, this.#connection).catch(() => undefined);
    if (statement === undefined)
      return { ok: false, diagnostics: await this.#diagnostics(handleKinds.connection, this.#connection) };
    try {
      // One more than asked for: so it shows that there are more.
      if (bound) await this.#calls.call('setStatement', statement, maxRowsAttribute, BigInt(maxRows + 1), 0);
      if (this.#queryTimeout > 0)
        await this.#calls.call(
          'setStatement',
          statement,
          queryTimeoutAttribute,
          BigInt(this.#queryTimeout),
          0,
        );
      const code = await run(statement);
      // SQL_NO_DATA: an UPDATE or DELETE that found no row (ODBC 3).
      if (code === 100) return { ok: true, changed: 0 };
      const result = succeeded(code) ? await resultOf(this.#calls, statement, maxRows) : undefined;
      return result ?? { ok: false, diagnostics: await this.#diagnostics(handleKinds.statement, statement) };
    } finally {
      await this.#calls.call('free', handleKinds.statement, statement);
    }
  }

  async #execute(statement: bigint, text: string, parameters: readonly (string | null)[]): Promise<number> {
    // Kept until the statement has run: the driver reads them then.
    const bound = parameters.map((value) => {
      const bytes = Buffer.from(value ?? '', 'utf16le');
      const length = Buffer.alloc(8);
      length.writeBigInt64LE(value === null ? isNull : BigInt(bytes.length), 0);
      return { bytes: bytes.length === 0 ? Buffer.alloc(2) : bytes, length };
    });
    for (const [index, { bytes, length }] of bound.entries()) {
      const size = BigInt(Math.max(bytes.length / 2, 1));
      const place = index + 1;
      const code = await this.#calls.call(
        'bind',
        statement,
        place,
        input,
        wideText,
        wideVarchar,
        size,
        0,
        bytes,
        bytes.length,
        length,
      );
      if (!succeeded(code)) return code;
    }
    const code = await this.#calls.call('execute', statement, wide(text), zeroEnded);
    return bound.length === parameters.length ? code : -1;
  }

  #catalogue(statement: bigint, asked: Extract<Request, { kind: 'catalogue' }>): Promise<number> {
    const name = (text: string | null) => [text === null ? null : wide(text), text === null ? 0 : zeroEnded];
    const names = [...name(asked.catalogue), ...name(asked.schema), ...name(asked.table)];
    switch (asked.of) {
      case 'tables':
        return this.#calls.call('tables', statement, ...names, null, 0);
      case 'columns':
        return this.#calls.call('columns', statement, ...names, null, 0);
      case 'primary-keys':
        return this.#calls.call('primaryKeys', statement, ...names);
      case 'statistics':
        return this.#calls.call('statistics', statement, ...names, 1, 0);
      default:
        return never(asked.of);
    }
  }

  async #autocommit(value: bigint): Promise<Answer> {
    if (!this.#connected) return { ok: false, diagnostics: [notConnected] };
    const { autocommit } = connectionAttributes;
    const code = await this.#calls.call('setConnection', this.#connection, autocommit, value, 0);
    if (succeeded(code)) return { ok: true };
    return { ok: false, diagnostics: await this.#diagnostics(handleKinds.connection, this.#connection) };
  }

  async #rollback(): Promise<Answer> {
    if (!this.#connected) return { ok: false, diagnostics: [notConnected] };
    const { connection } = handleKinds;
    const code = await this.#calls.call('endTransaction', connection, this.#connection, rollback);
    if (!succeeded(code))
      return { ok: false, diagnostics: await this.#diagnostics(connection, this.#connection) };
    return this.#autocommit(1n);
  }

  async #transaction({
    limits,
    undo,
    steps,
    seconds,
  }: Extract<Request, { kind: 'transaction' }>): Promise<Answer> {
    const begun = await this.#autocommit(0n);
    if (!begun.ok) return begun;
    // Where the server has no limits of its own to set, the driver is asked to keep one.
    this.#queryTimeout = limits.length === 0 ? seconds : 0;
    for (const text of limits) await this.#run(text);
    const done: StepAnswer[] = [];
    let key: string | null = null;
    for (const step of steps) {
      const answer = await this.#step(step, key);
      done.push(answer);
      if (answer.broken !== undefined) break;
      key = answer.rows?.[0]?.key ?? key;
    }
    const rolledBack = await this.#rollback();
    for (const text of undo) await this.#run(text);
    return {
      ok: true,
      steps: done,
      ...(rolledBack.ok ? {} : { open: rolledBack.diagnostics }),
    };
  }

  #run(text: string): Promise<Answer> {
    return this.#withStatement(1, (statement) => this.#execute(statement, text, []), false);
  }

  async #step({ text, parameters, maxRows }: TransactionStep, key: string | null): Promise<StepAnswer> {
    const values = parameters.map((one) => (one === null || typeof one === 'string' ? one : key));
    // MariaDB's driver writes the bound behind the statement, whatever that is: `SHOW VARIABLES LIMIT 11`.
    const run = (statement: bigint) => this.#execute(statement, text, values);
    const answer = await this.#withStatement(maxRows, run, false);
    if (!answer.ok) return { broken: answer.diagnostics };
    const { rows, changed } = answer;
    return defined({ rows, changed });
  }

  #diagnostics(kind: HandleKind, handle: bigint): Promise<readonly Diagnostic[]> {
    return diagnosticsOf(this.#calls, kind, handle);
  }
}

const notConnected: Diagnostic = { state: '08003', native: 0, text: 'there is no connection' };
