import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { answersFd, longestLine } from './pipes.ts';

/** What a child does with its requests. */
export interface ChildWork<Request, Answer> {
  answer(request: Request): Promise<Answer>;
  /** The answer where that failed, or grew too long. */
  failure(text: string): Answer;
  /** Ends its connection. */
  close(): Promise<void>;
}

/**
 * A child's whole life: answers one request after the other until its input ends, then ends the connection and
 * itself. With its parent gone while foreign code is busy it kills itself: code that hangs would never let it end.
 */
export async function serveRequests<Request extends object, Answer extends object>(
  open: () => Promise<ChildWork<Request, Answer>>,
): Promise<void> {
  const answers = new Socket({ fd: answersFd, readable: false, writable: true });
  answers.on('error', killSelf);
  const work = await open();
  let busy = false;
  let over = false;
  const leave = () => {
    if (busy || over) killSelf();
    over = true;
    // Code that hangs in its farewell is not waited for.
    setTimeout(killSelf, 1000);
    void work.close().finally(killSelf);
  };
  const say = (id: number, answer: Answer) => {
    const text = JSON.stringify({ id, ...answer });
    const fit = text.length > longestLine ? JSON.stringify({ id, ...work.failure(tooLong) }) : text;
    answers.write(`${fit}\n`);
  };
  createInterface({ input: process.stdin })
    .on('line', (line) => {
      const request = JSON.parse(line) as Request & { readonly id: number };
      busy = true;
      work
        .answer(request)
        .catch((error: unknown) => work.failure(error instanceof Error ? error.message : String(error)))
        .then((given) => {
          busy = false;
          say(request.id, given);
        });
    })
    .once('close', leave);
}

const tooLong = 'the answer is too long';

/** Not `process.exit`: that waits for the threads, in one of which foreign code may hang. */
export function killSelf(): void {
  process.kill(process.pid, 'SIGKILL');
}
