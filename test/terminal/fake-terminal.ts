import { EventEmitter } from 'node:events';
import xterm from '@xterm/headless';
import { type Cell, cellsOf } from './cells.ts';
import { dark, drawSvg, type Paper } from './svg.ts';

/**
 * A terminal in memory: what is written to `stdout` is drawn by a real terminal emulator, what `type` says is read
 * from `stdin`. It counts bytes and full clears, and can be asked for text, colours and a picture.
 */

export const keys = {
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  pageUp: '\u001b[5~',
  pageDown: '\u001b[6~',
  home: '\u001b[H',
  end: '\u001b[F',
  enter: '\r',
  escape: '\u001b',
  tab: '\t',
  backspace: '\u007f',
  ctrlC: '\u0003',
  ctrlL: '\u000c',
} as const;

// biome-ignore lint/suspicious/noControlCharactersInRegex: keys are what a terminal sends
const keyPattern = /\u001b\[[0-9;]*[A-Za-z~]|./gsu;

class FakeOut extends EventEmitter {
  readonly isTTY = true;
  readonly writable = true;
  readonly destroyed = false;
  readonly writableEnded = false;
  columns: number;
  rows: number;
  readonly #take: (text: string, done: () => void) => void;

  constructor(columns: number, rows: number, take: (text: string, done: () => void) => void) {
    super();
    this.columns = columns;
    this.rows = rows;
    this.#take = take;
  }

  write(text: string, done?: (error?: Error | null) => void): boolean {
    this.#take(text, () => done?.(null));
    return true;
  }
}

class FakeIn extends EventEmitter {
  readonly isTTY = true;
  raw = false;
  readonly #waiting: string[] = [];

  setRawMode(raw: boolean): this {
    this.raw = raw;
    return this;
  }

  setEncoding(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  read(): string | null {
    return this.#waiting.shift() ?? null;
  }

  /** What was typed before anybody read is there for who comes to read. */
  override addListener(name: string, listener: (...args: unknown[]) => void): this {
    super.addListener(name, listener);
    if (name === 'readable' && this.#waiting.length > 0) queueMicrotask(() => this.emit('readable'));
    return this;
  }

  pause(): this {
    return this;
  }

  unshift(text: string): void {
    this.#waiting.unshift(text);
  }

  push(text: string): void {
    this.#waiting.push(text);
    this.emit('readable');
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: it counts what a terminal is told
const fullClear = /\u001b\[[23]J|\u001b\[(?:1;1)?H\u001b\[0?J|\u001bc/g;

export class FakeTerminal {
  readonly #emulator: xterm.Terminal;
  readonly #out: FakeOut;
  readonly #in = new FakeIn();
  readonly #listeners = new Set<() => void>();
  readonly #typing: string[] = [];
  #hand: NodeJS.Timeout | undefined;
  /** What stood there when the last key was pressed, until something has been waited for. */
  #beforeKey: { readonly text: string; readonly written: number } | undefined;
  #unparsed = 0;
  #cursorHidden = false;
  /** Everything written so far. */
  written = '';
  writes = 0;
  bells = 0;

  constructor(columns: number, rows: number) {
    this.#emulator = new xterm.Terminal({
      cols: columns,
      rows,
      allowProposedApi: true,
      convertEol: true,
      scrollback: 1000,
    });
    this.#emulator.onBell(() => {
      this.bells += 1;
    });
    this.#out = new FakeOut(columns, rows, (text, done) => this.#take(text, done));
  }

  get stdout(): NodeJS.WriteStream {
    return this.#out as unknown as NodeJS.WriteStream;
  }

  get stdin(): NodeJS.ReadStream {
    return this.#in as unknown as NodeJS.ReadStream;
  }

  get raw(): boolean {
    return this.#in.raw;
  }

  get columns(): number {
    return this.#out.columns;
  }

  get rows(): number {
    return this.#out.rows;
  }

  get cursorHidden(): boolean {
    return this.#cursorHidden;
  }

  get bytes(): number {
    return Buffer.byteLength(this.written);
  }

  get fullClears(): number {
    return this.written.match(fullClear)?.length ?? 0;
  }

  #take(text: string, done: () => void): void {
    this.written += text;
    this.writes += 1;
    const shown = text.lastIndexOf('\u001b[?25h');
    const hidden = text.lastIndexOf('\u001b[?25l');
    if (shown !== hidden) this.#cursorHidden = hidden > shown;
    this.#unparsed += 1;
    this.#emulator.write(text, () => {
      this.#unparsed -= 1;
      done();
      for (const listener of [...this.#listeners]) listener();
    });
  }

  /** Key by key, as a person types: each is read alone. */
  type(text: string): void {
    if (text === '') return;
    this.#beforeKey = { text: this.text(), written: this.written.length };
    this.#typing.push(...(text.match(keyPattern) ?? []));
    if (this.#hand === undefined) this.#typeNext();
  }

  /** All of it in one read: over a slow line, or pasted in a console that does not say so. */
  burst(text: string): void {
    this.#beforeKey = { text: this.text(), written: this.written.length };
    this.#in.push(text);
  }

  /** As terminals tell it when bracketed paste is on. */
  paste(text: string): void {
    this.#beforeKey = { text: this.text(), written: this.written.length };
    this.#in.push(`\u001b[200~${text}\u001b[201~`);
  }

  readonly #typeNext = (): void => {
    const key = this.#typing.shift();
    if (key !== undefined) this.#in.push(key);
    // After the key: whoever waits whether Escape goes on has begun to wait before us, on any machine.
    this.#hand = key === undefined ? undefined : setTimeout(this.#typeNext, key === keys.escape ? 60 : 1);
  };

  resize(columns: number, rows: number): void {
    this.#beforeKey = undefined;
    this.#emulator.resize(columns, rows);
    this.#out.columns = columns;
    this.#out.rows = rows;
    this.#out.emit('resize');
  }

  /** The lines in the window, without blanks at their ends. */
  screen(): string[] {
    const buffer = this.#emulator.buffer.active;
    return Array.from(
      { length: this.rows },
      (_, y) => buffer.getLine(buffer.baseY + y)?.translateToString(true) ?? '',
    );
  }

  /** The lines that have left the window at its top. */
  scrollback(): string[] {
    const buffer = this.#emulator.buffer.active;
    return Array.from({ length: buffer.baseY }, (_, y) => buffer.getLine(y)?.translateToString(true) ?? '');
  }

  text(): string {
    return this.screen().join('\n');
  }

  /** Cells of one line; the second half of a double-width character is an empty cell. */
  cells(y: number): Cell[] {
    return cellsOf(this.#emulator, y);
  }

  /** Number of the first line that contains `text`; -1 when none does. */
  lineOf(text: string | RegExp): number {
    return this.screen().findIndex((line) =>
      typeof text === 'string' ? line.includes(text) : text.test(line),
    );
  }

  /**
   * Waits until `test` holds for what is on the screen; throws with the screen after `ms`. Behind a key it must be
   * something that the key brings: what stood there already proves nothing, and on a busy machine what follows comes
   * too early.
   */
  async waitFor(
    test: string | RegExp | ((terminal: FakeTerminal) => boolean),
    ms = Number(process.env.WAIT_MS ?? 200_000),
  ): Promise<void> {
    const holds = () => {
      if (this.#unparsed > 0) return false;
      if (typeof test === 'function') return test(this);
      const text = this.text();
      return typeof test === 'string' ? text.includes(test) : test.test(text);
    };
    this.#provesKey(test);
    if (holds()) return;
    await new Promise<void>((resolve, reject) => {
      const finish = () => {
        clearTimeout(timer);
        clearInterval(poll);
        this.#listeners.delete(look);
      };
      const look = () => {
        if (!holds()) return;
        finish();
        resolve();
      };
      const timer = setTimeout(() => {
        finish();
        reject(new Error(`not seen within ${ms} ms: ${String(test)}\n${this.text()}`));
      }, ms);
      const poll = setInterval(look, 20);
      this.#listeners.add(look);
    });
  }

  /** Waits until all keys have been pressed and nothing has been written for so long. */
  async atRest(ms = 300): Promise<void> {
    for (let bytes = -1; bytes !== this.bytes || this.#hand !== undefined || this.#unparsed > 0; ) {
      bytes = this.bytes;
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
    this.#beforeKey = undefined;
  }

  #provesKey(test: string | RegExp | ((terminal: FakeTerminal) => boolean)): void {
    const before = this.#beforeKey;
    this.#beforeKey = undefined;
    if (before === undefined) return;
    const stood =
      typeof test === 'function'
        ? this.written.length === before.written && test(this)
        : typeof test === 'string'
          ? before.text.includes(test)
          : test.test(before.text);
    if (stood)
      throw new Error(`stood there before the key, and proves nothing: ${String(test)}\n${before.text}`);
  }

  /** What the frame breaks of the rules for every frame; empty when all is well. */
  faults(): string[] {
    const faults: string[] = [];
    const screen = this.screen();
    if ((screen.at(-1) ?? '') !== '') faults.push(`the last row is written: ${screen.at(-1)}`);
    for (let y = 0; y < this.rows; y += 1) {
      const cells = this.cells(y);
      if ((cells.at(-1)?.text ?? ' ') !== ' ') faults.push(`row ${y} reaches the last column: ${screen[y]}`);
      if (cells.some(({ exotic }) => exotic)) faults.push(`row ${y} has a colour beyond the sixteen`);
    }
    return faults;
  }

  /** A picture of the window; `title` is its text for those who cannot see it. */
  svg(title: string, paper: Paper = dark): string {
    return drawSvg(
      Array.from({ length: this.rows }, (_, y) => this.cells(y)),
      title,
      paper,
    );
  }
}
