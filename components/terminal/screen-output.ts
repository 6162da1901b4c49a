import { EventEmitter } from 'node:events';
import { PaintOptimizer } from './paint-optimizer.ts';

/** The streams of a terminal, as `process` has them. */
export interface ScreenTerminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** In cells. */
export interface WindowSize {
  readonly columns: number;
  readonly rows: number;
}

/** How often a console is asked whether its window has changed: it does not say so by itself. */
const pollEveryMs = 500;

type Done = (error?: Error | null) => void;

/**
 * Stands between Ink and the terminal. A paint of Ink's is several writes, each a synchronous call into the
 * console on Windows: what is written in one turn of the loop leaves as one write, made shorter. It also knows what
 * Ink does not: that a window made narrower re-wraps what is on it.
 */
export class ScreenOutput extends EventEmitter {
  readonly isTTY = true;
  readonly writable = true;
  readonly #out: NodeJS.WriteStream;
  readonly #optimizer = new PaintOptimizer();
  #pending = '';
  #waiting: Done[] = [];
  #scheduled = false;
  #direct = false;
  /** What there is now, and what was last drawn for. */
  #size: WindowSize;
  #drawn: WindowSize;
  #paused: NodeJS.Timeout | undefined;
  /** Asks for the window's own size; without it, the stream is believed. */
  #window: (() => WindowSize | undefined) | undefined;
  #polling: NodeJS.Timeout | undefined;
  /** Makes Ink forget what it has drawn, erasing it, so that its next paint is a whole one. */
  readonly #resetInk: () => void;

  constructor(out: NodeJS.WriteStream, resetInk: () => void) {
    super();
    this.#out = out;
    this.#resetInk = resetInk;
    this.#size = this.#measured();
    this.#drawn = this.#size;
  }

  get columns(): number {
    return this.#size.columns;
  }

  get rows(): number {
    return this.#size.rows;
  }

  get destroyed(): boolean {
    return this.#out.destroyed;
  }

  get writableEnded(): boolean {
    return this.#out.writableEnded;
  }

  /** Begins to pass on resizes, and to write at once when the process ends. */
  open(): void {
    this.#out.on('resize', this.#resized);
    process.on('exit', this.#exiting);
  }

  /**
   * The stream of a Windows console has the width of its buffer, which may be wider than the window, and says nothing
   * when only the window changes (libuv, uv__tty_console_signal_resize). From now on the window itself is asked.
   */
  followWindow(window: () => WindowSize | undefined): void {
    this.#window = window;
    this.#polling = setInterval(this.#resized, pollEveryMs).unref();
    this.#resized();
  }

  close(): void {
    this.#out.off('resize', this.#resized);
    clearInterval(this.#polling);
    clearTimeout(this.#paused);
    this.#paused = undefined;
    process.off('exit', this.#exiting);
    this.#exiting();
  }

  write(chunk: string, encodingOrDone?: BufferEncoding | Done, done?: Done): boolean {
    if (this.#paused === undefined) this.#pending += chunk;
    const callback = typeof encodingOrDone === 'function' ? encodingOrDone : done;
    if (callback !== undefined) this.#waiting.push(callback);
    if (this.#direct) this.#flush();
    else if (!this.#scheduled) {
      this.#scheduled = true;
      queueMicrotask(this.#flush);
    }
    return true;
  }

  /** Ink never ends its output; the terminal stays open for who comes next. */
  end(): this {
    this.#flush();
    return this;
  }

  bell(): void {
    this.write('\u0007');
  }

  /** Wipes the window and has everything drawn again: Ink answers a resize with a paint. */
  redraw(): void {
    clearTimeout(this.#paused);
    this.#paused = undefined;
    // Node's own way to ask the console for its size again; it keeps the last answer otherwise.
    (this.#out as { _refreshSize?: () => void })._refreshSize?.();
    this.#resized();
    if (this.#paused !== undefined) return;
    this.write(wipe);
    this.#resetInk();
    this.emit('resize');
  }

  /** The components have taken the new size: draw again. */
  resume(): void {
    if (this.#paused === undefined) return;
    clearTimeout(this.#paused);
    this.#paused = undefined;
    const grown = this.columns >= this.#drawn.columns && this.rows >= this.#drawn.rows;
    this.#drawn = this.#size;
    // A smaller console has wrapped our lines anew or scrolled them: nobody knows where they are, so none is left.
    if (!grown) this.write(wipe);
    this.#resetInk();
    this.emit('resize');
  }

  /**
   * Ink would first draw the old frame at the new size: too high, and half of it lands in the scrollback. So
   * nothing is drawn until the components have rendered anew.
   */
  readonly #resized = (): void => {
    const before = this.#size;
    this.#size = this.#measured();
    if (same(this.#size, before) && (this.#paused !== undefined || same(this.#size, this.#drawn))) return;
    clearTimeout(this.#paused);
    this.#paused = setTimeout(() => this.resume(), 200);
    this.emit('resize');
  };

  #measured(): WindowSize {
    const { columns, rows } = this.#window?.() ?? this.#out;
    return { columns: columns > 0 ? columns : 80, rows: rows > 0 ? rows : 24 };
  }

  /** No turn of the loop comes after this: write at once from now on. */
  readonly #exiting = (): void => {
    this.#direct = true;
    this.#flush();
  };

  readonly #flush = (): void => {
    this.#scheduled = false;
    const bytes = this.#optimizer.optimize(this.#pending);
    const waiting = this.#waiting;
    this.#pending = '';
    this.#waiting = [];
    const done: Done = (error) => {
      for (const callback of waiting) callback(error);
    };
    if (bytes !== '') this.#out.write(bytes, done);
    else if (waiting.length > 0) setImmediate(done);
  };
}

function same(one: WindowSize, other: WindowSize): boolean {
  return one.columns === other.columns && one.rows === other.rows;
}

/** Home, and erase what is below: the scrollback is left alone. */
const wipe = '\u001b[H\u001b[J';
