import { spawn } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { type CountingBed, listen } from '../beds/loopback.ts';
import { temporaryFolder } from '../beds/program.ts';
import { entryMessage, messageId } from '../beds/scripted-ldap-wire.ts';
import { startTds } from '../beds/tds/server.ts';
import * as token from '../beds/tds/tokens.ts';

/** A peer that sends without end, to one client of ours in a process of its own with little memory. */
export interface Flood {
  readonly name: string;
  readonly client: string;
  /** What is told: a row of its own, and not what a peer wrote. */
  readonly said: RegExp;
  /** Where it stands: a port, a file. */
  start(): Promise<{ readonly where: string; stop(): Promise<void> }>;
}

export interface Flooded {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly said: string;
  readonly peakMb: number;
}

/** Writes the same bytes until nobody reads any more. */
export function pour(socket: Socket, bytes: Buffer): void {
  const more = () => {
    while (!socket.destroyed && socket.write(bytes));
  };
  socket.on('drain', more);
  more();
}

export async function raw(serve: (socket: Socket, asked: Buffer) => void) {
  const bed = await listen(
    createServer(
      (socket) => void socket.on('error', () => {}).once('data', (asked: Buffer) => serve(socket, asked)),
    ),
  );
  return standing(bed);
}

const standing = (bed: CountingBed) => ({ where: String(bed.port), stop: () => bed.stop() });

export const tds = (first: Buffer, more: Buffer) => async () =>
  standing(await startTds({ encryption: 'none', answer: () => ({ pour: [first, more] }) }));

