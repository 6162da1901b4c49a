import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { loadNative } from '../../../platform/windows/native.ts';
import {
  type Answer,
  answersFd,
  longestLine,
  type NumberedAnswer,
  type NumberedRequest,
  type Unavailable,
} from '../protocol.ts';
import { OdbcCalls } from './calls.ts';
import { OdbcConnection } from './driver-manager.ts';

/**
 * The child's whole life: answers one request after the other until its input ends, then ends the connection and
 * itself. With its parent gone while a driver is busy it kills itself: a driver that hangs would never let it end.
 */
export async function serveOdbc(nativeFile: (() => Promise<string>) | undefined): Promise<void> {
  const answers = new Socket({ fd: answersFd, readable: false, writable: true });
  answers.on('error', killSelf);
  const opened = await openManager(nativeFile);
  let busy = false;
  let over = false;
  const leave = () => {
    if (busy || over) killSelf();
    over = true;
    // A driver that hangs in its farewell is not waited for.
    setTimeout(killSelf, 1000);
    const closed = 'connection' in opened ? opened.connection.close() : Promise.resolve();
    void closed.finally(killSelf);
  };
  const say = (id: number, answer: Answer) => {
    const line: NumberedAnswer = { id, ...answer };
    const text = JSON.stringify(line);
    const fit: NumberedAnswer = { id, ok: false, diagnostics: [tooLong] };
    answers.write(`${text.length > longestLine ? JSON.stringify(fit) : text}\n`);
  };
  createInterface({ input: process.stdin })
    .on('line', (line) => {
      const request = JSON.parse(line) as NumberedRequest;
      busy = true;
      const answer =
        'connection' in opened
          ? opened.connection.answer(request)
          : Promise.resolve({ ok: false, diagnostics: [], unavailable: opened.unavailable } as const);
      if (request.kind === 'transaction') {
        const { seconds } = request;
        const clock = setTimeout(() => {
          say(request.id, { ok: false, diagnostics: [], cutOff: seconds });
          // A pipe that nobody reads must not keep it: the parent may be frozen.
          setTimeout(killSelf, 200);
        }, seconds * 1000);
        void answer.catch(() => {}).finally(() => clearTimeout(clock));
      }
      answer
        .catch((error: unknown) => ({ ok: false as const, diagnostics: [failure(error)] }))
        .then((given) => {
          busy = false;
          say(request.id, given);
        });
    })
    .once('close', leave);
}

/** Not `process.exit`: that waits for the threads, in one of which the driver may hang. */
function killSelf(): void {
  process.kill(process.pid, 'SIGKILL');
}

type Opened = { readonly connection: OdbcConnection } | { readonly unavailable: Unavailable };

async function openManager(nativeFile: (() => Promise<string>) | undefined): Promise<Opened> {
  const calls = await open(async () => new OdbcCalls(loadNative(await nativeFile?.())), 'NO_MODULE');
  if (!('value' in calls)) return calls;
  const manager = await open(async () => calls.value.probe(), 'NO_MANAGER');
  return 'value' in manager ? { connection: new OdbcConnection(calls.value) } : manager;
}

async function open<T>(
  work: () => Promise<T>,
  code: Unavailable['code'],
): Promise<{ readonly value: T } | { readonly unavailable: Unavailable }> {
  try {
    return { value: await work() };
  } catch (error) {
    return { unavailable: { code, text: error instanceof Error ? error.message : String(error) } };
  }
}

const tooLong = { state: 'HY000', native: 0, text: 'the answer is too long' };

function failure(error: unknown) {
  return { state: 'HY000', native: 0, text: error instanceof Error ? error.message : String(error) };
}
