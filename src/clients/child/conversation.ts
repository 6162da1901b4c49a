import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { parseObject } from '../../base/json.ts';
import type { ProgramCommand } from '../../platform/types.ts';
import { childEnvironment } from './environment.ts';
import { answersFd, longestLine } from './pipes.ts';

/** How the child ended before it answered: nothing that a peer said. */
export type ChildEnd =
  | { readonly how: 'not-started'; readonly code: string; readonly text: string }
  /** By itself: foreign code crashed, or ended its process. */
  | { readonly how: 'crashed'; readonly exit: string }
  /** It did not answer in time and was killed. */
  | { readonly how: 'silent'; readonly seconds: number }
  /** What came is no answer: foreign code wrote where it must not, or without end. */
  | { readonly how: 'nonsense' };

export type ChildReply<Answer> = Answer | { readonly ok: false; readonly ended: ChildEnd };

interface Waiting<Answer> {
  readonly id: number;
  readonly resolve: (reply: ChildReply<Answer>) => void;
}

/** What a dead child wrote is read within this. */
const leftInPipeMs = 500;
/** To end its connection. */
const farewellMs = 1500;

/** What starts a process: Node's own, but for tests of what may come through its pipes. */
export type Start = (file: string, args: readonly string[], options: SpawnOptions) => ChildProcess;

/** How a kind of child is started, and what an answer of it looks like. */
export interface ChildKind<Answer> {
  /** The argument by which the program starts as that child. */
  readonly mode: string;
  isAnswer(given: Readonly<Record<string, unknown>>): given is Readonly<Record<string, unknown>> & Answer;
}

/**
 * A conversation with somebody else's native code, in a child process of this program's own: code that hangs, prints
 * or crashes ends that process. One request at a time; secrets go through the pipe only.
 */
export class ChildConversation<Request extends object, Answer extends object> {
  readonly #kind: ChildKind<Answer>;
  readonly #child: ChildProcess | undefined;
  readonly #gone: Promise<void>;
  #turn: Promise<void> = Promise.resolve();
  #waiting: Waiting<Answer> | undefined;
  #end: ChildEnd | undefined;
  #last = 0;
  #rest = '';

  constructor(
    kind: ChildKind<Answer>,
    program: ProgramCommand,
    env: Readonly<Record<string, string | undefined>>,
    start: Start = spawn,
  ) {
    this.#kind = kind;
    const gone = Promise.withResolvers<void>();
    this.#gone = gone.promise;
    try {
      // What that code prints goes nowhere: neither on the screen nor between the answers.
      const child = start(program.file, [...program.args, kind.mode], {
        stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
        env: childEnvironment(env),
        windowsHide: true,
      });
      this.#child = child;
      child.once('error', ({ message, name, ...more }: NodeJS.ErrnoException) => {
        this.#over({ how: 'not-started', code: more.code ?? name, text: message });
        gone.resolve();
      });
      child.once('close', (code, signal) => {
        this.#over({ how: 'crashed', exit: signal ?? exitText(code) });
        gone.resolve();
      });
      child.stdin?.on('error', () => {});
      const answers = child.stdio[answersFd] as Readable | undefined;
      answers?.setEncoding('utf8').on('data', (text: string) => this.#heard(text));
      answers?.on('error', () => {});
      // A process of the driver's own may hold the pipe for ever: what stands in it is read, then it is let go.
      child.once('exit', () => {
        const timer = setTimeout(() => answers?.destroy(), leftInPipeMs);
        child.once('close', () => clearTimeout(timer));
      });
    } catch (error) {
      // Of some refusals `spawn` throws: of "blocked by group policy" too.
      const { code = 'ERROR', message } = error as NodeJS.ErrnoException;
      this.#end = { how: 'not-started', code, text: message };
      gone.resolve();
    }
  }

  /**
   * Rows that share the conversation wait for one another. Ends with the signal: while its request runs, the child is
   * killed then, and what it asked for ends by the peer's own limits; one that waits leaves the others alone.
   */
  async ask(request: Request, seconds: number, signal: AbortSignal): Promise<ChildReply<Answer>> {
    const before = this.#turn;
    const mine = Promise.withResolvers<void>();
    this.#turn = mine.promise;
    try {
      await before;
      return await this.#askNow(request, seconds, signal);
    } finally {
      mine.resolve();
    }
  }

  async #askNow(request: Request, seconds: number, signal: AbortSignal): Promise<ChildReply<Answer>> {
    signal.throwIfAborted();
    if (this.#end !== undefined) return { ok: false, ended: this.#end };
    this.#last += 1;
    const id = this.#last;
    const answered = Promise.withResolvers<ChildReply<Answer>>();
    this.#waiting = { id, resolve: answered.resolve };
    const stop = () => {
      this.kill();
      answered.reject(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
    const timer = setTimeout(() => this.#over({ how: 'silent', seconds }), seconds * 1000);
    try {
      const line = { id, ...request };
      this.#child?.stdin?.write(`${JSON.stringify(line)}\n`);
      return await answered.promise;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      this.#waiting = undefined;
    }
  }

  /** Lets the child end its connection, and kills the child when it does not. Resolves when it is gone. */
  async close(): Promise<void> {
    this.#child?.stdin?.end();
    const timer = setTimeout(() => this.kill(), farewellMs);
    // One that not even the system can end is left to it.
    const bound = Promise.withResolvers<void>();
    const last = setTimeout(bound.resolve, 3 * farewellMs);
    await Promise.race([this.#gone, bound.promise]);
    clearTimeout(timer);
    clearTimeout(last);
  }

  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  #over(end: ChildEnd): void {
    this.#end ??= end;
    this.kill();
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve({ ok: false, ended: this.#end });
  }

  #heard(text: string): void {
    this.#rest += text;
    for (let at = this.#rest.indexOf('\n'); at >= 0; at = this.#rest.indexOf('\n')) {
      const answer = parseObject(this.#rest.slice(0, at));
      this.#rest = this.#rest.slice(at + 1);
      const fits = answer?.id === this.#waiting?.id && answer !== undefined && this.#kind.isAnswer(answer);
      if (this.#waiting === undefined || !fits) {
        this.#over({ how: 'nonsense' });
        return;
      }
      this.#waiting.resolve(answer);
    }
    if (this.#rest.length > longestLine + 1024) this.#over({ how: 'nonsense' });
  }
}

/** Windows' codes of a crash are read in hexadecimal: 0xC0000005. */
function exitText(code: number | null): string {
  if (code === null) return 'no exit code';
  return code > 255 || code < 0
    ? `exit code 0x${(code >>> 0).toString(16).toUpperCase()}`
    : `exit code ${code}`;
}
