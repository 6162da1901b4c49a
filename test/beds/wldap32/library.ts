import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { BerWriter, Control, Filter } from 'ldapts';
import { type Found, SocketDirectory } from '../../../src/clients/ldap/directory.ts';
import type { Outcome } from '../../../src/clients/ldap/outcome.ts';
import type { LdapCalls } from '../../../src/clients/ldap/wldap32/calls.ts';
import type { NativeArgument } from '../../../src/platform/windows/native.ts';
import { Memory, wideText } from './memory.ts';

export type CallName = Parameters<LdapCalls['now']>[0];

interface Result {
  readonly found: Found;
  /** Of the page that comes next; undefined: no page was asked for. */
  readonly cookie: string | undefined;
}

const ok = 0n;
const serverDown = 81n;
const pagedOid = '1.2.840.113556.1.4.319';
const never = new AbortController().signal;

/**
 * wldap32's functions (winldap.h), as the doctor's child calls them, over the doctor's own LDAP client: a real wire,
 * real structures in memory, and no Windows. One session; TLS without a check, since that is Schannel's part.
 */
export class Wldap32 {
  readonly memory = new Memory();
  #where = { host: '', port: 0, tls: false };
  #socket: Socket | undefined;
  #directory: SocketDirectory | undefined;
  readonly #results: Result[] = [];
  #serverText = '';

