import type { Socket } from 'node:net';
import type { Client, Control, Filter, Entry as RawEntry } from 'ldapts';
import { defined } from '../../base/defined.ts';
import { toProblem } from '../../platform/problem.ts';
import type { Problem } from '../../platform/types.ts';
import { hasEnded, orAborted, stopwatch } from '../../platform/wait.ts';
import { noAnswer, within } from '../step-timeouts.ts';
import { AnswerMeter, answerBounds } from './answer-meter.ts';
import { CheckedSocket } from './checked-socket.ts';
import { HeldWork } from './held-work.ts';
import { type Outcome, resultCode } from './outcome.ts';
import { PagingTurns } from './paging-turns.ts';

/** An entry as it came. Attribute names are asked without regard to case (RFC 4512, 2.5). */
export interface Entry {
  readonly dn: string;
  /** Names as the server spells them; those without a value only where no values were asked for. */
  readonly names: readonly string[];
  values(name: string): readonly string[];
}

export interface Search {
  readonly base: string;
  readonly scope: 'base' | 'one' | 'sub';
  readonly filter?: string | Filter;
  readonly attributes?: readonly string[];
  /** Names only, no values. */
  readonly namesOnly?: boolean;
  readonly sizeLimit?: number;
  /** Seconds that the server may work at it. */
  readonly timeLimit?: number;
}

export interface Found {
  readonly entries: readonly Entry[];
  /** Continuation references: entries that another server holds. */
  readonly referrals: number;
  /** A size limit ended it: ours, or a smaller one of the server. */
  readonly limited?: boolean;
}

/** Changes of one entry: attributes to replace. */
export type Replacements = Readonly<Record<string, readonly string[]>>;

/** The filter that every entry fits. */
export const anyEntry = '(objectClass=*)';

/** No attributes: what a search asks for where the entries alone are of interest (RFC 4511, 4.5.1.8). */
export const noAttributes: readonly string[] = ['1.1'];

/** Seconds that one operation may take. */
const seconds = 10;

/** A directory that can be asked. All operations end with the signal. */
export interface Directory {
  search(search: Search, signal: AbortSignal, controls?: Control[]): Promise<Outcome<Found>>;
  /** One entry, as it is there: a base search. */
  read(
    dn: string,
    attributes: readonly string[],
    signal: AbortSignal,
    controls?: Control[],
  ): Promise<Outcome<Found>>;
  /** Page after page (RFC 2696). After a page that failed no further one comes. */
  pages(search: Search, pageSize: number, signal: AbortSignal): AsyncGenerator<Outcome<Found>>;
  add(dn: string, attributes: Replacements, signal: AbortSignal): Promise<Outcome>;
  replace(dn: string, attributes: Replacements, signal: AbortSignal): Promise<Outcome>;
  delete(dn: string, signal: AbortSignal): Promise<Outcome>;
  /** Who the server takes us for (RFC 4532): an empty text is anonymous. */
  whoAmI(signal: AbortSignal): Promise<Outcome<{ readonly id: string }>>;
  /** Keeps the connection open until this work is over, whoever closes it meanwhile. */
  hold<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * The client library over a socket that stands already, protected and verified as it should be. It never connects
 * by itself: once the socket is gone, every operation fails with `CLOSED`.
 */
export class SocketDirectory implements Directory {
  readonly #client: Client;
  readonly #socket: Socket;
  readonly #meter: AnswerMeter;
  readonly #checked: CheckedSocket;
  readonly #held = new HeldWork();
  readonly #paging = new PagingTurns();

  private constructor(client: Client, socket: Socket, meter: AnswerMeter, checked: CheckedSocket) {
    this.#client = client;
    this.#socket = socket;
    this.#meter = meter;
    this.#checked = checked;
  }

  static async over(socket: Socket, bounds = answerBounds): Promise<SocketDirectory> {
    const { Client } = await import('ldapts');
    // The meter first: it ends what is too long before it is put together.
    const meter = new AnswerMeter(socket, bounds);
    const checked = new CheckedSocket(socket, bounds.elements);
    let handed = false;
    const createConnection = () => {
      // A second call would be a new connection, neither protected nor bound.
      if (handed || hasEnded(socket)) throw new Closed();
      handed = true;
      return checked.asSocket();
    };
    // The address is never used; the time-out is a backstop behind our own bounds.
    return new SocketDirectory(
      new Client({ url: 'ldap://localhost', createConnection, timeout: 120_000 }),
      socket,
      meter,
      checked,
    );
  }

