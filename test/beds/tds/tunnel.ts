import { Duplex } from 'node:stream';
import { MessageReader, packets, packetTypes } from './packets.ts';

/**
 * The server's side of TLS inside PRELOGIN packets (MS-TDS 3.3.5.1): the handshake travels in packets, everything
 * after it as bare TLS records. The server's last flight still is wrapped: bare records begin when the first one
 * arrives.
 */
export class HandshakeTunnel extends Duplex {
  readonly #under: Duplex;
  readonly #reader = new MessageReader();
  #wrapped = true;
  #flight: Buffer[] = [];

  constructor(under: Duplex) {
    super();
    this.#under = under;
    under.on('close', () => this.destroy());
  }

  receive(bytes: Buffer): void {
    const first = bytes[0] ?? 0;
    if (first >= 0x14 && first <= 0x17) this.#wrapped = false;
    if (!this.#wrapped) return void this.push(bytes);
    for (const message of this.#reader.feed(bytes)) this.push(message.data);
    const rest = this.#reader.rest();
    const next = rest[0] ?? 0;
    if (next >= 0x14 && next <= 0x17) this.receive(rest);
    else if (rest.length > 0) this.#reader.feed(rest);
  }

  override _read(): void {}

  override _write(bytes: Buffer, _encoding: unknown, done: () => void): void {
    if (!this.#wrapped) {
      this.#under.write(bytes);
      return void done();
    }
    // A flight is one message: the client waits for exactly one answer to each of its own.
    if (this.#flight.length === 0) setImmediate(() => this.#send());
    this.#flight.push(bytes);
    done();
  }

  override _final(done: () => void): void {
    this.#send();
    this.#under.end();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#under.destroy();
    done(error);
  }

  #send(): void {
    const flight = Buffer.concat(this.#flight);
    this.#flight = [];
    if (flight.length === 0 || this.#under.destroyed) return;
    this.#under.write(packets(packetTypes.prelogin, flight));
  }
}