const rows = token.resultSet(['name'], [{ name: 'x'.repeat(3000) }]);
const twoRows = token.resultSet(['name'], [{ name: 'x'.repeat(3000) }, { name: 'x'.repeat(3000) }]);
/** COLMETADATA of one nvarchar(max), and a row whose value has no known length (MS-TDS 2.2.5.2.3). */
const endlessValue = Buffer.concat([
  Buffer.from([0x81, 1, 0, 0, 0, 0, 0, 9, 0, 0xe7, 0xff, 0xff, 9, 4, 0xd0, 0, 0x34, 1, 0x61, 0]),
  Buffer.from([0xd1, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
]);
const chunk = Buffer.concat([Buffer.from([0, 0x40, 0, 0]), Buffer.alloc(0x4000, 0x61)]);
/** NBCROW of 1,000 columns: that one has no value takes a bit (MS-TDS 2.2.7.13). */
const nullRow = Buffer.concat([Buffer.from([0xd2]), Buffer.alloc(125, 0xff)]);
const nullRows = Buffer.concat(Array.from({ length: 500 }, () => nullRow));
const notice = token.error({ number: 50_000, class: 10, message: 'm'.repeat(900) });
const hello = Buffer.from('300c02010165070a010004000400', 'hex');

/** An element of BER, and a message of LDAP (RFC 4511, 4.1.1). */
function ber(tag: number, ...content: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(content);
  const head = Buffer.from([tag, 0x84, 0, 0, 0, 0]);
  head.writeUInt32BE(bytes.length, 2);
  return Buffer.concat([head, bytes]);
}
const message = (id: number, ...parts: readonly Buffer[]) => ber(0x30, ber(2, Buffer.from([id])), ...parts);
const nothing = Buffer.from([4, 0]);
const name = ber(4, Buffer.from('x'));
const refusal = Buffer.from([0x0a, 1, 53, 4, 0, 4, 0]);

/** A directory that answers every question with the same bytes until nobody reads any more. */
export const endless = (bytes: (id: number) => Buffer) =>
  raw((socket, asked) => {
    const id = messageId(asked);
    socket.on('data', () => {});
    // The question whether LDAP is spoken there has the number 1, on a connection of its own.
    if (id === 1) socket.write(hello);
    else pour(socket, bytes(id));
  });

/** That, to the first question, and nothing behind it. */
const answering = (bytes: Buffer) => () => raw((socket) => void socket.write(bytes));

export const floods: readonly Flood[] = [
  {
    name: 'rows of a database',
    client: 'database',
    said: /"TOO_(MANY_ROWS|MUCH)"|^timed-out$/,
    start: tds(rows, twoRows.subarray(rows.length)),
  },
  {
    name: 'a value of a database',
    client: 'database',
    said: /"TOO_MUCH"|^timed-out$/,
    start: tds(endlessValue, chunk),
  },
  {
    name: 'messages of a database',
    client: 'database',
    said: /"TOO_MUCH"|^timed-out$/,
    start: tds(notice, notice),
  },
  {
    name: 'rows of very many columns of a database',
    client: 'database',
    said: /"TOO_MUCH","text":"the server sends more than 500000 values"|^timed-out$/,
    start: tds(
      token.resultSet(
        Array.from({ length: 1000 }, (_, at) => `c${at}`),
        [],
      ),
      nullRows,
    ),
  },
  {
    name: 'entries of a directory',
    client: 'directory',
    said: /^(unknown one answer was longer than|timed-out)/,
    start: () =>
      endless((id) =>
        entryMessage(id, { dn: 'cn=x', attributes: { description: 'x'.repeat(9000) } }, [], false),
      ),
  },
  {
    name: 'values of an entry of a directory',
    client: 'signed-in',
    said: /^TOO_MUCH one answer had more than 200,000 values/,
    start: answering(
      message(2, ber(0x64, name, ber(0x30, ber(0x30, name, ber(0x31, Buffer.alloc(15_000_000, nothing)))))),
    ),
  },
  {
    name: 'attributes of an entry of a directory',
    client: 'signed-in',
    said: /^TOO_MUCH one answer had more than 200,000 values/,
    start: answering(
      message(2, ber(0x64, name, ber(0x30, Buffer.alloc(15_000_000, ber(0x30, nothing, ber(0x31)))))),
    ),
  },
  {
    name: 'entries of few values of a directory',
    client: 'signed-in',
    said: /^TOO_MUCH one answer had more than 200,000 values/,
    start: answering(
      Buffer.concat(
        Array.from({ length: 19_000 }, () =>
          message(2, ber(0x64, name, ber(0x30, ber(0x30, name, ber(0x31, Buffer.alloc(1600, nothing)))))),
        ),
      ),
    ),
  },
  {
    name: 'references of a directory',
    client: 'signed-in',
    said: /^TOO_MUCH one answer had more than 200,000 values/,
    start: answering(message(2, ber(0x73, Buffer.alloc(15_000_000, nothing)))),
  },
  {
    name: 'referrals of a refusal of a directory',
    client: 'signed-in',
    said: /^TOO_MUCH one answer had more than 200,000 values/,
    start: answering(message(2, ber(0x65, refusal, ber(0xa3, Buffer.alloc(15_000_000, nothing))))),
  },
  {
    name: 'controls of an answer of a directory',
    client: 'signed-in',
    said: /^TOO_MUCH one answer had more than 200,000 values/,
    start: answering(message(2, ber(0x65, refusal), ber(0xa0, Buffer.alloc(15_000_000, ber(0x30, nothing))))),
  },
  {
    name: 'refusals of a directory that nobody asked for',
    client: 'signed-in',
    said: /^TOO_MUCH it goes on sending what was not asked for/,
    start: () =>
      raw((socket) =>
        pour(socket, Buffer.concat(Array.from({ length: 5000 }, () => message(99, ber(0x65, refusal))))),
      ),
  },
  {
    name: 'a page',
    client: 'request',
    said: /^65536 bytes, cut: true$/,
    start: () =>
      raw((socket) => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        pour(socket, Buffer.alloc(65_536, 120));
      }),
  },
  {
    name: 'headers of a page',
    client: 'request',
    said: /^HPE_HEADER_OVERFLOW$/,
    start: () =>
      raw((socket) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        pour(socket, Buffer.from(`x-more: ${'y'.repeat(4000)}\r\n`.repeat(16)));
      }),
  },
  {
    name: 'words of a driver',
    client: 'driver',
    said: /"nonsense"/,
    start: async () => ({ where: '', stop: async () => {} }),
  },
  {
    name: 'a file of 8 GB',
    client: 'file',
    said: /^1048576 bytes, cut: true$/,
    async start() {
      const folder = await temporaryFolder();
      const path = join(folder, 'large');
      writeFileSync(path, '');
      truncateSync(path, 8 * 1024 ** 3);
      return { where: path, stop: async () => truncateSync(path, 0) };
    },
  },
];

/** Runs the client with a heap of 512 MB. */
export async function flooded({ client, start }: Flood): Promise<Flooded> {
  const peer = await start();
  const script = join(import.meta.dirname, 'children', 'one-client.ts');
  const child = spawn(process.execPath, ['--max-old-space-size=512', script, client, peer.where], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
    child.once('close', (...end) => resolve(end)),
  );
  await peer.stop();
  const told: { said?: string; peakMb?: number } = text === '' ? {} : JSON.parse(text);
  return { code, signal, said: told.said ?? '', peakMb: told.peakMb ?? Number.NaN };
}