  bind(dn: string, password: string, controls: Control[], signal: AbortSignal): Promise<Outcome> {
    return this.#run(signal, async () => {
      await this.#client.bind(dn, password, controls);
      return {};
    });
  }

  search(search: Search, signal: AbortSignal, controls: Control[] = []): Promise<Outcome<Found>> {
    return this.#run(signal, async () => {
      const { searchEntries, searchReferences } = await this.#client.search(
        search.base,
        options(search),
        controls,
      );
      // The library takes a limit that was met for success where we gave one.
      const limited = search.sizeLimit !== undefined && this.#meter.claim(4) !== undefined;
      const found = { entries: searchEntries.map(readEntry), referrals: searchReferences.length };
      return limited ? { ...found, limited } : found;
    });
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
    const pages = this.#client.searchPaginated(search.base, { ...options(search), paged: { pageSize } });
    for (;;) {
      const page = await this.#run(signal, async () => {
        const { done, value } = await pages.next();
        if (done === true) return { entries: [], referrals: 0, last: true };
        const { searchEntries, searchReferences } = value;
        return { entries: searchEntries.map(readEntry), referrals: searchReferences.length, last: false };
      });
      if (page.ok && page.last) return;
      yield page;
      if (!page.ok) return;
    }
  }

  add(dn: string, attributes: Replacements, signal: AbortSignal): Promise<Outcome> {
    return this.#run(signal, async () => {
      const { Attribute } = await import('ldapts');
      const list = Object.entries(attributes).map(
        ([type, values]) => new Attribute({ type, values: [...values] }),
      );
      await this.#client.add(dn, list);
      return {};
    });
  }

  replace(dn: string, attributes: Replacements, signal: AbortSignal): Promise<Outcome> {
    return this.#run(signal, async () => {
      const { Attribute, Change } = await import('ldapts');
      const changes = Object.entries(attributes).map(
        ([type, values]) =>
          new Change({ operation: 'replace', modification: new Attribute({ type, values: [...values] }) }),
      );
      await this.#client.modify(dn, changes);
      return {};
    });
  }

  delete(dn: string, signal: AbortSignal): Promise<Outcome> {
    return this.#run(signal, async () => {
      await this.#client.del(dn);
      return {};
    });
  }

  whoAmI(signal: AbortSignal): Promise<Outcome<{ readonly id: string }>> {
    return this.#run(signal, async () => {
      const { value } = await this.#client.exop('1.3.6.1.4.1.4203.1.11.3');
      return { id: value ?? '' };
    });
  }

  hold<T>(work: () => Promise<T>): Promise<T> {
    return this.#held.run(work);
  }

  async close(): Promise<void> {
    await this.#held.settled();
    await this.#client.unbind().catch(() => {});
    this.#socket.destroy();
  }

  async #run<T extends object>(signal: AbortSignal, work: () => Promise<T>): Promise<Outcome<T>> {
    const ms = stopwatch();
    try {
      const value = await within(seconds, signal, (bounded) => orAborted(bounded, work()));
      if (value !== undefined) return { ok: true, ...value, ms: ms() };
      // An answer that comes later would be taken for that of another question.
      this.#socket.destroy();
      return { ok: false, problem: noAnswer(seconds), ms: ms() };
    } catch (error) {
      signal.throwIfAborted();
      const problem = this.#meter.exceeded ?? this.#checked.refused ?? problemOf(error);
      const code = resultCode(problem);
      const failed = code === undefined ? undefined : this.#meter.claim(code);
      const { entries: seen, referrals = [] } = failed ?? {};
      const text = [problem.text, ...referrals].filter((part) => part !== '').join(' ');
      return { ok: false, problem: { ...problem, text }, ms: ms(), ...defined({ seen: seen || undefined }) };
    }
  }
}

class Closed extends Error {}

/** The library's errors: result codes carry a number; all others are told by their texts alone. */
function problemOf(error: unknown): Problem {
  if (!(error instanceof Error)) return toProblem(error);
  if (error instanceof Closed) return { code: 'CLOSED', text: 'the connection is gone' };
  const code: unknown = 'code' in error ? error.code : undefined;
  const text = error.message
    .replace(/\s*Code: 0x[0-9a-f]+$/i, '')
    .trim()
    .slice(0, 300);
  if (typeof code === 'number') return { code: `LDAP_${code}`, text };
  if (/^(Connection closed|Socket error|Socket connection not established)/.test(error.message)) {
    return { code: 'CLOSED', text: 'the server closed the connection before it answered' };
  }
  if (/timed out$/.test(error.message)) return { code: 'NO_ANSWER', text: 'no answer' };
  if (typeof code === 'string') return toProblem(error);
  return { code: 'NOT_LDAP', text: 'the answer could not be read' };
}

function options({ scope, filter, attributes, namesOnly, sizeLimit, timeLimit }: Search) {
  return {
    scope,
    ...defined({
      filter,
      attributes: attributes && [...attributes],
      returnAttributeValues: namesOnly ? false : undefined,
      sizeLimit,
      timeLimit,
    }),
  };
}

/** The library fills in what was asked for and is not there: a name without values. */
function readEntry(raw: RawEntry): Entry {
  const { dn, ...attributes } = raw;
  const byName = new Map<string, string[]>();
  const names: string[] = [];
  for (const [name, value] of Object.entries(attributes)) {
    if (name === '*' || name === '+' || name === '1.1') continue;
    const values = (Array.isArray(value) ? value : [value]).map((one) =>
      typeof one === 'string' ? one : one.toString('latin1'),
    );
    const key = name.toLowerCase();
    const before = byName.get(key);
    if (before === undefined) names.push(name);
    byName.set(key, [...new Set([...(before ?? []), ...values])]);
  }
  return { dn, names, values: (name) => byName.get(name.toLowerCase()) ?? [] };
}
