import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { join } from 'node:path';
import { entryMessage } from '../beds/scripted-ldap-wire.ts';
import * as token from '../beds/tds/tokens.ts';
import { pour, raw, tds } from './floods.ts';

/** A peer that sends without end in answers that are as short as they can be: much work for few bytes. */
export interface Storm {
  readonly name: string;
  readonly client: string;
  start(): Promise<{ readonly where: string; stop(): Promise<void> }>;
}

const nobody = async () => ({ where: '0', stop: async () => {} });

const lines = (first: string, more: string) => () =>
  raw((socket) => {
    socket.on('data', () => {});
    socket.write(first);
    pour(socket, Buffer.from(more.repeat(2000)));
  });

/** A byte at a time, each in a packet of its own. */
const dribbling = (first: Buffer, byte: Buffer) => () =>
  raw((socket) => {
    socket.on('data', () => {});
    socket.setNoDelay(true);
    socket.write(first);
    const more = (): void => {
      if (!socket.destroyed) socket.write(byte, () => setImmediate(more));
    };
    more();
  });

const ldap = (...messages: readonly Buffer[]) => {
  return () =>
    raw((socket) => {
      socket.on('data', () => {});
      pour(socket, Buffer.concat(Array.from({ length: 2000 }, () => messages).flat()));
    });
};

/** A searchResultReference of the message of this number (RFC 4511, 4.5.2). */
const reference = (id: number) => Buffer.from([0x30, 9, 2, 1, id, 0x73, 4, 4, 2, 0x78, 0x3a]);

/** To whoever asks, as many datagrams as the loop can send. */
function datagrams(make: (asked: Buffer) => Buffer) {
  return async () => {
    const socket = createSocket('udp4');
    let over = false;
    socket.on('error', () => {});
    socket.on('message', (asked, { port, address }) => {
      const bytes = make(asked);
      let left = 20_000;
      const more = (): void => {
        for (let times = 0; times < 200 && !over; times += 1) socket.send(bytes, port, address);
        left -= 200;
        if (left > 0 && !over) setImmediate(more);
      };
      more();
    });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return {
      where: String(socket.address().port),
      async stop() {
        over = true;
        socket.close();
      },
    };
  };
}

const done = token.done(undefined, { more: true });
const notice = token.error({ number: 50_000, class: 10, message: 'm' });
const row = token.resultSet(['n'], [{ n: 'x' }]);
const rows = token.resultSet(['n'], [{ n: 'x' }, { n: 'x' }]).subarray(row.length);
const many = (one: Buffer) => Buffer.concat(Array.from({ length: 500 }, () => one));
const entry = (id: number) => entryMessage(id, { dn: '', attributes: {} }, [], false);

export const storms: readonly Storm[] = [
  { name: 'empty entries of a directory', client: 'directory', start: ldap(entry(1), entry(2)) },
  { name: 'references of a directory', client: 'directory', start: ldap(reference(1), reference(2)) },
  { name: 'answers of a directory to nothing', client: 'directory', start: ldap(entry(99), reference(98)) },
  { name: 'short rows of a database', client: 'database', start: tds(row, many(rows)) },
  { name: 'notices of a database', client: 'database', start: tds(notice, many(notice)) },
  { name: 'ends of a database that go on', client: 'database', start: tds(done, many(done)) },
  { name: 'short headers', client: 'request', start: lines('HTTP/1.1 200 OK\r\n', 'a:\r\n') },
  { name: 'promises of an answer', client: 'request', start: lines('', 'HTTP/1.1 100 Continue\r\n\r\n') },
  {
    name: 'chunks of one byte',
    client: 'request',
    start: lines('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', '1;x\r\ny\r\n'),
  },
  { name: 'short headers of a proxy', client: 'proxy', start: lines('HTTP/1.1 407 No\r\n', 'a:\r\n') },
  { name: 'promises of a proxy', client: 'proxy', start: lines('', 'HTTP/1.1 102 Wait\r\n\r\n') },
  {
    name: 'refusals of a proxy that go on',
    client: 'proxy',
    start: lines(
      'HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\ntransfer-encoding: chunked\r\n\r\n',
      '1;x\r\ny\r\n',
    ),
  },
  {
    name: 'the beginning of an answer that never is whole',
    client: 'strangers',
    start: dribbling(Buffer.from([0x30, 0x83, 0x0f, 0, 0]), Buffer.from([4])),
  },
  {
    name: 'words of TLS that say nothing',
    client: 'handshake',
    start: lines('', '\u0016\u0003\u0003\u0000\u0000'),
  },
  {
    name: 'the beginning of a certificate that never is whole',
    client: 'handshake',
    start: dribbling(Buffer.from('160303400002', 'hex'), Buffer.from([0])),
  },
  {
    name: 'datagrams of a browser service',
    client: 'browser',
    start: datagrams(() => Buffer.from([5, 1, 0, 0x78])),
  },
  {
    name: 'answers of a name server to another question',
    client: 'names',
    start: datagrams((asked) => Buffer.concat([Buffer.from([0xff, 0xff, 0x81, 0x80]), asked.subarray(4)])),
  },
  {
    name: 'answers of a name server',
    client: 'names',
    start: datagrams((asked) =>
      Buffer.concat([asked.subarray(0, 2), Buffer.from([0x81, 0x80]), asked.subarray(4)]),
    ),
  },
  { name: "answers of a driver's child that nobody asked for", client: 'driver', start: nobody },
  { name: 'lines of a PowerShell', client: 'shell', start: nobody },
];

/** The deadline of its probe, and by how much no peer moves it, in milliseconds. */
export const deadlineMs = 1500;
export const mostBehindMs = 2000;

export interface Ended {
  readonly code: number | null;
  readonly kind?: string;
  readonly asked: number;
  /** What the thread of the probe worked: never more than what passed, however busy the machine is. */
  readonly workedMs: number;
}

export async function endedAtDeadline({ client, start }: Storm): Promise<Ended> {
  const peer = await start();
  const script = join(import.meta.dirname, 'children', 'past-deadline.ts');
  const child = spawn(process.execPath, [script, client, peer.where, String(deadlineMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  await peer.stop();
  return { code, asked: 0, workedMs: Number.POSITIVE_INFINITY, ...(text === '' ? {} : JSON.parse(text)) };
}
