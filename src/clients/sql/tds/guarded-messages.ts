import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { DriverConnection } from 'mssql';

/** Bytes that a packet may have (MS-TDS 2.2.6.4). */
const [least, most] = [512, 32_767];

/** What lies between the client library's connection and its socket. */
interface MessageIo {
  readonly socket: Socket;
  /** Makes messages of packets. */
  readonly incomingMessageStream: Readable & { readonly currentMessage?: Readable };
  packetSize(...sizes: readonly number[]): number;
}

/** What the client library believes of a peer's messages, and must not. */
export function guardMessages(connection: DriverConnection): void {
  silenceBehindEnd(connection);
  let io: MessageIo | undefined;
  Object.defineProperty(connection, 'messageIo', {
    configurable: true,
    enumerable: true,
    get: () => io,
    set(given: MessageIo) {
      io = given;
      boundPackets(given);
      endWithMessages(given);
    },
  });
}

/**
 * The library takes any packet size that a server names; one that leaves no room behind a packet's head makes it
 * write empty packets until memory ends. What is no packet size is not taken.
 */
function boundPackets(io: MessageIo): void {
  const take = io.packetSize.bind(io);
  io.packetSize = (...sizes) => take(...sizes.filter((size) => size >= least && size <= most));
}

/**
 * Bytes that are no packet end the stream of messages, but neither the message that has begun nor the socket, which
 * nobody reads from then on: whoever waits would hear neither of them nor of the peer's end.
 */
function endWithMessages({ socket, incomingMessageStream }: MessageIo): void {
  incomingMessageStream.once('error', (error) => {
    const begun = incomingMessageStream.currentMessage;
    begun?.on('error', () => {});
    begun?.destroy(error);
    socket.destroy(error);
  });
}

/**
 * A message that was read to its end is told in the loop's next turn. Where the connection ended in between, its question
 * was answered with that, and the library would look for it in vain.
 */
function silenceBehindEnd(connection: DriverConnection): void {
  const make = connection.createTokenStreamParser.bind(connection);
  connection.createTokenStreamParser = (...given) => {
    const parser = make(...given);
    const emit = parser.emit.bind(parser);
    parser.emit = (event, ...told) => !connection.closed && emit(event, ...told);
    return parser;
  };
}
