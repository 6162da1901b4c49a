import type { DriverConnection } from 'mssql';

/** Bytes that a packet may have (MS-TDS 2.2.6.4). */
const [least, most] = [512, 32_767];

interface MessageIo {
  packetSize(...sizes: readonly number[]): number;
}

/**
 * The client library takes any packet size that a server names; one that leaves no room behind a packet's head makes it
 * write empty packets until memory ends. What is no packet size is not taken.
 */
export function boundPackets(connection: DriverConnection): void {
  let io: MessageIo | undefined;
  Object.defineProperty(connection, 'messageIo', {
    configurable: true,
    enumerable: true,
    get: () => io,
    set(given: MessageIo) {
      io = given;
      const take = given.packetSize.bind(given);
      given.packetSize = (...sizes) => take(...sizes.filter((size) => size >= least && size <= most));
    },
  });
}
