import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { renameWithRetries, renameWithRetriesSync } from '../platform/rename.ts';
import type { Problem } from '../platform/types.ts';
import { onlyChanges, type ProblemListener, problemOf } from './file-problem.ts';

/** Makes names in a folder durable; Windows neither needs nor allows it. */
export function syncFolderOf(path: string): void {
  if (process.platform === 'win32') return;
  try {
    const fd = openSync(dirname(path), 'r');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch {
    // Some file systems cannot: the file itself is synced, that is the most there is.
  }
}

function temporary(path: string): string {
  return `${path}.${randomBytes(6).toString('hex')}.tmp`;
}

/**
 * Replaces a file whole (0600): whoever reads it sees the old text or the new, also when the process is killed
 * or the disk is full half-way.
 */
export function replaceFileSync(path: string, text: string): Problem | undefined {
  const draft = temporary(path);
  try {
    const fd = openSync(draft, 'wx', 0o600);
    try {
      writeFileSync(fd, text);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameWithRetriesSync(draft, path);
    syncFolderOf(path);
    return undefined;
  } catch (error) {
    rmSync(draft, { force: true });
    return problemOf(error);
  }
}

/**
 * What is to be written, or how to make it: then it is made when its turn comes, from what is known by then. Undefined:
 * nothing is to be written after all.
 */
export type TextSource = string | (() => string | undefined);

/** One that may take several turns of the event loop to make. */
export type SlowTextSource = TextSource | (() => Promise<string | undefined>);

/**
 * Keeps one file up to date: many calls of `save`, one write at a time, the last text wins. Failures go to the
 * listener, once until it works again; nothing throws.
 */
export class FileSaver {
  readonly #path: string;
  readonly #report: ProblemListener;
  readonly #pauseAfter: (madeInMs: number) => number;
  readonly #firstAfterMs: number;
  #next: SlowTextSource | undefined;
  #busy: Promise<void> | undefined;
  #round = 0;
  /** On the clock of `performance.now`. */
  #pauseUntil: number | undefined;
  #hurried = false;
  #flushing = 0;
  /** Ends the pause that is under way. */
  #wake = (): void => {};

  /**
   * `pauseAfter`: how long texts are only collected after one that took so long to make, in milliseconds; `flush` and
   * `hurry` end that pause. `firstAfterMs`: so long from the first `save` on too. Default: not at all.
   */
  constructor(
    path: string,
    listener: ProblemListener,
    pauseAfter: (madeInMs: number) => number = () => 0,
    firstAfterMs = 0,
  ) {
    this.#path = path;
    this.#report = onlyChanges(listener);
    this.#pauseAfter = pauseAfter;
    this.#firstAfterMs = firstAfterMs;
  }

  save(text: SlowTextSource): void {
    this.#next = text;
    this.#pauseUntil ??= performance.now() + this.#firstAfterMs;
    this.#busy ??= this.#drain();
  }

  /** What is in hand is written without a further pause. */
  hurry(): void {
    this.#hurried = true;
    this.#wake();
  }

  /** Ends when everything given to `save` so far is written, or has failed and was told. */
  async flush(): Promise<void> {
    this.#flushing += 1;
    while (this.#busy !== undefined) {
      this.#wake();
      await this.#busy;
    }
    this.#flushing -= 1;
  }

  /** Writes before it returns. What `save` still had in hand is older and is dropped. */
  saveNow(text: TextSource): void {
    this.#next = undefined;
    this.#round += 1;
    const made = resolveText(text);
    if (!made.ok) this.#report(made.problem);
    else if (made.text !== undefined) this.#report(replaceFileSync(this.#path, made.text));
  }

  async #drain(): Promise<void> {
    // Lets the calls of one turn of the loop run together; also `#busy` must be set before it is cleared below.
    await Promise.resolve();
    while (this.#next !== undefined) {
      await this.#pause();
      this.#hurried = false;
      const text = this.#next;
      // What was in hand went with `saveNow`.
      if (text === undefined) break;
      this.#next = undefined;
      const round = this.#round;
      const from = performance.now();
      const made = await resolveSlowText(text);
      const madeAt = performance.now();
      this.#pauseUntil = madeAt + this.#pauseAfter(madeAt - from);
      // What `saveNow` wrote meanwhile is newer.
      if (round !== this.#round) continue;
      if (!made.ok) this.#report(made.problem);
      if (!made.ok || made.text === undefined) continue;
      const problem = await this.#write(made.text, round);
      if (round === this.#round) this.#report(problem);
    }
    this.#busy = undefined;
  }

  async #pause(): Promise<void> {
    const ms = (this.#pauseUntil ?? 0) - performance.now();
    if (ms <= 0 || this.#hurried || this.#flushing > 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #write(text: string, round: number): Promise<Problem | undefined> {
    const draft = temporary(this.#path);
    try {
      const file = await open(draft, 'wx', 0o600);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      // What `saveNow` wrote meanwhile is newer.
      if (await renameWithRetries(draft, this.#path, () => round !== this.#round)) syncFolderOf(this.#path);
      else await rm(draft, { force: true });
      return undefined;
    } catch (error) {
      await rm(draft, { force: true }).catch(() => undefined);
      return problemOf(error);
    }
  }
}

type MadeText =
  | { readonly ok: true; readonly text: string | undefined }
  | { readonly ok: false; readonly problem: Problem };

async function resolveSlowText(text: SlowTextSource): Promise<MadeText> {
  try {
    return { ok: true, text: typeof text === 'string' ? text : await text() };
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
}

function resolveText(text: TextSource): MadeText {
  try {
    return { ok: true, text: typeof text === 'string' ? text : text() };
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
}
