import type { Socket } from 'node:net';
import type { Config, ConnectionPool, DriverConnection, Request } from 'mssql';
import { inOwnTurn } from '../../../base/own-turn.ts';
import { closeProblem, hasEnded } from '../../../platform/wait.ts';
import { guardMessages } from './guarded-messages.ts';

/** What is used of the client library. Loaded when a database is really asked, never before the first frame. */
export type Client = typeof import('mssql').default;

export async function loadClient(): Promise<Client> {
  const { default: client } = await inOwnTurn(() => import('mssql'));
  return client;
}

/** A pool of one connection: requests and transactions wait for one another on it. */
export interface OneLogin {
  readonly pool: ConnectionPool;
  /** Bytes that have come so far, and the end of the connection where there are too many of them. */
  readonly flow: Flow;
  /** Ends the connection; harmless when it has ended. */
  close(): Promise<void>;
}

export type { Config, Request };

/** What comes over a connection, whatever the library makes of it. */
export interface Flow {
  received(): number;
  cut(): void;
}

/** How often the flow is looked at, in milliseconds: a fast peer sends some megabytes meanwhile. */
const lookMs = 20;

/** Calls back once when more than so many bytes have come since; gives what ends the watch. */
export function whenMoreThan(bytes: number, flow: Flow, tooMany: () => void): () => void {
  const from = flow.received();
  const timer = setInterval(() => {
    if (flow.received() - from <= bytes) return;
    clearInterval(timer);
    tooMany();
  }, lookMs);
  return () => clearInterval(timer);
}

/** A login is answered in some kilobytes. */
const mostOfLogin = 4 * 1024 * 1024;

/** More than so many bytes to one question: the connection was ended. */
export function tooMuch(bytes: number): { readonly code: 'TOO_MUCH'; readonly text: string } {
  const text = `one answer was longer than ${bytes / 1024 / 1024} MB; the connection was closed`;
  return { code: 'TOO_MUCH', text };
}

/** Longer than any run: our own deadlines end what takes too long. */
export const forever = 3_600_000;

/**
 * Logs in, once. The library's pool logs in to try the settings, throws that connection away and logs in again for
 * the first query: here the first connection is the one that is used, and no second one is ever made.
 */
export async function logInOnce(client: Client, config: Config, signal: AbortSignal): Promise<OneLogin> {
  let first: DriverConnection | undefined;
  let kept: DriverConnection | undefined;
  let socket: Socket | undefined;
  let excess = false;
  const flow: Flow = { received: () => socket?.bytesRead ?? 0, cut: () => socket?.destroy() };
  class OneConnection extends client.ConnectionPool {
    override async _poolCreate(): Promise<DriverConnection> {
      if (kept !== undefined) {
        const ready = kept;
        kept = undefined;
        return ready;
      }
      if (first !== undefined) throw new Error('the connection is lost; the doctor logs in only once');
      kept = await super._poolCreate();
      return kept;
    }

    override async _poolDestroy(connection: DriverConnection): Promise<void> {
      if (connection !== kept) await super._poolDestroy(connection);
    }
  }
  const pool = new OneConnection({
    ...config,
    options: {
      ...config.options,
      // The library waits for the end of a socket that has ended.
      connector: async (to) => {
        socket = living(await config.options.connector(to));
        return socket;
      },
    },
    beforeConnect: (connection) => {
      first = connection;
      guardMessages(connection);
      config.beforeConnect(connection);
    },
  });
  // A pool emits errors that its callers have been told already.
  pool.on('error', () => {});
  // A socket that is just destroyed is not noticed by a login that waits: the connection itself must be closed.
  const stop = () => first?.close();
  signal.addEventListener('abort', stop, { once: true });
  const unwatch = whenMoreThan(mostOfLogin, flow, () => {
    excess = true;
    first?.close();
    flow.cut();
  });
  try {
    await pool.connect();
  } catch (error) {
    signal.throwIfAborted();
    if (excess) throw Object.assign(new Error(tooMuch(mostOfLogin).text), { code: 'TOO_MUCH' });
    throw error;
  } finally {
    unwatch();
    signal.removeEventListener('abort', stop);
  }
  return {
    pool,
    flow,
    async close() {
      // The connection first: a statement that is under way must not hold up the end.
      const ended = first === undefined || first.closed ? undefined : endOf(first);
      first?.close();
      await ended;
      await pool.close();
    },
  };
}

function living(socket: Socket): Socket {
  if (!hasEnded(socket)) return socket;
  const { code, text } = closeProblem(socket);
  socket.destroy();
  throw Object.assign(new Error(text), { code });
}

function endOf(connection: DriverConnection): Promise<void> {
  return new Promise((resolve) => connection.once('end', resolve));
}
