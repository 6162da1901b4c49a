import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { grouped } from '../../base/phrases.ts';
import type { Problem } from '../../platform/types.ts';
import { type MessageShape, shapeOf } from './well-formed.ts';

/** Answers to nothing that was asked: a server may send a late one, not one after the other. */
const mostStray = 100;

/**
 * A socket as the client library sees it: what arrives are whole messages, each looked through before, and nothing after the
 * first that is none. Then the connection ends, and `refused` says why. Entries and bytes are the meter's to count; here
 * the elements of an answer, and answers that nobody asked for.
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
  /** Elements that came for what was asked and is not answered yet, by its number. */
  readonly #asked = new Map<number, number>();
  readonly #mostElements: number;
  #stray = 0;

  constructor(socket: Socket, mostElements: number) {
    super();
    this.#socket = socket;
    this.#mostElements = mostElements;
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
    // The library writes a whole message at once; its number stands first.
    const asked = shapeOf(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      Number.MAX_SAFE_INTEGER,
    );
    if (typeof asked === 'object') this.#asked.set(asked.id, 0);
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
      const shape = shapeOf(message, this.#mostElements);
      const problem = typeof shape === 'object' ? this.#problemOf(shape) : this.#unlike(shape);
      if (problem === undefined) this.emit('data', message);
      else this.#refuse(problem);
    }
  }

  #problemOf({ id, operation, elements }: MessageShape): Problem | undefined {
    const before = this.#asked.get(id);
    if (before === undefined) {
      this.#stray += 1;
      return this.#stray <= mostStray
        ? undefined
        : { code: 'TOO_MUCH', text: 'it goes on sending what was not asked for; the connection was closed' };
    }
    if (operation === 0x64 || operation === 0x73) this.#asked.set(id, before + elements);
    else this.#asked.delete(id);
    return before + elements > this.#mostElements ? this.#unlike('too-many') : undefined;
  }

  #unlike(what: 'malformed' | 'too-many'): Problem {
    if (what === 'malformed') return { code: 'NOT_LDAP', text: 'the answer could not be read' };
    const bound = grouped(this.#mostElements);
    return {
      code: 'TOO_MUCH',
      text: `one answer had more than ${bound} values and names; the connection was closed`,
    };
  }

  #keep(rest: Buffer): void {
    this.#parts = rest.length === 0 ? [] : [rest];
    this.#length = rest.length;
    this.#wanted = undefined;
  }

  #refuse(problem: Problem): void {
    this.refused = problem;
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
