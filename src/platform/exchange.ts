import type { Socket } from 'node:net';
import type { Problem } from './types.ts';
import { abortable, closeProblem, hasEnded } from './wait.ts';

/**
 * Says something over a connected socket and reads until `judge` knows the answer: undefined from it means that more
 * bytes must come. A peer that hangs up is a problem with its code. The socket stays open and is paused: what comes
 * next belongs to its next reader. How long it may take is the signal's business.
 */
export function exchange<T extends object>(
  socket: Socket,
  words: Buffer,
  judge: (got: Buffer) => T | undefined,
  signal: AbortSignal,
): Promise<T | { readonly problem: Problem }> {
  let got = Buffer.alloc(0);
  let onData = (_part: Buffer): void => {};
  let onClose = (): void => {};
  const stop = (): void => {
    socket.off('data', onData);
    socket.off('close', onClose);
    socket.off('end', onClose);
  };
  return abortable<T | { readonly problem: Problem }>(
    signal,
    (done) => {
      const finish = (heard: T | { readonly problem: Problem }): void => {
        stop();
        socket.pause();
        done(heard);
      };
      onData = (part) => {
        got = Buffer.concat([got, part]);
        const heard = judge(got);
        if (heard !== undefined) finish(heard);
      };
      onClose = () => finish({ problem: closeProblem(socket) });
      socket.on('data', onData);
      socket.once('close', onClose);
      socket.once('end', onClose);
      if (hasEnded(socket)) finish({ problem: closeProblem(socket) });
      else socket.write(words);
    },
    stop,
  );
}
