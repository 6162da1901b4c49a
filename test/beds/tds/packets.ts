/** Packets and messages of TDS (MS-TDS 2.2.3): eight bytes of header, a message ends with status bit 1. */

export const packetTypes = {
  batch: 0x01,
  rpc: 0x03,
  answer: 0x04,
  attention: 0x06,
  transaction: 0x0e,
  login: 0x10,
  sspi: 0x11,
  prelogin: 0x12,
} as const;

export interface Message {
  readonly type: number;
  readonly data: Buffer;
}

const header = 8;
const longest = 4096 - header;

/** Puts packets together again. */
export class MessageReader {
  #got = Buffer.alloc(0);
  #parts: Buffer[] = [];

  feed(bytes: Buffer): Message[] {
    this.#got = Buffer.concat([this.#got, bytes]);
    const messages: Message[] = [];
    while (this.#got.length >= header) {
      const length = this.#got.readUInt16BE(2);
      if (length < header) throw new Error('not a TDS packet');
      if (this.#got.length < length) break;
      const [type, status] = [this.#got.readUInt8(0), this.#got.readUInt8(1)];
      this.#parts.push(this.#got.subarray(header, length));
      this.#got = this.#got.subarray(length);
      if ((status & 1) === 0) continue;
      messages.push({ type, data: Buffer.concat(this.#parts) });
      this.#parts = [];
    }
    return messages;
  }

  /** Bytes that are not a whole packet yet. */
  rest(): Buffer {
    const rest = this.#got;
    this.#got = Buffer.alloc(0);
    return rest;
  }
}

export function packets(type: number, data: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at === 0 || at < data.length; at += longest) {
    const part = data.subarray(at, at + longest);
    const head = Buffer.alloc(header);
    head.writeUInt8(type, 0);
    head.writeUInt8(at + longest >= data.length ? 1 : 0, 1);
    head.writeUInt16BE(part.length + header, 2);
    head.writeUInt8((parts.length / 2 + 1) % 256, 6);
    parts.push(head, part);
  }
  return Buffer.concat(parts);
}
