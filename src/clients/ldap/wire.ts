import type { Socket } from 'node:net';
import { exchange } from '../../platform/exchange.ts';
import type { Problem, Step } from '../../platform/types.ts';
import { stopwatch } from '../../platform/wait.ts';

/**
 * The few bytes of LDAP that are spoken before the client library may be trusted with a socket: one question, one
 * answer (RFC 4511 in BER, X.690). Everything else goes through the library.
 */

/** A base search of the rootDSE for no attribute at all: every LDAP server answers it in some way. */
export const hello = Buffer.concat([
  bytes('302a 020101 6325 0400 0a0100 0a0100 020100 020100 010100 870b'),
  Buffer.from('objectClass'),
  bytes('3005 0403'),
  Buffer.from('1.1'),
]);

/** The extended request StartTLS (RFC 4511, 4.14.1). */
export const startTlsRequest = Buffer.concat([
  bytes('301d 020101 7718 8016'),
  Buffer.from('1.3.6.1.4.1.1466.20037'),
]);

/** The first answer: what kind of message (its tag), and the result where it has one. */
export interface Answer {
  readonly operation: number;
  readonly code?: number;
  readonly text?: string;
}

/** An answer larger than this is not one to these questions. */
const longest = 1024 * 1024;

/** A message with the tag of a result: searchResDone, bindResponse, extendedResp. */
const results: readonly number[] = [0x61, 0x65, 0x78];

/**
 * Asks one question and reads one message. Problem codes: `TLS_ANSWER` (the peer speaks TLS), `NOT_LDAP` (it speaks
 * something else), `ECONNRESET` (it hangs up). How long it may take is the signal's business.
 */
export async function ask(
  socket: Socket,
  question: Buffer,
  signal: AbortSignal,
): Promise<Step<{ answer: Answer }>> {
  const ms = stopwatch();
  const parsed = await exchange(socket, question, parse, signal);
  if ('problem' in parsed) return { ok: false, problem: parsed.problem, ms: ms() };
  return { ok: true, answer: parsed.answer, ms: ms() };
}

type Parsed = { readonly answer: Answer } | { readonly problem: Problem };

function parse(got: Buffer): Parsed | undefined {
  // A TLS record: alert or handshake, version 3.x (RFC 8446, 5.1).
  if ((got[0] === 0x15 || got[0] === 0x16) && (got.length < 2 || got[1] === 3)) {
    return { problem: { code: 'TLS_ANSWER', text: 'the answer is TLS, not LDAP' } };
  }
  if (got[0] !== 0x30) return notLdap;
  const message = element(got, 0);
  if (message === 'short') return got.length > longest ? notLdap : undefined;
  if (message === 'broken') return notLdap;
  const id = element(got, message.from);
  if (typeof id === 'string' || id.tag !== 2) return notLdap;
  const operation = element(got, id.to);
  if (typeof operation === 'string' || (operation.tag & 0xc0) !== 0x40) return notLdap;
  if (!results.includes(operation.tag)) return { answer: { operation: operation.tag } };
  const code = element(got, operation.from);
  if (typeof code === 'string' || code.tag !== 0x0a) return notLdap;
  const matched = element(got, code.to);
  const text = typeof matched === 'string' ? matched : element(got, matched.to);
  return {
    answer: {
      operation: operation.tag,
      code: got.subarray(code.from, code.to).reduce((sum, byte) => sum * 256 + byte, 0),
      ...(typeof text === 'string'
        ? {}
        : { text: got.subarray(text.from, text.to).toString().slice(0, 300) }),
    },
  };
}

const notLdap: Parsed = { problem: { code: 'NOT_LDAP', text: 'the answer is not LDAP' } };

interface Element {
  readonly tag: number;
  readonly from: number;
  readonly to: number;
}

/** One BER element with a definite length; `short`: more bytes must come. */
function element(from: Buffer, at: number): Element | 'short' | 'broken' {
  const tag = from[at];
  const first = from[at + 1];
  if (tag === undefined || first === undefined) return 'short';
  let length = first;
  let start = at + 2;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 4) return 'broken';
    if (from.length < start + count) return 'short';
    length = from.readUIntBE(start, count);
    start += count;
  }
  if (length > longest) return 'broken';
  return from.length < start + length ? 'short' : { tag, from: start, to: start + length };
}

function bytes(hex: string): Buffer {
  return Buffer.from(hex.replaceAll(' ', ''), 'hex');
}
