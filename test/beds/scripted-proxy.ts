import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { connect, type Socket } from 'node:net';
import type { KeyPair } from './certificates.ts';
import { type CountingBed, listen } from './loopback.ts';

export interface ProxyScript {
  /** Wants this account; without it everyone may pass. */
  readonly account?: { readonly user: string; readonly password: string };
  /** Ways of signing in that a 407 offers. */
  readonly schemes?: readonly string[];
  /** What a wrong password is answered with. */
  readonly wrong?: 401 | 407;
  /** Refuses every tunnel with this status. */
  readonly status?: number;
  /** The port of this machine that a target stands for; undefined: as asked, 0: 502. */
  readonly map?: (target: string) => number | undefined;
  /** The status that a plain GET gets. */
  readonly plain?: (url: string) => number;
  /** Over TLS. */
  readonly certificate?: KeyPair;
}

export interface ScriptedProxy extends CountingBed {
  /** `Proxy-Authorization` values as they came; an empty text where there was none. */
  readonly seen: string[];
  /** Targets of CONNECT, and whole addresses of plain requests. */
  readonly targets: string[];
}

/** A proxy for CONNECT alone, that does as it is told. */
export async function startProxy(script: ProxyScript): Promise<ScriptedProxy> {
  const seen: string[] = [];
  const targets: string[] = [];
  const { certificate } = script;
  const server =
    certificate === undefined
      ? createServer()
      : createHttps({ cert: certificate.cert, key: certificate.key });
  server.on('tlsClientError', () => {});
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    const given = request.headers['proxy-authorization'] ?? '';
    seen.push(given);
    targets.push(request.url ?? '');
    client.on('error', () => {});
    const status = statusFor(script, given);
    if (status !== 200) {
      const offered = (script.schemes ?? ['Basic realm="bed"'])
        .map((one) => `Proxy-Authenticate: ${one}\r\n`)
        .join('');
      // Said before it is done: else a client on a busy machine asks again over what is about to close.
      const ends = 'Connection: close\r\nContent-Length: 0\r\n\r\n';
      client.end(`HTTP/1.1 ${status} No\r\n${status === 407 ? offered : ''}${ends}`);
      return;
    }
    open(script, request.url ?? '', client);
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const given = request.headers['proxy-authorization'] ?? '';
    seen.push(given);
    targets.push(request.url ?? '');
    const status = statusFor(script, given);
    response.writeHead(status === 200 ? (script.plain?.(request.url ?? '') ?? 200) : status).end();
  });
  return { ...(await listen(server)), seen, targets };
}

function statusFor({ account, wrong, status }: ProxyScript, given: string): number {
  if (account !== undefined) {
    if (given === '') return 407;
    const right = `Basic ${Buffer.from(`${account.user}:${account.password}`).toString('base64')}`;
    if (given !== right) return wrong ?? 407;
  }
  return status ?? 200;
}

function open({ map }: ProxyScript, target: string, client: Socket): void {
  const mapped = map?.(target);
  const [host = '', port = ''] = mapped === undefined ? target.split(':') : ['localhost', String(mapped)];
  const upstream = connect(Number(port), host === 'localhost' ? '127.0.0.1' : host);
  upstream.once('connect', () => {
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    client.pipe(upstream).pipe(client);
  });
  upstream.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n'));
  client.on('close', () => upstream.destroy());
  upstream.on('close', () => client.destroy());
}
