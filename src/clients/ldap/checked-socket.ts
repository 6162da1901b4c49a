import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { Problem } from '../../platform/types.ts';
import { isWellFormed } from './well-formed.ts';

/**
 * A socket as the client library sees it: what arrives are whole messages, each looked through before, and nothing after the
 * first that is none. Then the connection ends, and `refused` says why. Bounds are the meter's.
 */
export class CheckedSocket extends EventEmitter {
  readonly connecting = false;
  readonly readyState = 'open';
  /** Why the connection was ended. */
  refused: Problem | undefined;
  readonly #socket: Socket;
  #parts: Buffer[] = [];
  #length = 0;
  /** Of the message that has begun, once its head has come. */
  #wanted: number | undefined;

  constructor(socket: Socket) {
    super();
    this.#socket = socket;
    socket.on('data', (part: Buffer) => this.#take(part));
    socket.on('error', (error) => {
      if (this.listenerCount('error') > 0) this.emit('error', error);
    });
    for (const event of ['end', 'close', 'timeout'] as const) socket.on(event, () => this.emit(event));
  }

  /** For a library that wants a socket: of it this is all that is used. */
  asSocket(): Socket {
    return this as unknown as Socket;
  }

  write(bytes: Uint8Array, done?: () => void): boolean {
    return this.#socket.write(bytes, done);
  }

  end(): void {
    this.#socket.end();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #take(part: Buffer): void {
    this.#parts.push(part);
    this.#length += part.length;
    // Put together once for each message, not once for each part of a long one.
    while (this.refused === undefined && this.#length >= (this.#wanted ?? 2)) {
      const all = this.#parts.length === 1 ? (this.#parts[0] ?? part) : Buffer.concat(this.#parts);
      this.#parts = [all];
      this.#wanted ??= sizeOf(all);
      if (this.#wanted === undefined) return;
      if (all.length < this.#wanted) return;
      const message = all.subarray(0, this.#wanted);
      this.#keep(all.subarray(this.#wanted));
      if (isWellFormed(message)) this.emit('data', message);
      else this.#refuse();
    }
  }

  #keep(rest: Buffer): void {
    this.#parts = rest.length === 0 ? [] : [rest];
    this.#length = rest.length;
    this.#wanted = undefined;
  }

  #refuse(): void {
    this.refused = { code: 'NOT_LDAP', text: 'the answer could not be read' };
    this.#keep(Buffer.alloc(0));
    this.#socket.destroy();
  }
}

/** How long the message that begins here is; undefined: its length is not there yet. */
function sizeOf(bytes: Buffer): number | undefined {
  const first = bytes[1];
  if (first === undefined) return undefined;
  // Without a length of its own, or with one that is none: the first byte is refused by itself.
  if (bytes[0] !== 0x30 || first === 0x80 || first > 0x84) return 1;
  if (first < 0x80) return 2 + first;
  const count = first & 0x7f;
  return bytes.length < 2 + count ? undefined : 2 + count + bytes.readUIntBE(2, count);
}
