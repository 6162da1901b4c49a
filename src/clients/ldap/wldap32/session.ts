import { defined } from '../../../base/defined.ts';
import { never } from '../../../base/never.ts';
import { type LdapCalls, Memory } from './calls.ts';
import type { Answer, Request, SchannelInfo, WindowsBind, WindowsStage } from './protocol.ts';
import { readEntries, readResult } from './results.ts';

/** Options of a session (winldap.h). */
const options = {
  referrals: 0x08,
  version: 0x11,
  serverError: 0x33,
  sendTimeout: 0x42,
  autoReconnect: 0x91,
  tlsInfo: 0x93,
  /** No search for a domain of that name (SRV): the name is a host's. */
  hostOnly: 0x98,
} as const;
const methods = { simple: 0x80, external: 0xa6, negotiate: 0x486 } as const;
const operations = { add: 0, replace: 2 } as const;

/** One session of wldap32. */
export class WindowsSession {
  readonly #calls: LdapCalls;
  #session = 0n;

  constructor(calls: LdapCalls) {
    this.#calls = calls;
  }

  async answer(request: Request): Promise<Answer> {
    const memory = new Memory(this.#calls);
    try {
      return await this.#do(request, memory);
    } finally {
      memory.release();
    }
  }

  async close(): Promise<void> {
    if (this.#session !== 0n) await this.#calls.call('unbind', this.#session);
    this.#session = 0n;
  }

  async #do(request: Request, memory: Memory): Promise<Answer> {
    switch (request.kind) {
      case 'open':
        return this.#open(request, memory);
      case 'bind':
        return this.#bind(request.how, memory);
      case 'search':
        return this.#search(request, memory);
      case 'add':
      case 'replace':
        return this.#write(request, memory);
      case 'delete': {
        const dn = memory.wide(request.dn);
        return this.#done(await this.#calls.call('delete', this.#session, dn, null, null));
      }
      default:
        return never(request);
    }
  }

  async #open(
    { host, port, protection, seconds }: Extract<Request, { kind: 'open' }>,
    memory: Memory,
  ): Promise<Answer> {
    const calls = this.#calls;
    const name = memory.wide(host);
    this.#session =
      protection === 'ldaps' ? calls.now('initTls', name, port, 1) : calls.now('init', name, port);
    if (this.#session === 0n) return this.#failed('library', calls.now('lastError'));
    this.#set(options.version, 3);
    this.#set(options.hostOnly, 1);
    // The connector does not follow them, and a second server must not get the password.
    this.#set(options.referrals, 0);
    this.#set(options.autoReconnect, 0);
    this.#set(options.sendTimeout, seconds);
    const connected = await calls.call('connect', this.#session, memory.seconds(seconds));
    if (connected !== 0n) return this.#failed('connection', connected);
    if (protection === 'start-tls') {
      const own = Buffer.alloc(4);
      const started = await calls.call('startTls', this.#session, own, null, null, null);
      // 80: the server's own code tells why.
      const code = started === 80n && own.readUInt32LE(0) !== 0 ? BigInt(own.readUInt32LE(0)) : started;
      if (started !== 0n) return this.#failed('start-tls', code);
    }
    const tls = protection === 'none' ? undefined : this.#tls();
    return { ok: true, ...defined({ tls }) };
  }

  async #bind(how: WindowsBind, memory: Memory): Promise<Answer> {
    const bind = (dn: Buffer | null, credentials: Buffer | null, method: number) =>
      this.#calls.call('bind', this.#session, dn, credentials, method);
    switch (how.kind) {
      case 'simple':
        return this.#done(await bind(memory.wide(how.dn), memory.wide(how.password), methods.simple), 'bind');
      case 'external':
        return this.#done(await bind(null, null, methods.external), 'bind');
      case 'kerberos': {
        const { user, realm = '', password = '' } = how;
        const identity = user === undefined ? null : memory.identity(user, realm, password);
        return this.#done(await bind(null, identity, methods.negotiate), 'bind');
      }
      default:
        return never(how);
    }
  }

  async #search(asked: Extract<Request, { kind: 'search' }>, memory: Memory): Promise<Answer> {
    const calls = this.#calls;
    const attributes =
      asked.attributes === null ? null : memory.list(asked.attributes.map((name) => memory.wide(name)));
    const controls =
      asked.controls.length === 0
        ? null
        : memory.list(
            asked.controls.map(({ oid, critical, value }) =>
              memory.control(oid, critical, value === undefined ? undefined : Buffer.from(value, 'base64')),
            ),
          );
    const out = Buffer.alloc(8);
    const code = await calls.call(
      'search',
      this.#session,
      memory.wide(asked.base),
      asked.scope,
      memory.wide(asked.filter),
      attributes,
      asked.namesOnly ? 1 : 0,
      controls,
      null,
      memory.seconds(asked.seconds),
      asked.sizeLimit,
      out,
    );
    const result = out.readBigUInt64LE(0);
    try {
      const { entries, tooMuch } = readEntries(calls, this.#session, result, asked.most);
      if (tooMuch) return { ok: false, stage: 'operation', code: 0, text: '', entries: [], tooMuch };
      if (code !== 0n) return { ...this.#failed('operation', code), entries };
      return { ok: true, entries, ...readResult(calls, this.#session, result) };
    } finally {
      if (result !== 0n) calls.now('freeResult', result);
    }
  }

  async #write(
    { kind, dn, attributes }: Extract<Request, { kind: 'add' | 'replace' }>,
    memory: Memory,
  ): Promise<Answer> {
    const list = memory.list(
      attributes.map(([name, values]) => memory.change(operations[kind], name, values)),
    );
    const call = kind === 'add' ? 'add' : 'modify';
    return this.#done(await this.#calls.call(call, this.#session, memory.wide(dn), list, null, null));
  }

  #done(code: bigint, stage: WindowsStage = 'operation'): Answer {
    return code === 0n ? { ok: true } : this.#failed(stage, code);
  }

  #failed(stage: WindowsStage, code: bigint): Extract<Answer, { ok: false }> {
    const own = this.#serverText();
    const text = own === '' ? this.#calls.text(this.#calls.now('errorText', Number(code))) : own;
    return { ok: false, stage, code: Number(BigInt.asUintN(32, code)), text: text.trim().slice(0, 300) };
  }

  /** What the server said beside its code. */
  #serverText(): string {
    if (this.#session === 0n) return '';
    const out = Buffer.alloc(8);
    if (this.#calls.now('getOption', this.#session, options.serverError, out) !== 0n) return '';
    const address = out.readBigUInt64LE(0);
    if (address === 0n) return '';
    const text = this.#calls.text(address);
    this.#calls.now('freeText', address);
    return text;
  }

  #tls(): SchannelInfo | undefined {
    const out = Buffer.alloc(28);
    if (this.#calls.now('getOption', this.#session, options.tlsInfo, out) !== 0n) return undefined;
    const [protocol, cipher, strength] = [0, 4, 8].map((at) => out.readUInt32LE(at));
    return protocol === undefined || cipher === undefined || strength === undefined
      ? undefined
      : { protocol, cipher, strength };
  }

  #set(option: number, value: number): void {
    const bytes = Buffer.alloc(8);
    bytes.writeUInt32LE(value, 0);
    this.#calls.now('setOption', this.#session, option, bytes);
  }
}
