import type { Socket } from 'node:net';
import { grouped } from '../../base/phrases.ts';
import type { Problem } from '../../platform/types.ts';

/** What the answer to one question may hold. */
export interface AnswerBounds {
  readonly entries: number;
  readonly bytes: number;
  /** Of BER: values, attributes, what holds them. Each takes memory beyond its bytes. */
  readonly elements: number;
}

/** Of a signed-in connection: more than any row asks for, and little enough to be held in memory. */
export const answerBounds: AnswerBounds = {
  entries: 20_000,
  bytes: 32 * 1024 * 1024,
  elements: 200_000,
};
/** Of strangers: a rootDSE is one entry. */
export const rootDseBounds: AnswerBounds = { entries: 100, bytes: 2 * 1024 * 1024, elements: 20_000 };

interface Tally {
  entries: number;
  bytes: number;
}

/** The first bytes of a message that are looked at: enough for a result with its referrals. */
const looked = 4096;

/** How an operation ended that did not succeed. */
export interface FailedAnswer {
  readonly code: number;
  /** Entries and references that came before. */
  readonly entries: number;
  /** Servers that it refers to: `ldap://host:389`. */
  readonly referrals: readonly string[];
}

/**
 * Counts what a server sends, message by message (RFC 4511 in BER; decisions: Answers of a directory), beside the client library, which gathers without
 * end and keeps no count of a search that failed. Beyond the bounds the connection is closed.
 */
export class AnswerMeter {
  /** Why it closed the connection. */
  exceeded: Problem | undefined;
  readonly #socket: Socket;
  readonly #bounds: AnswerBounds;
  readonly #open = new Map<number, Tally>();
  /** Those that nobody has asked about yet. */
  readonly #failed: FailedAnswer[] = [];
  #head = Buffer.alloc(0);
  /** Bytes of the present message that are still to come, its beginning being read. */
  #skip = 0;

  constructor(socket: Socket, bounds: AnswerBounds) {
    this.#socket = socket;
    this.#bounds = bounds;
    socket.prependListener('data', (part: Buffer) => this.#read(part));
  }

  /** The earliest one that ended with this code and was not asked about yet. */
  claim(code: number): FailedAnswer | undefined {
    const at = this.#failed.findIndex((one) => one.code === code);
    return at < 0 ? undefined : this.#failed.splice(at, 1)[0];
  }

  #read(part: Buffer): void {
    let rest = part;
    while (rest.length > 0 && this.exceeded === undefined) {
      if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, rest.length);
        this.#skip -= skipped;
        rest = rest.subarray(skipped);
        continue;
      }
      const before = this.#head.length;
      this.#head = Buffer.concat([this.#head, rest.subarray(0, looked - before)]);
      const message = header(this.#head, 0);
      if (message === undefined) {
        // Too few bytes yet; what is no LDAP is the library's to refuse.
        if (this.#head.length >= looked) this.#skip = Number.MAX_SAFE_INTEGER;
        return;
      }
      const size = message.from + message.length;
      if (message.length > this.#bounds.bytes) {
        this.#end('bytes');
        return;
      }
      const enough = Math.min(size, looked);
      if (this.#head.length < enough) return;
      this.#note(this.#head.subarray(0, enough), message.from, size);
      rest = rest.subarray(enough - before);
      this.#head = Buffer.alloc(0);
      this.#skip = size - enough;
    }
  }

  #note(head: Buffer, from: number, size: number): void {
    const id = header(head, from);
    // What is no message of LDAP is the library's to refuse.
    if (id === undefined || id.length < 1 || id.length > 4 || id.from + id.length > head.length) return;
    const number = head.readUIntBE(id.from, id.length);
    const tag = head[id.from + id.length];
    const tally = this.#open.get(number) ?? { entries: 0, bytes: 0 };
    this.#open.set(number, tally);
    tally.bytes += size;
    if (tag === 0x64 || tag === 0x73) {
      tally.entries += 1;
      if (tally.entries > this.#bounds.entries) this.#end('entries');
      else if (tally.bytes > this.#bounds.bytes) this.#end('bytes');
      return;
    }
    this.#open.delete(number);
    const operation = header(head, id.from + id.length);
    const code = operation && head[operation.from + 2];
    if (code === undefined || code === 0) return;
    const referrals = code === 10 ? addresses(head.toString('latin1')) : [];
    this.#failed.push({ code, entries: tally.entries, referrals });
  }

  #end(what: 'entries' | 'bytes'): void {
    const { entries, bytes } = this.#bounds;
    const bound = what === 'entries' ? `${grouped(entries)} entries` : `${bytes / 1024 / 1024} MB`;
    this.exceeded = {
      code: 'TOO_MUCH',
      text: `one answer was longer than ${bound}; the connection was closed`,
    };
    this.#socket.destroy();
  }
}

/** Scheme, host and port of the addresses in it: what stands behind may be names of entries. */
function addresses(text: string): readonly string[] {
  return [...new Set(text.match(/ldaps?:\/\/[\w.:[\]-]+/gi) ?? [])].slice(0, 3);
}

/** Where the content of a BER element begins, and how long it is; undefined: not whole yet, or none. */
function header(of: Buffer, at: number): { readonly from: number; readonly length: number } | undefined {
  const first = of[at + 1];
  if (first === undefined) return undefined;
  if (first < 0x80) return { from: at + 2, length: first };
  const count = first & 0x7f;
  if (count === 0 || count > 6 || of.length < at + 2 + count) return undefined;
  return { from: at + 2 + count, length: of.readUIntBE(at + 2, count) };
}
