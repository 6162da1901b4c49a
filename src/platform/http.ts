import { type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import { hungUp } from './problem.ts';
import type { BasicCredentials, Endpoint, HttpAnswer, Network, TunnelStep } from './types.ts';
import { authority } from './url-host.ts';
import { abortable, hasEnded, timed } from './wait.ts';

/** Headers above this are refused: no honest answer here is near it. */
const maxHeaderSize = 16 * 1024;

const common = { setHost: false, maxHeaderSize, joinDuplicateHeaders: true } as const;

/** One GET (with a body: one POST) over a connected socket, which is closed afterwards. No redirect is followed. */
export const get: Network['get'] = (socket, wanted, signal) =>
  timed<HttpAnswer>(signal, () =>
    abortable<HttpAnswer>(
      signal,
      (done, failed) => {
        if (hasEnded(socket)) return failed(hungUpError());
        const body = wanted.content?.body?.();
        const asked = request({
          ...common,
          createConnection: () => socket,
          method: body === undefined ? 'GET' : 'POST',
          path: wanted.target,
          headers: {
            host: wanted.host,
            accept: 'application/json, */*;q=0.1',
            'accept-encoding': 'identity',
            'user-agent': 'ecma-doctor',
            connection: 'close',
            ...proxyAuthorization(wanted.credentials),
            ...wanted.content?.headers(),
          },
        });
        asked.on('error', failed);
        asked.on('close', () => failed(hungUpError()));
        asked.on('response', (answer) => readBody(answer, wanted, done, failed));
        asked.end(body);
      },
      () => socket.destroy(),
    ).finally(() => socket.destroy()),
  );

/** HTTP CONNECT. The proxy's refusal is an answer, not a problem; its socket is closed. */
export function tunnel(
  socket: Socket,
  to: Endpoint,
  credentials: BasicCredentials | undefined,
  signal: AbortSignal,
): Promise<TunnelStep> {
  const target = authority(to.host, to.port);
  return timed(signal, async () => {
    const answer = await abortable<IncomingMessage>(
      signal,
      (done, failed) => {
        if (hasEnded(socket)) return failed(hungUpError());
        const asked = request({
          ...common,
          createConnection: () => socket,
          method: 'CONNECT',
          path: target,
          headers: { host: target, 'user-agent': 'ecma-doctor', ...proxyAuthorization(credentials) },
        });
        asked.on('error', failed);
        asked.on('close', () => failed(hungUpError()));
        asked.on('connect', (reply: IncomingMessage, _socket: Socket, early: Buffer) => {
          if (early.length > 0) socket.unshift(early);
          done(reply);
        });
        asked.end();
      },
      () => socket.destroy(),
    ).catch((error: unknown) => {
      socket.destroy();
      throw error;
    });
    const status = answer.statusCode ?? 0;
    if (status >= 200 && status < 300) return { opened: true as const, status, socket };
    socket.destroy();
    return { opened: false as const, status, headers: plainHeaders(answer) };
  });
}

function readBody(
  answer: IncomingMessage,
  { maxBytes, binary }: { readonly maxBytes: number; readonly binary?: boolean },
  done: (answer: HttpAnswer) => void,
  failed: (error: unknown) => void,
): void {
  const parts: Buffer[] = [];
  let length = 0;
  const finish = (cut: boolean) => {
    const body = Buffer.concat(parts)
      .subarray(0, maxBytes)
      .toString(binary ? 'latin1' : 'utf8');
    done({ status: answer.statusCode ?? 0, headers: plainHeaders(answer), body, cut });
  };
  answer.on('data', (part: Buffer) => {
    parts.push(part);
    length += part.length;
    if (length <= maxBytes) return;
    finish(true);
    answer.destroy();
  });
  answer.on('end', () => finish(false));
  answer.on('error', failed);
}

function plainHeaders(answer: IncomingMessage): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    // A cookie is a secret of the peer's, and of no use here.
    if (value === undefined || name === 'set-cookie') continue;
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

/** RFC 7617: the user-id must not hold a colon, and the text goes as UTF-8. */
function proxyAuthorization(credentials: BasicCredentials | undefined): Readonly<Record<string, string>> {
  if (credentials === undefined) return {};
  const pair = Buffer.from(`${credentials.user}:${credentials.reveal()}`, 'utf8').toString('base64');
  return { 'proxy-authorization': `Basic ${pair}` };
}

function hungUpError(): Error {
  return Object.assign(new Error(hungUp.text), { code: hungUp.code });
}
