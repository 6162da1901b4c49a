import { createSocket } from 'node:dgram';
import { toProblem } from './problem.ts';
import type { Network, Problem } from './types.ts';
import { abortable, stopwatch } from './wait.ts';

type Outcome = { readonly bytes: Buffer } | { readonly problem: Problem };

/** One datagram and its answer; sent again where none comes. Only the asked address is heard. */
export const datagram: Network['datagram'] = async (
  { address, port, bytes, tries, answerWithinMs },
  signal,
) => {
  const ms = stopwatch();
  const socket = createSocket(address.family === 6 ? 'udp6' : 'udp4');
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  const stop = () => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    socket.close();
  };
  const outcome = await abortable<Outcome>(
    signal,
    (done) => {
      let left = tries;
      const finish = (found: Outcome) => {
        if (over) return;
        stop();
        done(found);
      };
      const next = () => {
        if (!over) send();
      };
      const send = () => {
        if (left === 0) return finish({ problem: silence(tries * answerWithinMs) });
        left -= 1;
        // A turn of the loop first: after a standstill an answer may lie there unread.
        timer = setTimeout(() => setImmediate(next), answerWithinMs);
        socket.send(bytes, (error) => {
          if (error !== null) finish({ problem: toProblem(error) });
        });
      };
      socket.on('error', (error) => finish({ problem: toProblem(error) }));
      socket.once('message', (answer) => finish({ bytes: answer }));
      // Connected: answers of others are dropped, and a closed port is told (ICMP) as a refusal.
      socket.connect(port, address.address, (error?: Error) => {
        if (error === undefined || error === null) send();
        else finish({ problem: toProblem(error) });
      });
    },
    stop,
  );
  return 'bytes' in outcome
    ? { ok: true, bytes: outcome.bytes, ms: ms() }
    : { ok: false, problem: outcome.problem, ms: ms() };
};

function silence(ms: number): Problem {
  return { code: 'NO_ANSWER', text: `no answer within ${ms / 1000} s` };
}
