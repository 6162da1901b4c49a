import { Buffer } from 'node:buffer';
import type { Control } from 'ldapts';
import { defined } from '../../../base/defined.ts';
import type { Problem } from '../../../platform/types.ts';
import { stopwatch } from '../../../platform/wait.ts';
import { answerBounds } from '../answer-meter.ts';
import {
  anyEntry,
  type Directory,
  type Entry,
  type Found,
  type Replacements,
  type Search,
} from '../directory.ts';
import { HeldWork } from '../held-work.ts';
import type { Outcome } from '../outcome.ts';
import { PagingTurns } from '../paging-turns.ts';
import type { WindowsConversation, WindowsReply } from './conversation.ts';
import { ownCodes } from './own-codes.ts';
import type { Request, WireControl, WireEntry } from './protocol.ts';

/** Seconds that one operation may take, and until the child counts as hanging. */
const seconds = 10;
const patience = 15;

const scopes = { base: 0, one: 1, sub: 2 } as const;
const paged = '1.2.840.113556.1.4.319';

/** A directory that is asked through Windows' own client, in a child process. */
export class WindowsDirectory implements Directory {
  readonly #conversation: WindowsConversation;
  readonly #held = new HeldWork();
  readonly #paging = new PagingTurns();

  constructor(conversation: WindowsConversation) {
    this.#conversation = conversation;
  }

  async search(search: Search, signal: AbortSignal, controls: Control[] = []): Promise<Outcome<Found>> {
    const wire = await Promise.all(controls.map(wireControl));
    const { outcome } = await this.#find(search, wire, signal);
    return outcome;
  }

  read(
    dn: string,
    attributes: readonly string[],
    signal: AbortSignal,
    controls: Control[] = [],
  ): Promise<Outcome<Found>> {
    return this.search({ base: dn, scope: 'base', filter: anyEntry, attributes }, signal, controls);
  }

  pages(search: Search, pageSize: number, signal: AbortSignal): AsyncGenerator<Outcome<Found>> {
    return this.#paging.taken(signal, () => this.#pages(search, pageSize, signal));
  }

  async *#pages(search: Search, pageSize: number, signal: AbortSignal): AsyncGenerator<Outcome<Found>> {
    let cookie: Buffer = Buffer.alloc(0);
    for (;;) {
      const control = { oid: paged, critical: true, value: pageValue(pageSize, cookie).toString('base64') };
      const { outcome, controls } = await this.#find(search, [control], signal);
      yield outcome;
      const answered = controls.find(({ oid }) => oid === paged)?.value;
      cookie = answered === undefined ? Buffer.alloc(0) : pageCookie(Buffer.from(answered, 'base64'));
      if (!outcome.ok || cookie.length === 0) return;
    }
  }

  add(dn: string, attributes: Replacements, signal: AbortSignal): Promise<Outcome> {
    return this.#do({ kind: 'add', dn, attributes: wireAttributes(attributes) }, signal);
  }

  replace(dn: string, attributes: Replacements, signal: AbortSignal): Promise<Outcome> {
    return this.#do({ kind: 'replace', dn, attributes: wireAttributes(attributes) }, signal);
  }

  delete(dn: string, signal: AbortSignal): Promise<Outcome> {
    return this.#do({ kind: 'delete', dn }, signal);
  }

  /** Not asked this way. */
  async whoAmI(): Promise<Outcome<{ readonly id: string }>> {
    return { ok: false, ms: 0, problem: { code: 'LDAP_2', text: '' } };
  }

  hold<T>(work: () => Promise<T>): Promise<T> {
    return this.#held.run(work);
  }

  async close(): Promise<void> {
    await this.#held.settled();
    await this.#conversation.close();
  }

  async #do(request: Request, signal: AbortSignal): Promise<Outcome> {
    const ms = stopwatch();
    const reply = await this.#conversation.ask(request, patience, signal);
    return reply.ok ? { ok: true, ms: ms() } : { ok: false, ms: ms(), problem: problemOf(reply) };
  }

  async #find(
    search: Search,
    controls: readonly WireControl[],
    signal: AbortSignal,
  ): Promise<{ readonly outcome: Outcome<Found>; readonly controls: readonly WireControl[] }> {
    const ms = stopwatch();
    const {
      base,
      scope,
      filter = anyEntry,
      attributes,
      namesOnly = false,
      sizeLimit = 0,
      timeLimit,
    } = search;
    const request: Request = {
      kind: 'search',
      base,
      scope: scopes[scope],
      filter: filter.toString(),
      attributes: attributes === undefined ? null : [...attributes],
      namesOnly,
      sizeLimit,
      seconds: timeLimit ?? seconds,
      controls,
      most: answerBounds,
    };
    const reply = await this.#conversation.ask(request, patience, signal);
    const entries = ('entries' in reply ? (reply.entries ?? []) : []).map(readEntry);
    if (reply.ok && reply.entries === undefined)
      return { outcome: { ok: false, ms: ms(), problem: unreadable }, controls: [] };
    if (reply.ok) {
      const found = { entries, referrals: reply.referrals ?? 0 };
      return { outcome: { ok: true, ...found, ms: ms() }, controls: reply.controls ?? [] };
    }
    // A limit of ours that was met is no failure.
    if ('code' in reply && reply.code === 4 && sizeLimit > 0)
      return { outcome: { ok: true, entries, referrals: 0, limited: true, ms: ms() }, controls: [] };
    const seen = entries.length || undefined;
    return {
      outcome: { ok: false, ms: ms(), problem: problemOf(reply), ...defined({ seen }) },
      controls: [],
    };
  }
}

