import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ChildConversation } from '../../src/clients/child/conversation.ts';
import { SocketDirectory } from '../../src/clients/ldap/directory.ts';
import { ask, hello } from '../../src/clients/ldap/wire.ts';
import { whoIs } from '../../src/clients/sql/first-words.ts';
import { handshakeTunnel } from '../../src/clients/sql/tds/handshake-tunnel.ts';
import { toSqlProblem } from '../../src/clients/sql/tds/mssql-connection.ts';
import { forever, loadClient, logInOnce } from '../../src/clients/sql/tds/one-login.ts';
import { greet } from '../../src/clients/sql/tds/prelogin.ts';
import { exchange } from '../../src/platform/exchange.ts';
import { createNetwork } from '../../src/platform/node.ts';
import { connect } from '../../src/platform/tcp.ts';
import type { Problem } from '../../src/platform/types.ts';
import { hasEnded } from '../../src/platform/wait.ts';
import { type CountingBed, listen } from '../beds/loopback.ts';

/**
 * A peer may go at any moment, also between two awaits of ours, when nobody listens. Whoever is handed a socket asks
 * first whether it still lives: its end is then told at once and as what it is, never as silence.
 */

const beds: CountingBed[] = [];
afterEach(async () => {
  for (const bed of beds.splice(0)) await bed.stop();
});

const never = new AbortController().signal;
/** A bound for what hangs. */
const soon = () => AbortSignal.timeout(60_000);

/** How it ended before anybody asked. */
const ends: Readonly<Record<string, (peer: Socket, own: Socket) => void>> = {
  'closed by its peer, unread': (peer) => void peer.end(),
  'closed after some last words, unread': (peer) => void peer.end('x'),
  'reset by its peer': (peer) => void peer.resetAndDestroy(),
  'closed by us': (_, own) => void own.destroy(),
};

async function endedSocket(end: (peer: Socket, own: Socket) => void): Promise<Socket> {
  const peers = Promise.withResolvers<Socket>();
  const bed = await listen(createServer({ allowHalfOpen: false }, peers.resolve));
  beds.push(bed);
  const addresses = [{ address: '127.0.0.1', family: 4 }] as const;
  const step = await connect({ addresses, port: bed.port }, never);
  if (!step.ok) throw new Error(step.problem.text);
  const peer = await peers.promise;
  const gone = new Promise((resolve) => peer.once('close', resolve));
  peer.resume();
  end(peer, step.socket);
  // What was sent has arrived when a later connection has come and gone.
  if (end !== ends['closed by its peer, unread'] && end !== ends['closed after some last words, unread'])
    await gone;
  const later = await connect({ addresses, port: bed.port }, never);
  if (later.ok) later.socket.destroy();
  await new Promise((resolve) => setImmediate(resolve));
  return step.socket;
}

/** The roots come after a while, as those of a file do. */
const slowRoots = () =>
  createNetwork(
    async () => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      return { source: 'none', pems: [] };
    },
    () => [],
  );
const network = slowRoots();

type Client = (socket: Socket) => Promise<Problem | undefined>;

const problemIn = (step: object): Problem | undefined =>
  'problem' in step ? (step.problem as Problem) : undefined;

const clients: Readonly<Record<string, Client>> = {
  TLS: async (socket) => problemIn(await slowRoots().secure(socket, { host: 'localhost' }, soon())),
  'an HTTP request': async (socket) =>
    problemIn(await network.get(socket, { host: 'x', target: '/', maxBytes: 9 }, soon())),
  'a tunnel': async (socket) =>
    problemIn(await network.tunnel(socket, { host: 'x', port: 443 }, undefined, soon())),
  "LDAP's first question": async (socket) => problemIn(await ask(socket, hello, soon())),
  "a database's first words": async (socket) =>
    problemIn(await exchange(socket, Buffer.from('x'), whoIs, soon())),
  PRELOGIN: async (socket) => problemIn(await greet(socket, true, soon())),
  'TLS inside PRELOGIN': async (socket) =>
    problemIn(await slowRoots().secure(handshakeTunnel(socket), { host: 'localhost' }, soon())),
  'the LDAP client': async (socket) => {
    const directory = await SocketDirectory.over(socket);
    try {
      return problemIn(await directory.read('', ['*'], soon()));
    } finally {
      await directory.close();
    }
  },
  'the LDAP client, a while after': async (socket) => {
    const directory = await SocketDirectory.over(socket);
    await new Promise((resolve) => setTimeout(resolve, 20));
    try {
      return problemIn(await directory.bind('cn=x', 'not a secret', [], soon()));
    } finally {
      await directory.close();
    }
  },
  'the client of SQL Server': async (socket) => {
    const bound = soon();
    try {
      const login = await logInOnce(
        await loadClient(),
        {
          server: '127.0.0.1',
          port: 1,
          database: 'C',
          user: 'u',
          password: 'not a secret',
          connectionTimeout: forever,
          requestTimeout: 0,
          validateConnection: false,
          beforeConnect: () => {},
          pool: {
            min: 0,
            max: 1,
            acquireTimeoutMillis: forever,
            createTimeoutMillis: 60_000,
            idleTimeoutMillis: forever,
          },
          options: {
            appName: 'test',
            encrypt: false,
            trustServerCertificate: false,
            cryptoCredentialsDetails: { ca: [], allowPartialTrustChain: true },
            maxRetriesOnTransientErrors: 0,
            abortTransactionOnError: true,
            connector: async () => socket,
          },
        },
        bound,
      );
      await login.close();
      return undefined;
    } catch (error) {
      return bound.aborted ? { code: 'NO_ANSWER', text: 'it waits' } : toSqlProblem(error);
    }
  },
};

describe.each(Object.entries(ends))('a socket %s', (_, end) => {
  it.each(Object.entries(clients))('is an end to %s, not silence', async (name, client) => {
    const socket = await endedSocket(end);
    const problem = await client(socket);
    expect(problem, name).toBeDefined();
    expect(['NO_ANSWER', 'ETIMEOUT', 'ABORT_ERR']).not.toContain(problem?.code);
    await expect.poll(() => hasEnded(socket)).toBe(true);
  });
});

describe('a child that has ended', () => {
  it('is an end to whoever asks it next', async () => {
    const kind = {
      mode: 'x',
      isAnswer: (_given: object): _given is { ok: true } & Record<string, unknown> => true,
    };
    const program = { file: process.execPath, args: ['-e', 'process.exit(3)', '--'] };
    const conversation = new ChildConversation<object, { ok: true }>(kind, program, process.env);
    const first = await conversation.ask({}, 60, soon());
    const second = await conversation.ask({}, 60, soon());
    expect([first, second]).toEqual(
      Array(2).fill({ ok: false, ended: { how: 'crashed', exit: 'exit code 3' } }),
    );
    await conversation.close();
  });
});
