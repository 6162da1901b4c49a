import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/**
 * A connected socket whose peer says what it is told to, without a network: for each thing that is written the next
 * answer; behind the last one it hangs up, after so many turns of the loop. Answers come in parts.
 */
export function socketTo(answers: readonly Uint8Array[], part = 1460, turns = 1): Socket {
  const left = [...answers];
  const hangUp = (wait: number): void => {
    if (socket.destroyed || socket.readableEnded) return;
    if (wait > 0) setImmediate(() => hangUp(wait - 1));
    else if (!ended) socket.push(null);
    if (wait === 0) ended = true;
  };
  let ended = false;
  const socket = new Duplex({
    // As sockets are: who hears that the other has ended ends too.
    allowHalfOpen: false,
    read() {},
    write(_chunk, _encoding, done) {
      const next = left.shift();
      if (next !== undefined)
        for (let at = 0; at < next.length; at += part) socket.push(next.subarray(at, at + part));
      if (left.length === 0) hangUp(turns);
      done();
    },
  });
  const self = (): unknown => socket;
  return Object.assign(socket, {
    setKeepAlive: self,
    setNoDelay: self,
    setTimeout: self,
    ref: self,
    unref: self,
    destroySoon: () => socket.destroy(),
    connecting: false,
    readyState: 'open',
    remoteAddress: '127.0.0.1',
    remotePort: 1,
  }) as unknown as Socket;
}
