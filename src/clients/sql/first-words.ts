import type { Socket } from 'node:net';
import { exchange } from '../../platform/exchange.ts';
import type { Engine } from '../../settings/schema.ts';
import type { ProbeContext } from '../environment.ts';
import { within } from '../step-timeouts.ts';

/** What a peer's first bytes are. `not-asked`: nothing was read. */
export type Spoken =
  | 'postgresql'
  | 'mysql'
  | 'oracle'
  | 'db2'
  | 'tds'
  | 'tls'
  | 'http'
  | 'ssh'
  | 'nothing'
  | 'hangs-up'
  | 'other'
  | 'not-asked';

export type FirstWords = { readonly speaks: Spoken; readonly says?: string };

/** Seconds that a peer may be silent. */
const patience = 4;

/**
 * The first word of each protocol, with no account in it. PostgreSQL: SSLRequest. MySQL: nothing, it greets by itself.
 * Oracle: a TNS connect packet that pings; DB2: EXCSAT (both by their documents, tried against no such server).
 */
const questions: Readonly<Record<Exclude<Engine, 'sqlserver' | 'other'>, Buffer>> = {
  postgresql: Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]),
  mysql: Buffer.alloc(0),
  oracle: tnsPing(),
  // DSS request, correlation 1, EXCSAT (1041) with one EXTNAM (115E).
  db2: Buffer.from([0, 18, 0xd0, 1, 0, 1, 0, 12, 0x10, 0x41, 0, 8, 0x11, 0x5e, 0x85, 0x83, 0x94, 0x81]),
};

/** Asks for the peer's first word and tells who it is. The socket is of no use for anything else afterwards. */
export async function firstWords(
  context: ProbeContext,
  engine: Exclude<Engine, 'sqlserver'>,
  socket: Socket,
  peer: string,
  signal: AbortSignal,
): Promise<FirstWords> {
  if (engine === 'other') return { speaks: 'not-asked' };
  context.waitingFor(`${peer} (greeting)`);
  const heard = await within(patience, signal, (bounded) =>
    exchange(socket, questions[engine], whoIs, bounded),
  );
  if (heard === undefined) {
    // MySQL speaks first. One that does not is another: that one is asked.
    const other = await within(patience / 2, signal, (bounded) =>
      exchange(socket, questions.postgresql, whoIs, bounded),
    );
    return other === undefined || 'problem' in other ? { speaks: 'nothing' } : other;
  }
  if ('problem' in heard) return { speaks: 'hangs-up' };
  return heard;
}

/** Undefined: more bytes must come. */
export function whoIs(got: Buffer): FirstWords | undefined {
  const text = got.subarray(0, 8).toString('latin1');
  if (got.length === 0) return undefined;
  if (/^(HTTP\/|<html|<!doc)/i.test(text)) return { speaks: 'http' };
  if (text.startsWith('SSH-')) return { speaks: 'ssh' };
  const [first = 0] = got;
  if ((first === 0x15 || first === 0x16) && got[1] === 3) return { speaks: 'tls' };
  // One letter to SSLRequest; an error message is E and its length.
  if ((text === 'S' || text === 'N') && got.length === 1) return { speaks: 'postgresql' };
  if (first === 0x45 && got.length >= 5 && got.readUInt32BE(1) < 10_000) return { speaks: 'postgresql' };
  if (got.length < 5) return undefined;
  return mysqlGreeting(got) ?? binaryPeer(got) ?? { speaks: 'other' };
}

/** Length, number 0, then version 10 and its text ended by zero, or 0xFF and an error. */
function mysqlGreeting(got: Buffer): FirstWords | undefined {
  const length = got.readUIntLE(0, 3);
  if (got[3] !== 0 || length < 3 || length > 4096) return undefined;
  if (got[4] === 0xff) return { speaks: 'mysql' };
  if (got[4] !== 10) return undefined;
  const end = got.indexOf(0, 5);
  const version = got.toString('latin1', 5, end < 0 ? Math.min(got.length, 80) : Math.min(end, 80));
  return { speaks: 'mysql', says: version.replace(/[^\x20-\x7e]/g, '').replace(/^5\.5\.5-/, '') };
}

function binaryPeer(got: Buffer): FirstWords | undefined {
  // TDS answer packet; TNS accept, refuse, redirect, resend; DRDA's D0.
  if (got[0] === 4 && got[1] === 1) return { speaks: 'tds' };
  if (got[2] === 0xd0) return { speaks: 'db2' };
  if (got.readUInt16BE(0) <= 4096 && [2, 4, 5, 11].includes(got[4] ?? 0)) return { speaks: 'oracle' };
  return undefined;
}

/** TNS packet of type CONNECT (1): version 314, compatible 300, its text at 58. */
function tnsPing(): Buffer {
  const text = Buffer.from('(CONNECT_DATA=(COMMAND=ping))', 'latin1');
  const head = Buffer.alloc(58);
  head.writeUInt16BE(head.length + text.length, 0);
  head[4] = 1;
  head.writeUInt16BE(314, 8);
  head.writeUInt16BE(300, 10);
  head.writeUInt16BE(2048, 14);
  head.writeUInt16BE(32_767, 16);
  head.writeUInt16BE(0x7f08, 18);
  head.writeUInt16BE(1, 22);
  head.writeUInt16BE(text.length, 24);
  head.writeUInt16BE(head.length, 26);
  return Buffer.concat([head, text]);
}
