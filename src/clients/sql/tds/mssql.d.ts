/** The part of mssql 12 that is used here: it ships no types of its own. */
declare module 'mssql' {
  import type { EventEmitter } from 'node:events';
  import type { Socket } from 'node:net';

  /** tedious' connection, as far as it is listened to. */
  export interface DriverConnection {
    readonly closed: boolean;
    on(event: 'errorMessage' | 'infoMessage', listener: (message: ServerMessage) => void): void;
    once(event: 'end', listener: () => void): void;
    close(): void;
    // Not documented: reads the tokens of a message, and tells of its end.
    createTokenStreamParser(...given: readonly unknown[]): EventEmitter;
  }

  export interface ServerMessage {
    readonly number: number;
    readonly state: number;
    readonly class: number;
    readonly message: string;
  }

  export interface Config {
    readonly server: string;
    readonly port: number;
    readonly database: string;
    readonly user: string;
    readonly password: string;
    readonly domain?: string;
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    /** False: no SELECT 1 before each request. */
    readonly validateConnection: boolean;
    readonly beforeConnect: (connection: DriverConnection) => void;
    readonly pool: {
      readonly min: number;
      readonly max: number;
      readonly acquireTimeoutMillis: number;
      readonly createTimeoutMillis: number;
      readonly idleTimeoutMillis: number;
    };
    readonly options: {
      readonly appName: string;
      readonly encrypt: boolean | 'strict';
      readonly trustServerCertificate: boolean;
      readonly cryptoCredentialsDetails: object;
      readonly maxRetriesOnTransientErrors: number;
      readonly connector: (to: { readonly host: string; readonly port: number }) => Promise<Socket>;
      readonly abortTransactionOnError: boolean;
    };
  }

  /** In stream mode: rows come one by one, errors as events, `done` last and always. */
  export class Request {
    constructor(parent: ConnectionPool);
    stream: boolean;
    input(name: string, type: unknown, value: unknown): this;
    query(text: string): Promise<unknown>;
    cancel(): boolean;
    on(event: 'recordset', listener: () => void): void;
    on(event: 'row', listener: (row: Readonly<Record<string, unknown>>) => void): void;
    on(event: 'error', listener: (error: unknown) => void): void;
    on(event: 'done', listener: () => void): void;
  }

  export class ConnectionPool {
    constructor(config: Config);
    connect(): Promise<this>;
    close(): Promise<void>;
    on(event: 'error', listener: (error: unknown) => void): void;
    // Not documented: the class between a pool and its driver.
    _poolCreate(): Promise<DriverConnection>;
    _poolDestroy(connection: DriverConnection): Promise<void>;
  }

  const mssql: {
    readonly ConnectionPool: typeof ConnectionPool;
    readonly Request: typeof Request;
    readonly Int: unknown;
    readonly Bit: unknown;
    readonly Float: unknown;
    NVarChar(length: number): unknown;
  };
  // biome-ignore lint/style/noDefaultExport: the library is CommonJS, and its one export is this
  export default mssql;
}
