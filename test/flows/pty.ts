import { ReadStream } from 'node:tty';
import xterm from '@xterm/headless';
import type { IPty, spawn as spawnPty } from 'node-pty';
import { cellsOf } from '../terminal/cells.ts';
import { keys } from '../terminal/fake-terminal.ts';
import { drawSvg } from '../terminal/svg.ts';
import { environment, type Place, programCommand } from './program.ts';

const pty = await import('node-pty').catch(skipAll);

/** node-pty is compiled where it is installed. Where it could not be, every test of a file that wants it is skipped. */
async function skipAll(): Promise<undefined> {
  const why = 'node-pty is not compiled (npm rebuild node-pty)';
  if (process.env.CI) throw new Error(`tests in a terminal are never skipped in CI: ${why}`);
  process.stderr.write(`\n*** SKIPPED: tests in a terminal. ${why}\n\n`);
  const { beforeEach } = await import('vitest');
  beforeEach(({ skip }) => skip(why));
}

/** node-pty's own. */
export const spawn: typeof spawnPty = (...args) => {
  if (pty === undefined) throw new Error('node-pty is not compiled');
  const started = pty.spawn(...args);
  letReadToTheEnd(Reflect.get(started, '_socket'));
  return started;
};

/** How long what a program sent may still come when it is gone, in milliseconds. */
const lastWordsMs = 10_000;