const unreadable: Problem = {
  code: 'CHILD_ENDED',
  text: "Windows' LDAP client gave no answer that can be read",
};

/** As facts name it: a result code of the server, a lost connection, or what wldap32 itself says. */
export function problemOf(reply: Extract<WindowsReply, { ok: false }>): Problem {
  if ('ended' in reply) {
    const { ended } = reply;
    if (ended.how === 'nonsense') return unreadable;
    const how = ended.how === 'silent' ? `gave no answer within ${ended.seconds} s` : 'ended by itself';
    return { code: 'CHILD_ENDED', text: `Windows' LDAP client ${how}` };
  }
  if (reply.tooMuch) return { code: 'TOO_MUCH', text: 'one answer was longer than the doctor reads' };
  const own = ownCodes[reply.code];
  if (own !== undefined) return { code: own.code, text: own.text };
  if (reply.code < 0) return { code: 'WLDAP32', text: reply.text };
  return { code: `LDAP_${reply.code}`, text: reply.text };
}

function readEntry({ dn, attributes }: WireEntry): Entry {
  const byName = new Map<string, readonly string[]>();
  for (const [name, values] of attributes) byName.set(name.toLowerCase(), values.map(textOf));
  return {
    dn,
    names: attributes.map(([name]) => name),
    values: (name) => byName.get(name.toLowerCase()) ?? [],
  };
}

/** Text where it is some, else a character for each byte. */
function textOf(base64: string): string {
  const bytes = Buffer.from(base64, 'base64');
  const text = bytes.toString('utf8');
  return text.includes('\uFFFD') ? bytes.toString('latin1') : text;
}

function wireAttributes(attributes: Replacements) {
  return Object.entries(attributes).map(
    ([name, values]) => [name, values.map((value) => Buffer.from(value).toString('base64'))] as const,
  );
}

/** The client library writes controls in BER only: this one is read back from there. */
async function wireControl(control: Control): Promise<WireControl> {
  const { BerReader, BerWriter } = await import('ldapts');
  const writer = new BerWriter();
  control.write(writer);
  const reader = new BerReader(writer.buffer);
  reader.readSequence();
  const oid = reader.readString() ?? control.type;
  const critical = reader.peek() === 1 ? reader.readBoolean() === true : false;
  const value = reader.peek() === 4 ? reader.readString(4, true) : undefined;
  return { oid, critical, ...defined({ value: value?.toString('base64') }) };
}

/** SEQUENCE { size INTEGER, cookie OCTET STRING } (RFC 2696). */
function pageValue(size: number, cookie: Buffer): Buffer {
  const number = Buffer.from([2, 4, 0, 0, 0, 0]);
  number.writeInt32BE(size, 2);
  const octets = Buffer.concat([Buffer.from([4, 0x82, cookie.length >> 8, cookie.length & 0xff]), cookie]);
  const length = number.length + octets.length;
  return Buffer.concat([Buffer.from([0x30, 0x82, length >> 8, length & 0xff]), number, octets]);
}

function pageCookie(value: Buffer): Buffer {
  const after = (at: number): { readonly from: number; readonly to: number } => {
    const first = value[at + 1] ?? 0;
    const count = first < 0x80 ? 0 : first & 0x7f;
    const length = count === 0 ? first : value.readUIntBE(at + 2, count);
    return { from: at + 2 + count, to: at + 2 + count + length };
  };
  try {
    const size = after(after(0).from);
    const cookie = after(size.to);
    return value.subarray(cookie.from, cookie.to);
  } catch {
    return Buffer.alloc(0);
  }
}