  /** Functions that only read memory. */
  now(name: CallName, args: readonly NativeArgument[]): bigint {
    switch (name) {
      case 'init':
      case 'initTls':
        this.#where = { host: text(args[0]), port: Number(args[1]), tls: name === 'initTls' };
        return 1n;
      case 'setOption':
        return ok;
      case 'getOption':
        return this.#option(Number(args[1]), buffer(args[2]));
      case 'lastError':
        return serverDown;
      case 'errorText':
        return this.memory.putText(`error ${Number(args[0])}`);
      case 'firstEntry':
        return this.#entryFrom(Number(args[1]) - 1, 0);
      case 'nextEntry':
        return this.#entryFrom(...placeOf(number(args[1]), 1));
      case 'dn':
        return this.memory.putText(this.#entry(args[1]).dn);
      case 'firstAttribute':
      case 'nextAttribute':
        return this.#attribute(name, args);
      case 'values': {
        const values = this.#entry(args[1]).values(this.memory.wideText(number(args[2])));
        return this.memory.putList(values.map((value) => this.memory.putValue(Buffer.from(value))));
      }
      case 'parse': {
        const cookie = this.#results[Number(args[1]) - 1]?.cookie;
        if (cookie !== undefined) buffer(args[6]).writeBigUInt64LE(this.#pageControl(cookie), 0);
        return ok;
      }
      default:
        return 0n;
    }
  }

  /** Functions that ask the server. */
  async call(name: CallName, args: readonly NativeArgument[]): Promise<bigint> {
    switch (name) {
      case 'connect':
        return this.#connect();
      case 'startTls':
        return this.#startTls();
      case 'unbind':
        await this.#directory?.close();
        this.#socket?.destroy();
        return ok;
      default:
        break;
    }
    if (this.#socket === undefined) return serverDown;
    // Not before: whoever reads the socket would take the answer to StartTLS.
    this.#directory ??= await SocketDirectory.over(this.#socket);
    const directory = this.#directory;
    switch (name) {
      case 'bind': {
        const isSimple = Number(args[3]) === 0x80;
        const dn = isSimple ? text(args[1]) : 'cn=by-ticket';
        return this.#code(await directory.bind(dn, isSimple ? text(args[2]) : 'a ticket', [], never));
      }
      case 'search':
        return this.#search(directory, args);
      case 'add':
        return this.#code(await directory.add(text(args[1]), this.#changes(args[2]), never));
      case 'modify':
        return this.#code(await directory.replace(text(args[1]), this.#changes(args[2]), never));
      case 'delete':
        return this.#code(await directory.delete(text(args[1]), never));
      default:
        throw new Error(`${name} asks no server`);
    }
  }

  async #connect(): Promise<bigint> {
    const { host, port, tls } = this.#where;
    const socket = tls ? connectTls({ host, port, rejectUnauthorized: false }) : connect({ host, port });
    const connected = await new Promise<boolean>((resolve) => {
      socket.once(tls ? 'secureConnect' : 'connect', () => resolve(true));
      socket.on('error', () => resolve(false));
    });
    if (!connected) return serverDown;
    this.#socket = socket;
    return ok;
  }

  async #startTls(): Promise<bigint> {
    const socket = this.#socket;
    if (socket === undefined) return serverDown;
    // StartTLS (RFC 4511, 4.14): its answer is one message, and the handshake comes behind it.
    const hello = Buffer.from(
      `301d02010177188016${Buffer.from('1.3.6.1.4.1.1466.20037').toString('hex')}`,
      'hex',
    );
    socket.write(hello);
    const answered = await new Promise<boolean>((resolve) => {
      socket.once('data', () => resolve(true)).once('close', () => resolve(false));
    });
    if (!answered) return serverDown;
    const secured = connectTls({ socket, rejectUnauthorized: false });
    const agreed = await new Promise<boolean>((resolve) => {
      secured.once('secureConnect', () => resolve(true)).on('error', () => resolve(false));
    });
    if (!agreed) return serverDown;
    this.#socket = secured;
    return ok;
  }

  async #search(directory: SocketDirectory, args: readonly NativeArgument[]): Promise<bigint> {
    const [, base, scope, filter, attributes, namesOnly, controls, , , sizeLimit, out] = args;
    const wanted = attributes === null ? undefined : this.memory.list(buffer(attributes), 0).map(wideText);
    const asked = controls === null ? [] : this.memory.list(buffer(controls), 32);
    const page = this.#pageAsked(asked);
    const outcome = await directory.search(
      {
        base: text(base),
        scope: (['base', 'one', 'sub'] as const)[Number(scope)] ?? 'base',
        filter: await filterFrom(text(filter)),
        ...(wanted !== undefined && { attributes: wanted }),
        namesOnly: Number(namesOnly) === 1,
        ...(Number(sizeLimit) > 0 && { sizeLimit: Number(sizeLimit) }),
      },
      never,
      await this.#otherControls(asked),
    );
    if (!outcome.ok) return this.#code(outcome);
    const { entries } = outcome;
    const to = page === undefined ? entries.length : page.from + page.size;
    this.#results.push({
      found: { ...outcome, entries: entries.slice(page?.from ?? 0, to) },
      cookie: page === undefined ? undefined : to < entries.length ? String(to) : '',
    });
    buffer(out).writeBigUInt64LE(BigInt(this.#results.length), 0);
    return outcome.limited ? 4n : ok;
  }

  /** SEQUENCE { size INTEGER, cookie OCTET STRING }, as the doctor writes it; here a cookie is a number. */
  #pageAsked(controls: readonly Buffer[]): { readonly size: number; readonly from: number } | undefined {
    const control = controls.find((one) => this.#oidOf(one) === pagedOid);
    if (control === undefined) return undefined;
    const value = this.memory.value(control.subarray(8, 24));
    return { size: value.readInt32BE(6), from: Number(value.toString('latin1', 14)) };
  }

  #pageControl(cookie: string): bigint {
    const inner = Buffer.concat([Buffer.from([2, 1, 0, 4, cookie.length]), Buffer.from(cookie)]);
    const value = Buffer.concat([Buffer.from([0x30, inner.length]), inner]);
    const control = Buffer.alloc(32);
    control.writeBigUInt64LE(this.memory.putText(pagedOid), 0);
    control.writeUInt32LE(value.length, 8);
    control.writeBigUInt64LE(this.memory.addressOf(value), 16);
    return this.memory.putList([this.memory.addressOf(control)]);
  }

  async #otherControls(controls: readonly Buffer[]): Promise<Control[]> {
    const { Control: Base } = await import('ldapts');
    return controls
      .filter((one) => this.#oidOf(one) !== pagedOid)
      .map((one) => {
        const value = this.memory.value(one.subarray(8, 24));
        class Handed extends Base {
          protected override writeControl(writer: BerWriter): void {
            writer.writeBuffer(value, 4);
          }
        }
        return new Handed(this.#oidOf(one), { critical: one[24] === 1 });
      });
  }

  #oidOf(control: Buffer): string {
    return this.memory.wideText(control.readBigUInt64LE(0));
  }

  /** `LDAPModW`: name at 8, values at 16. */
  #changes(list: NativeArgument | undefined): Readonly<Record<string, readonly string[]>> {
    const changes = this.memory.list(buffer(list), 24).map((change) => {
      const values = this.memory.list(this.memory.at(change.readBigUInt64LE(16)), 16);
      const name = this.memory.wideText(change.readBigUInt64LE(8));
      return [name, values.map((value) => this.memory.value(value).toString())] as const;
    });
    return Object.fromEntries(changes);
  }

  #entryFrom(result: number, place: number): bigint {
    const entry = this.#results[result]?.found.entries[place];
    return entry === undefined ? 0n : (BigInt(result + 1) << 32n) | BigInt(place);
  }

  #entry(handle: NativeArgument | undefined) {
    const [result, place] = placeOf(number(handle), 0);
    const entry = this.#results[result]?.found.entries[place];
    if (entry === undefined) throw new Error('no such entry');
    return entry;
  }

  #attribute(name: 'firstAttribute' | 'nextAttribute', args: readonly NativeArgument[]): bigint {
    // The state is ours: which attribute comes next.
    const place = name === 'firstAttribute' ? 0 : this.memory.at(number(args[2])).readUInt32LE(0);
    if (name === 'firstAttribute') {
      const state = Buffer.alloc(4);
      state.writeUInt32LE(1, 0);
      buffer(args[2]).writeBigUInt64LE(this.memory.addressOf(state), 0);
    } else this.memory.at(number(args[2])).writeUInt32LE(place + 1, 0);
    const attribute = this.#entry(args[1]).names[place];
    return attribute === undefined ? 0n : this.memory.putText(attribute);
  }

  #option(option: number, out: Buffer): bigint {
    if (option === 0x33) {
      if (this.#serverText === '') return 1n;
      out.writeBigUInt64LE(this.memory.putText(this.#serverText), 0);
      return ok;
    }
    // TLS 1.3, AES-256, 256 bits.
    if (option === 0x93)
      for (const [at, value] of [8192, 0x6610, 256].entries()) out.writeUInt32LE(value, at * 4);
    return ok;
  }

  #code(outcome: Outcome<object>): bigint {
    this.#serverText = outcome.ok ? '' : outcome.problem.text;
    if (outcome.ok) return ok;
    const code = /^LDAP_(\d+)$/.exec(outcome.problem.code)?.[1];
    return code === undefined ? serverDown : BigInt(code);
  }
}

/** Always true and always false (RFC 4526), which the library's parser of texts does not know. */
async function filterFrom(filter: string): Promise<string | Filter> {
  const { AndFilter, OrFilter } = await import('ldapts');
  if (filter === '(&)') return new AndFilter({ filters: [] });
  return filter === '(|)' ? new OrFilter({ filters: [] }) : filter;
}

/** Handles of entries are the result's number above, their own below. */
function placeOf(handle: bigint, more: number): [result: number, entry: number] {
  return [Number(handle >> 32n) - 1, Number(handle & 0xffff_ffffn) + more];
}

function number(argument: NativeArgument | undefined): bigint {
  if (typeof argument !== 'bigint' && typeof argument !== 'number') throw new Error('no number was given');
  return BigInt(argument);
}

function buffer(argument: NativeArgument | undefined): Buffer {
  if (!Buffer.isBuffer(argument)) throw new Error('no address was given');
  return argument;
}

function text(argument: NativeArgument | undefined): string {
  return wideText(buffer(argument));
}
