import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { hasEnded } from '../../../platform/wait.ts';
import { packet } from './prelogin.ts';

const header = 8;

/**
 * TLS inside PRELOGIN packets (MS-TDS 3.2.5.2), for a look at the server's certificate: handshake bytes go out in
 * packets and come back in packets. The connection is closed after it, so bare records are never reached.
 */
class HandshakeTunnel extends Duplex {
  readonly #under: Socket;
  #got = Buffer.alloc(0);
  #flight: Buffer[] = [];

  constructor(under: Socket) {
    super();
    this.#under = under;
    // It may end while nobody listens yet: whoever comes reads that off the stream.
    this.on('error', () => {});
    under.on('data', (bytes) => this.#receive(bytes));
    under.on('close', () => this.destroy(under.errored ?? undefined));
    if (hasEnded(under)) this.destroy(under.errored ?? undefined);
    else under.resume();
  }

  #receive(bytes: Buffer): void {
    this.#got = Buffer.concat([this.#got, bytes]);
    while (this.#got.length >= header) {
      const length = this.#got.readUInt16BE(2);
      // Not a packet: let TLS say what it thinks of these bytes.
      if (length <= header)
        return void this.destroy(Object.assign(new Error('the answer is not TDS'), { code: 'NOT_TDS' }));
      if (this.#got.length < length) return;
      this.push(this.#got.subarray(header, length));
      this.#got = this.#got.subarray(length);
    }
  }

  override _read(): void {}

  override _write(bytes: Buffer, _encoding: unknown, done: () => void): void {
    // What TLS writes in one turn is one flight, and one message: the server answers message by message.
    if (this.#flight.length === 0) setImmediate(() => this.#send());
    this.#flight.push(bytes);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#under.destroy();
    done(error);
  }

  #send(): void {
    const flight = Buffer.concat(this.#flight);
    this.#flight = [];
    if (flight.length > 0 && !this.#under.destroyed) this.#under.write(packet(flight));
  }
}

/** A stream over which TLS can be spoken with a server that has just answered PRELOGIN. */
export function handshakeTunnel(under: Socket): Socket {
  // TLS needs no more of a socket than what every stream has.
  return new HandshakeTunnel(under) as Duplex as Socket;
}
