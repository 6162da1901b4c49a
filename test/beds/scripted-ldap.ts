import { createServer, type Socket } from 'node:net';
import { createSecureContext, createServer as createTls, TLSSocket } from 'node:tls';
import { BerReader } from 'ldapts';
import type { KeyPair } from './certificates.ts';
import { type CountingBed, listen } from './loopback.ts';
import {
  deletedDn,
  entryMessage,
  paged,
  pageValue,
  readAttributes,
  readChanges,
  readFilter,
  readNames,
  readPage,
  resultMessage,
  wholeMessage,
} from './scripted-ldap-wire.ts';

export type Attributes = Readonly<Record<string, string | readonly string[]>>;

export interface ScriptedEntry {
  readonly dn: string;
  readonly attributes: Attributes;
}

export interface Result {
  readonly code: number;
  readonly text?: string;
  /** Response controls: their values as they stand. */
  readonly controls?: readonly { readonly oid: string; readonly value?: Buffer }[];
}

export interface LdapScript {
  readonly rootDse: Attributes;
  /** Until bound, the rootDSE is hidden, or everything is refused with this code. */
  readonly strangers?: 'nothing' | number;
  readonly entries?: readonly ScriptedEntry[];
  /** Bases that do not exist: success without an entry, as 389 does, in place of 32. */
  readonly hides?: boolean;
  readonly bind?: (dn: string, password: string) => Result;
  /** TLS from the start. */
  readonly ldaps?: KeyPair;
  readonly startTls?: KeyPair;
  /** Refuses: an operation (`add`, `modify`, `delete`, `search`) and its DN. */
  readonly refuse?: (operation: string, dn: string) => Result | undefined;
  /** After an entry was added or changed: what else the server does then. */
  readonly onWrite?: (operation: 'add' | 'modify', dn: string, entries: Map<string, ScriptedEntry>) => void;
  /** A read that comes within so many reads of a write does not see it yet. */
  readonly lag?: number;
  readonly whoAmI?: (dn: string) => string;
  /** Without paging at most so many entries. */
  readonly sizeLimit?: number;
  /** By pages at most so many entries in all. */
  readonly pagedLimit?: number;
  /** Paged searches are refused. */
  readonly refusePaging?: Result;
  /** How it says that a limit of its own was met; else 4. */
  readonly limitCode?: number;
  /** Sends everything, whatever was asked for. */
  readonly ignoresLimits?: boolean;
  /** Hangs up in place of answering the operation with this number of the whole bed. */
  readonly hangUpAt?: number;
  /** Hears of each operation before it is done, by its number in the whole bed. */
  readonly onOperation?: (number: number) => void;
}

export interface ScriptedLdap extends CountingBed {
  readonly binds: { readonly dn: string; readonly password: string }[];
  /** Every operation: `search base filter`, `add dn`. */
  readonly operations: string[];
  readonly entries: Map<string, ScriptedEntry>;
}

/** An LDAP server that says what it is told to, over the real wire. */
export async function startScriptedLdap(script: LdapScript, port = 0): Promise<ScriptedLdap> {
  const state: State = {
    script,
    binds: [],
    operations: [],
    entries: new Map((script.entries ?? []).map((one) => [key(one.dn), one])),
    hidden: new Map(),
  };
  const serve = (socket: Socket) => new Session(state).serve(socket);
  const { ldaps } = script;
  const server =
    ldaps === undefined ? createServer(serve) : createTls({ cert: ldaps.cert, key: ldaps.key }, serve);
  server.on('tlsClientError', () => {});
  const bed = await listen(server, port);
  return { ...bed, binds: state.binds, operations: state.operations, entries: state.entries };
}

interface State {
  readonly script: LdapScript;
  readonly binds: { dn: string; password: string }[];
  readonly operations: string[];
  readonly entries: Map<string, ScriptedEntry>;
  /** Names whose latest write is not to be seen yet, by how many reads more. */
  readonly hidden: Map<string, { left: number; before: ScriptedEntry | undefined }>;
}

