import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { createServer, type Server, type Socket } from 'node:net';
import type { KeyPair } from './certificates.ts';
import type { Bed } from './program.ts';

/** A server that counts its open connections. */
export interface CountingBed extends Bed {
  /** Connections that are open now. */
  open(): number;
  /** Ends when as many connections as asked for are open. */
  opened(count: number): Promise<void>;
  /** All connections so far. */
  total(): number;
}

/** Listens on 127.0.0.1, on a free port or the one asked for, and follows its connections. */
export async function listen(server: Server, port = 0): Promise<CountingBed> {
  const sockets = new Set<Socket>();
  const waiters = new Set<() => void>();
  let total = 0;
  const changed = () => {
    for (const waiter of waiters) waiter();
  };
  server.on('connection', (socket: Socket) => {
    total += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => {
      sockets.delete(socket);
      changed();
    });
    changed();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    open: () => sockets.size,
    total: () => total,
    opened: (count) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (sockets.size !== count) return;
          waiters.delete(look);
          resolve();
        };
        waiters.add(look);
        look();
      }),
    stop: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** Accepts connections, reads what comes and never says a word. */
export function startSilent(): Promise<CountingBed> {
  return listen(createServer((socket) => void socket.resume()));
}

/**
 * A host on 127.0.0.2 whose program is stuck: once the few places of its queue are taken, new connections get no
 * answer at all, as from behind a firewall that drops.
 */
export async function startDeaf(port: number): Promise<Bed> {
  const script = `require('node:net').createServer().listen({ host: '127.0.0.2', port: ${port}, backlog: 1 }, () => {
    require('node:fs').writeSync(1, 'up');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  })`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return {
    port,
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Hangs up at once. */
export function startClosing(): Promise<CountingBed> {
  return listen(createServer((socket) => socket.destroy()));
}

/** Answers whatever comes first with these bytes, then hangs up if asked to. */
export function startGarbage(bytes: Buffer | string, hangUp: boolean): Promise<CountingBed> {
  return listen(
    createServer((socket) => {
      socket.once('data', () => (hangUp ? socket.end(bytes) : socket.write(bytes)));
    }),
  );
}

export interface Cloud extends CountingBed {
  readonly requests: string[];
}

export type Respond = (request: IncomingMessage, response: ServerResponse) => void;

/** A sign-in host over HTTPS. */
export async function startCloud(certificate: KeyPair, respond: Respond, port = 0): Promise<Cloud> {
  const requests: string[] = [];
  const server = createHttps({ cert: certificate.cert, key: certificate.key }, (request, response) => {
    requests.push(`${request.method} ${request.url} ${request.headers.host}`);
    respond(request, response);
  });
  server.on('tlsClientError', () => {});
  return { ...(await listen(server, port)), requests };
}

/** The OpenID configuration of a tenant, as the sign-in host gives it; what matters of it. */
export const healthy: Respond = (request, response) => {
  const tenant = /^\/([^/]+)\/v2\.0\/\.well-known\/openid-configuration$/.exec(request.url ?? '')?.[1];
  response.setHeader('content-type', 'application/json; charset=utf-8');
  if (tenant === undefined) return void response.writeHead(404).end('{"error":"not_found"}');
  if (tenant === 'unknown.example') {
    const error_description = `AADSTS90002: Tenant '${tenant}' not found.`;
    return void response.writeHead(400).end(JSON.stringify({ error: 'invalid_tenant', error_description }));
  }
  response.end(
    JSON.stringify({ issuer: `https://${request.headers.host}/${tenant}/v2.0`, tenant_region_scope: 'NA' }),
  );
};
