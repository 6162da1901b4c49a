import { spawn } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { type CountingBed, listen } from '../beds/loopback.ts';
import { temporaryFolder } from '../beds/program.ts';
import { entryMessage } from '../beds/scripted-ldap-wire.ts';
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

export async function raw(serve: (socket: Socket) => void) {
  const bed = await listen(
    createServer((socket) => void socket.on('error', () => {}).once('data', () => serve(socket))),
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
const message = token.error({ number: 50_000, class: 10, message: 'm'.repeat(900) });
const hello = Buffer.from('300c02010165070a010004000400', 'hex');

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
    start: tds(message, message),
  },
  {
    name: 'entries of a directory',
    client: 'directory',
    said: /^(unknown one answer was longer than|timed-out)/,
    start: () =>
      raw((socket) => {
        socket.write(hello);
        socket.on('data', () => {});
        pour(
          socket,
          entryMessage(1, { dn: 'cn=x', attributes: { description: 'x'.repeat(9000) } }, [], false),
        );
      }),
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
  return { code, signal, said: told.said ?? '', peakMb: told.peakMb ?? 0 };
}
