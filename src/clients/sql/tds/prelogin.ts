import type { Socket } from 'node:net';
import { exchange } from '../../../platform/exchange.ts';
import type { Problem, Step } from '../../../platform/types.ts';
import { stopwatch } from '../../../platform/wait.ts';

/**
 * PRELOGIN, the first word of TDS (MS-TDS 2.2.6.5): one question and one answer in clear, no credential in it. It
 * tells SQL Server from everything else that may listen there, and what encryption the server offers.
 */

/** What the server says of encryption: for the login only, for all, not at all, or that it insists. */
export type Offer = 'login-only' | 'all' | 'none' | 'demanded';

export type Greeting = {
  /** `16.0.4100`: the build of the server. */
  readonly version: string;
  readonly offer: Offer;
};

const preloginType = 0x12;
const answerType = 0x04;
const longest = 4096;
const offers: Readonly<Record<number, Offer>> = { 0: 'login-only', 1: 'all', 2: 'none', 3: 'demanded' };

/** Asks with the encryption that the login will use. */
export function question(encrypted: boolean): Buffer {
  // VERSION, ENCRYPTION, INSTOPT, THREADID, MARS: a table of offsets, then their data.
  const table = [0, 0, 26, 0, 6, 1, 0, 32, 0, 1, 2, 0, 33, 0, 1, 3, 0, 34, 0, 4, 4, 0, 38, 0, 1, 0xff];
  const data = [0, 0, 0, 0, 0, 0, encrypted ? 1 : 2, 0, 0, 0, 0, 0, 0];
  return packet(Buffer.from([...table, ...data]));
}

/** One PRELOGIN packet: header of MS-TDS 2.2.3.1. */
export function packet(data: Buffer): Buffer {
  const head = Buffer.from([preloginType, 1, 0, 0, 0, 0, 1, 0]);
  head.writeUInt16BE(data.length + head.length, 2);
  return Buffer.concat([head, data]);
}

/**
 * Problem codes: `TLS_ANSWER` and `HTTP_ANSWER` (the peer speaks that), `NOT_TDS` (something else), `ECONNRESET` (it
 * hangs up). How long it may take is the signal's business. The socket stays open.
 */
export async function greet(
  socket: Socket,
  encrypted: boolean,
  signal: AbortSignal,
): Promise<Step<{ greeting: Greeting }>> {
  const ms = stopwatch();
  const heard = await exchange(socket, question(encrypted), read, signal);
  if ('problem' in heard) return { ok: false, problem: heard.problem, ms: ms() };
  return { ok: true, greeting: heard.greeting, ms: ms() };
}

type Heard = { readonly greeting: Greeting } | { readonly problem: Problem };

/** What the bytes so far say; undefined: more must come. */
function read(got: Buffer): Heard | undefined {
  const first = got[0];
  if ((first === 0x15 || first === 0x16) && (got.length < 2 || got[1] === 3)) {
    return { problem: { code: 'TLS_ANSWER', text: 'the answer is TLS, not TDS' } };
  }
  if (/^(HTTP\/|<html|<!doc)/i.test(got.subarray(0, 8).toString('latin1'))) {
    return { problem: { code: 'HTTP_ANSWER', text: 'the answer is HTTP, not TDS' } };
  }
  if (first !== answerType) return notTds;
  if (got.length < 8) return undefined;
  const length = got.readUInt16BE(2);
  if (length < 9 || length > longest) return notTds;
  if (got.length < length) return undefined;
  const greeting = options(got.subarray(8, length));
  return greeting === undefined ? notTds : { greeting };
}

const notTds: Heard = { problem: { code: 'NOT_TDS', text: 'the answer is not TDS' } };

function options(data: Buffer): Greeting | undefined {
  let version: string | undefined;
  let offer: Offer | undefined;
  for (let at = 0; data[at] !== 0xff; at += 5) {
    if (at + 5 > data.length) return undefined;
    const [from, length] = [data.readUInt16BE(at + 1), data.readUInt16BE(at + 3)];
    const value = data.subarray(from, from + length);
    if (data[at] === 0 && value.length >= 6) version = `${value[0]}.${value[1]}.${value.readUInt16BE(2)}`;
    if (data[at] === 1 && value.length >= 1) offer = offers[(value[0] ?? 2) & 0x0f];
  }
  return version === undefined || offer === undefined ? undefined : { version, offer };
}