const key = (dn: string) => dn.toLowerCase();

class Session {
  readonly #state: State;
  #bound = '';
  #pages = new Map<string, readonly ScriptedEntry[]>();

  constructor(state: State) {
    this.#state = state;
  }

  serve(socket: Socket): void {
    socket.setNoDelay(true);
    let got = Buffer.alloc(0);
    socket.on('error', () => {});
    const onData = (part: Buffer) => {
      got = Buffer.concat([got, part]);
      for (;;) {
        const size = wholeMessage(got);
        if (size === undefined) return;
        const message = got.subarray(0, size);
        got = got.subarray(size);
        if (this.#answer(socket, message) === 'tls') {
          socket.off('data', onData);
          this.#upgrade(socket);
          return;
        }
      }
    };
    socket.on('data', onData);
  }

  #upgrade(socket: Socket): void {
    const pair = this.#state.script.startTls;
    if (pair === undefined) return;
    const secureContext = createSecureContext({ cert: pair.cert, key: pair.key });
    this.serve(new TLSSocket(socket, { isServer: true, secureContext }));
  }

  #answer(socket: Socket, message: Buffer): 'tls' | undefined {
    const { script, binds, operations } = this.#state;
    const reader = new BerReader(message);
    reader.readSequence();
    const id = reader.readInt() ?? 0;
    const operation = reader.readSequence() ?? 0;
    const reply = (tag: number, result: Result) => socket.write(resultMessage(id, tag, result));
    const log = (text: string) => {
      operations.push(text);
      script.onOperation?.(operations.length);
      if (operations.length !== script.hangUpAt) return true;
      socket.destroy();
      return false;
    };
    switch (operation) {
      case 0x60: {
        reader.readInt();
        const dn = reader.readString() ?? '';
        const password = reader.readString(0x80) ?? '';
        binds.push({ dn, password });
        if (!log(`bind ${dn}`)) return undefined;
        const result = script.bind?.(dn, password) ?? { code: 0 };
        if (result.code === 0) this.#bound = dn;
        reply(0x61, result);
        return undefined;
      }
      case 0x42:
        socket.end();
        return undefined;
      case 0x77: {
        const oid = reader.readString(0x80) ?? '';
        if (!log(`extended ${oid}`)) return undefined;
        if (oid === '1.3.6.1.4.1.1466.20037' && script.startTls !== undefined) {
          reply(0x78, { code: 0 });
          return 'tls';
        }
        if (oid === '1.3.6.1.4.1.4203.1.11.3' && script.whoAmI !== undefined) {
          socket.write(resultMessage(id, 0x78, { code: 0 }, script.whoAmI(this.#bound)));
          return undefined;
        }
        reply(0x78, { code: 2, text: 'unsupported extended operation' });
        return undefined;
      }
      case 0x63:
        this.#search(socket, id, reader, message, log);
        return undefined;
      case 0x68:
      case 0x66: {
        const name = operation === 0x68 ? 'add' : 'modify';
        const dn = reader.readString() ?? '';
        if (!log(`${name} ${dn}`)) return undefined;
        const refused = this.#state.script.refuse?.(name, dn);
        if (refused === undefined) {
          this.#write(dn, name === 'add' ? readAttributes(reader) : readChanges(reader));
          this.#state.script.onWrite?.(name, dn, this.#state.entries);
        }
        reply(operation + 1, refused ?? { code: 0 });
        return undefined;
      }
      case 0x4a: {
        // A primitive element: the DN itself.
        const dn = deletedDn(message);
        if (!log(`delete ${dn}`)) return undefined;
        const there = this.#state.entries.has(key(dn));
        const refused = this.#state.script.refuse?.('delete', dn);
        if (refused === undefined && there) this.#hide(dn, () => this.#state.entries.delete(key(dn)));
        reply(0x6b, refused ?? { code: there ? 0 : 32 });
        return undefined;
      }
      default:
        reply(0x78, { code: 2, text: 'not in the script' });
        return undefined;
    }
  }

  #write(dn: string, changes: Attributes): void {
    const { entries } = this.#state;
    this.#hide(dn, () =>
      entries.set(key(dn), { dn, attributes: { ...entries.get(key(dn))?.attributes, ...changes } }),
    );
  }

  #hide(dn: string, write: () => void): void {
    const { lag = 0 } = this.#state.script;
    const before = this.#state.entries.get(key(dn));
    write();
    if (lag > 0) this.#state.hidden.set(key(dn), { left: lag, before });
  }

  #search(
    socket: Socket,
    id: number,
    reader: BerReader,
    message: Buffer,
    log: (text: string) => boolean,
  ): void {
    const { script } = this.#state;
    const base = reader.readString() ?? '';
    const scope = reader.readEnumeration() ?? 0;
    reader.readEnumeration();
    const sizeLimit = reader.readInt() ?? 0;
    reader.readInt();
    const namesOnly = reader.readBoolean() ?? false;
    const matches = readFilter(reader);
    const wanted = readNames(reader);
    if (!log(`search ${base}`)) return;
    const done = (result: Result) => socket.write(resultMessage(id, 0x65, result));
    const stranger = this.#bound === '' ? script.strangers : undefined;
    if (typeof stranger === 'number') return void done({ code: stranger });
    const refused = script.refuse?.('search', base);
    if (refused !== undefined) return void done(refused);
    if (base === '' && scope === 0) {
      if (stranger !== 'nothing' && matches({ objectClass: 'top' })) {
        socket.write(entryMessage(id, { dn: '', attributes: script.rootDse }, wanted, namesOnly));
      }
      return void done({ code: 0 });
    }
    const page = readPage(message);
    if (page !== undefined && script.refusePaging !== undefined) return void done(script.refusePaging);
    const find = () => this.#find(base, scope).filter(({ attributes }) => matches(attributes));
    const limit = Math.min(
      (script.ignoresLimits ? 0 : sizeLimit) || Infinity,
      page === undefined ? (script.sizeLimit ?? Infinity) : Infinity,
    );
    const rest = page === undefined || page.cookie === '' ? find() : (this.#pages.get(page.cookie) ?? []);
    const known = scope === 0 ? rest.length > 0 : base === '' || this.#state.entries.has(key(base));
    if (!known && !script.hides) return void done({ code: 32 });
    const all = page === undefined ? rest.length : find().length;
    const allowed = page === undefined ? limit : (script.pagedLimit ?? Infinity) - (all - rest.length);
    const some = rest.slice(0, Math.min(page?.size ?? Infinity, allowed));
    for (const entry of some) socket.write(entryMessage(id, entry, wanted, namesOnly));
    const left = rest.slice(some.length);
    if (page === undefined) return void done({ code: left.length > 0 ? (script.limitCode ?? 4) : 0 });
    if (some.length === allowed && left.length > 0) return void done({ code: script.limitCode ?? 4 });
    const cookie = left.length === 0 ? '' : `page-${left.length}`;
    this.#pages = new Map([[cookie, left]]);
    done({ code: 0, controls: [{ oid: paged, value: pageValue(cookie) }] });
  }

  #find(base: string, scope: number): readonly ScriptedEntry[] {
    const at = key(base);
    const under = (dn: string) => dn.endsWith(`,${at}`) || at === '';
    const { entries, hidden } = this.#state;
    const seen = (dn: string): ScriptedEntry | undefined => {
      const late = hidden.get(dn);
      if (late === undefined) return entries.get(dn);
      late.left -= 1;
      if (late.left <= 0) hidden.delete(dn);
      return late.before;
    };
    if (scope === 0) return [seen(at) ?? []].flat();
    return [...entries].flatMap(([dn, one]) => {
      const fits =
        scope === 1 ? under(dn) && !dn.slice(0, -at.length - 1).includes(',') : dn === at || under(dn);
      return fits ? [one] : [];
    });
  }
}