/** node-pty reads for 200 ms after a program's end; a test on a machine under load then misses its last words. */
function letReadToTheEnd(socket: unknown): void {
  if (!(socket instanceof ReadStream)) return;
  const destroy = socket.destroy.bind(socket);
  socket.destroy = (error) => {
    if (error !== undefined || socket.readableEnded) return destroy(error);
    setTimeout(destroy, lastWordsMs).unref();
    return socket;
  };
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** What a pseudo-terminal starts. */
export interface PtyCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * A program in a real pseudo-terminal, its screen read back from a terminal emulator. A terminal hands on what is
 * written at once in pieces: what is read back is the last picture that was whole.
 */
export class Screen {
  readonly #pty: IPty;
  readonly #emulator: xterm.Terminal;
  readonly #exited: Promise<number>;
  readonly #changed = new Set<() => void>();
  /** Settles when all that has arrived is drawn. */
  #drawn = Promise.resolve();
  #picture: readonly string[] = [];
  /** The last key of which nothing was seen yet, and what stood there before it. */
  #unproved: { readonly key: string; readonly screen: string } | undefined;
  /** Everything the program has sent, as far as it is drawn. */
  sent = '';

  /** `repair` mends what arrives before it is drawn. */
  constructor({ file, args, cwd, env }: PtyCommand, size: Size, repair = (text: string) => text) {
    this.#emulator = new xterm.Terminal({
      cols: size.columns,
      rows: size.rows,
      scrollback: 1000,
      allowProposedApi: true,
    });
    this.#pty = spawn(file, [...args], {
      name: 'xterm-256color',
      cols: size.columns,
      rows: size.rows,
      cwd,
      env: { ...env },
    });
    this.#pty.onData((arrived) => {
      const text = repair(arrived);
      // One after the other: who waits for a picture goes on before the next piece is drawn.
      this.#drawn = this.#drawn.then(() => this.#draw(text));
    });
    const gone = new Promise<number>((resolve) => this.#pty.onExit(({ exitCode }) => resolve(exitCode)));
    this.#exited = gone.then(async (code) => {
      await this.#drawn;
      this.#take();
      return code;
    });
  }

  get pid(): number {
    return this.#pty.pid;
  }

  /**
   * Types one key, or text into a field. Keys that arrive together are dropped, so another one may come only when
   * `waitFor` has seen what the one before did.
   *
   * @throws where nothing was waited for since another key.
   */
  type(text: string): void {
    const before = this.#unproved;
    // Drawing anew is no part of a burst.
    if (text === keys.ctrlL) {
      this.#pty.write(text);
      return;
    }
    if (before !== undefined && before.key !== text) {
      throw new Error(`${JSON.stringify(text)} may arrive together with ${JSON.stringify(before.key)}`);
    }
    this.#unproved = { key: text, screen: this.lines().join('\n') };
    this.#pty.write(text);
  }

  resize(size: Size): void {
    this.#emulator.resize(size.columns, size.rows);
    this.#pty.resize(size.columns, size.rows);
  }

  kill(signal: string): void {
    this.#pty.kill(signal);
  }

  /** The exit code, once it has ended and all its output was drawn. */
  exited(): Promise<number> {
    return this.#exited;
  }

  /** The window's lines in the last whole picture, without blanks at their ends. */
  lines(): readonly string[] {
    return this.#picture;
  }

  /** Everything that can be scrolled back to, and the window. */
  history(): string {
    const { active } = this.#emulator.buffer;
    return Array.from({ length: active.baseY + this.#emulator.rows }, (_, index) => this.#line(index)).join(
      '\n',
    );
  }

  /** A picture of the window; `title` is its text for those who cannot see it. */
  svg(title: string): string {
    const rows = Array.from({ length: this.#emulator.rows }, (_, y) => cellsOf(this.#emulator, y));
    return drawSvg(rows, title);
  }

  get cursorHidden(): boolean {
    return this.sent.lastIndexOf('\u001b[?25l') > this.sent.lastIndexOf('\u001b[?25h');
  }

  /**
   * Waits until the window shows it; fails with what it shows instead.
   *
   * @throws where it stood there before the last key: it would prove nothing of that key.
   */
  async waitFor(what: RegExp, ms?: number): Promise<void> {
    const shows = (screen: string): boolean => what.test(screen);
    this.expectNew(shows, what);
    await this.#until(
      () => shows(this.lines().join('\n')),
      () => `never showed ${what}`,
      ms,
    );
  }

  /** @throws where what will be waited for stood there before the last key. The next key may come after it. */
  expectNew(shows: (screen: string) => boolean, what: unknown): void {
    const before = this.#unproved;
    if (before !== undefined && shows(before.screen)) {
      throw new Error(`${what} stood there before ${JSON.stringify(before.key)}:\n${before.screen}`);
    }
    this.#unproved = undefined;
  }

  /** Waits until the cursor of the list stands on another line than before the last key. */
  async cursorMoves(ms?: number): Promise<void> {
    const cursor = (lines: readonly string[] | undefined): string | undefined =>
      lines?.find((line) => line.startsWith('>'));
    const before = cursor(this.#unproved?.screen.split('\n'));
    this.#unproved = undefined;
    await this.#until(
      () => !['', before].includes(cursor(this.lines()) ?? ''),
      () => `the cursor never left ${before}`,
      ms,
    );
  }

  /**
   * Waits until the list's second line says how it ended: only then nothing runs any more. A `q` before that asks
   * whether to leave.
   */
  async atRest(ms?: number): Promise<void> {
    await this.waitFor(/^ ECMA .*\(g: .*\n (?:NOT )?READY\b/m, ms);
  }

  /** Ends it for good, whatever it does. */
  async end(): Promise<void> {
    try {
      this.#pty.kill('SIGKILL');
    } catch {
      // It has ended already.
    }
    await this.#exited;
    this.#emulator.dispose();
  }

  /** Whether nothing is missing of a picture, where that can be told from the terminal. */
  protected isWhole(_terminal: xterm.Terminal): boolean {
    return true;
  }

  #draw(text: string): Promise<void> {
    this.sent += text;
    return new Promise((resolve) => {
      this.#emulator.write(text, () => {
        if (this.isWhole(this.#emulator)) this.#take();
        resolve();
      });
    });
  }

  #take(): void {
    const { active } = this.#emulator.buffer;
    this.#picture = Array.from({ length: this.#emulator.rows }, (_, index) =>
      this.#line(active.baseY + index),
    );
    for (const look of this.#changed) look();
  }

  async #until(holds: () => boolean, otherwise: () => string, ms = 200_000): Promise<void> {
    if (holds()) return;
    await new Promise<void>((resolve, reject) => {
      const done = (): void => {
        this.#changed.delete(look);
        clearTimeout(late);
      };
      const look = (): void => {
        if (!holds()) return;
        done();
        resolve();
      };
      const late = setTimeout(() => {
        done();
        reject(new Error(`${otherwise()}:\n${this.lines().join('\n')}`));
      }, ms);
      this.#changed.add(look);
    });
  }

  #line(index: number): string {
    return this.#emulator.buffer.active.getLine(index)?.translateToString(true) ?? '';
  }
}

/** The built program, in a place of its own. */
export class Session extends Screen {
  constructor(place: Place, args: readonly string[], size: Size, env: Readonly<Record<string, string>> = {}) {
    super(
      {
        ...programCommand(args),
        cwd: place.folder,
        env: environment(place, env),
      },
      size,
    );
  }

  /** Below its picture stands the hidden cursor when all of it is drawn: at the start of the window's last line. */
  protected override isWhole({ buffer: { active }, rows }: xterm.Terminal): boolean {
    return !this.cursorHidden || (active.cursorX === 0 && active.cursorY === rows - 1);
  }
}
