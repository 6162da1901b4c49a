import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/**
 * A connected socket whose peer says what it is told to, without a network: for each thing that is written the next
 * answer, in parts. It hangs up behind the last one, and where nothing is written for so many turns of the loop.
 */
export function socketTo(answers: readonly Uint8Array[], part = 1460, turns = 1): Socket {
  const left = [...answers];
  let written = 0;
  let ended = false;
  const hangUp = (since: number, wait: number): void => {
    if (ended || since !== written) return;
    if (wait > 0) setImmediate(() => hangUp(since, wait - 1));
    else {
      ended = true;
      socket.push(null);
    }
  };
  const socket: Duplex = new Duplex({
    // As sockets are: who hears that the other has ended ends too.
    allowHalfOpen: false,
    read() {},
    write(_chunk, _encoding, done) {
      written += 1;
      const next = ended ? undefined : left.shift();
      if (next !== undefined)
        for (let at = 0; at < next.length; at += part) socket.push(next.subarray(at, at + part));
      hangUp(written, left.length === 0 ? turns : turns * 4);
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
