import { randomUUID } from 'node:crypto';
import { closeSync, copyFileSync, fstatSync, fsyncSync, openSync, writeFileSync } from 'node:fs';
import type { Json, JsonObject } from '../base/json.ts';
import { isJsonObject } from '../base/json.ts';
import type { Problem } from '../platform/types.ts';
import { problemOf } from './file-problem.ts';
import { replaceFileSync, syncFolderOf } from './file-saver.ts';
import { parseJson, readBounded } from './json-file.ts';
import type { HeldLock } from './lock.ts';

/** Something that the write test was about to make, and that may have to be cleaned up. */
export interface JournalEntry {
  readonly id: string;
  readonly connector: string;
  readonly target: string;
  /** What is needed to find it again and to prove that it is ours. Never a secret. */
  readonly what: Json;
  /** ISO 8601. */
  readonly at: string;
}

export type Planned =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly problem: Problem };

/** `damaged` counts lines that cannot be read: torn by a kill in mid-write, before anything was done for them. */
export type OpenEntries =
  | { readonly ok: true; readonly entries: readonly JournalEntry[]; readonly damaged: number }
  | { readonly ok: false; readonly problem: Problem };

const limit = 16 * 1024 * 1024;
/** Above this size in bytes the settled entries are thrown away with the next `settle`. */
const tidyAbove = 64 * 1024;

/**
 * The write test's journal: what is about to be made is on disk before it is made, so that a later run can
 * clean up after a kill at any instant. One JSON document a line; only the holder of the ledger's lock writes.
 *
 * Each line begins with a line break, so that a torn line (kill, full disk) never runs into the next one.
 */
export class Journal {
  readonly #path: string;
  readonly #lock: HeldLock;

  constructor(path: string, lock: HeldLock) {
    this.#path = path;
    this.#lock = lock;
  }

  /** Only after `ok: true` may the thing be done: the entry is on disk then. */
  plan(entry: Omit<JournalEntry, 'id' | 'at'>): Planned {
    const id = randomUUID();
    const { connector, target, what } = entry;
    const problem = this.#append({
      id,
      connector,
      target,
      what,
      at: new Date().toISOString(),
      state: 'planned',
    });
    return problem === undefined ? { ok: true, id } : { ok: false, problem };
  }

  /** Nothing is left of this entry: it was undone, or never came to be. */
  settle(id: string): Problem | undefined {
    const problem = this.#append({ id, at: new Date().toISOString(), state: 'done' });
    if (problem === undefined) this.#tidy();
    return problem;
  }

  /** What was planned and is not settled, oldest first. */
  open(): OpenEntries {
    const file = readBounded(this.#path, limit);
    switch (file.kind) {
      case 'none':
        return { ok: true, entries: [], damaged: 0 };
      case 'unreadable':
        return { ok: false, problem: file.problem };
      case 'strange':
        return { ok: false, problem: { code: 'JOURNAL', text: `${this.#path}: ${file.why}` } };
      case 'text':
        return { ok: true, ...unsettled(file.text) };
    }
  }

  #append(line: JsonObject): Problem | undefined {
    if (!this.#lock.isHeld()) return { code: 'ELOCKED', text: 'another doctor took over this .ecmarc' };
    try {
      const fd = openSync(this.#path, 'a', 0o600);
      try {
        const fresh = fstatSync(fd).size === 0;
        writeFileSync(fd, `\n${JSON.stringify(line)}\n`);
        fsyncSync(fd);
        if (fresh) syncFolderOf(this.#path);
      } finally {
        closeSync(fd);
      }
      return undefined;
    } catch (error) {
      return problemOf(error);
    }
  }

  /**
   * Keeps the open entries only; lines that cannot be read stay in a `.bad` copy. When that fails the journal is
   * longer than it need be, and nothing is lost.
   */
  #tidy(): void {
    const file = readBounded(this.#path, limit);
    if (file.kind !== 'text' || file.text.length < tidyAbove) return;
    const { entries, damaged } = unsettled(file.text);
    try {
      if (damaged > 0) copyFileSync(this.#path, `${this.#path}.bad`);
    } catch {
      return;
    }
    const lines = entries.map((entry) => `\n${JSON.stringify({ ...entry, state: 'planned' })}\n`);
    replaceFileSync(this.#path, lines.join(''));
  }
}

function unsettled(text: string): { entries: JournalEntry[]; damaged: number } {
  const open = new Map<string, JournalEntry>();
  let damaged = 0;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const value = parseJson(line);
    const entry = isJsonObject(value) ? planned(value) : undefined;
    if (entry !== undefined) open.set(entry.id, entry);
    else if (isJsonObject(value) && value.state === 'done' && typeof value.id === 'string')
      open.delete(value.id);
    else damaged += 1;
  }
  return { entries: [...open.values()], damaged };
}

function planned(value: JsonObject): JournalEntry | undefined {
  const { id, connector, target, what, at, state } = value;
  if (state !== 'planned' || typeof id !== 'string' || typeof connector !== 'string') return undefined;
  if (typeof target !== 'string' || typeof at !== 'string' || what === undefined) return undefined;
  return { id, connector, target, what, at };
}
