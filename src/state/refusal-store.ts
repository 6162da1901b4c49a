import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isLongAgo } from '../base/age.ts';
import type { Problem } from '../platform/types.ts';
import { onlyChanges, type ProblemListener, problemOf } from './file-problem.ts';
import { replaceFileSync } from './file-saver.ts';
import { jsonFileText, readJsonFile } from './json-file.ts';
import {
  accountName,
  type ChangesSince,
  isActive,
  notInFuture,
  type Refusal,
  readRefusal,
  refusalKey,
  targetName,
} from './refusal-rules.ts';

const kind = 'refusal';
const limit = 64 * 1024;
/** Files are removed long after their refusal is over, so that none is removed while another doctor renews it. */
const keepMs = 24 * 3_600_000;

/** What this process knows and the disk does not yet: a refusal, or that the account was accepted. */
interface Change {
  readonly at: number;
  readonly refusal?: Refusal;
}

/**
 * Credentials that a peer refused, for all ledgers of this user: another `.ecmarc`, another doctor and the next
 * start see them too. A change is on disk when the method returns. Where that cannot be written, what this
 * process saw still counts in this process.
 *
 * One small file for each target and account, so that doctors running at the same time need no lock and none
 * writes over what another has learnt.
 */
export class RefusalStore {
  readonly #folder: string;
  readonly #now: () => number;
  readonly #listener: ProblemListener;
  readonly #report: ProblemListener;
  readonly #unsaved = new Map<string, Change>();
  readonly #allowed = new Set<string>();

  /** `now`: milliseconds since 1970. The listener hears of trouble with the files, as `Saver`'s does. */
  constructor(folder: string, now: () => number, listener: ProblemListener) {
    this.#folder = folder;
    this.#now = now;
    this.#listener = listener;
    this.#report = onlyChanges(listener);
  }

  /** The refusal for which this account must not be tried at this target now, if there is one. */
  activeRefusal(target: string, account: string, since: ChangesSince): { readonly at: string } | undefined {
    const key = refusalKey(target, account);
    if (this.#allowed.has(key)) return undefined;
    const now = this.#now();
    const refusal = this.#known(key, now);
    return refusal !== undefined && isActive(refusal, now, since) ? { at: refusal.at } : undefined;
  }

  /**
   * The person's yes at that row ("this counts towards lock-out"): one try. It ends with `refused` or
   * `accepted`, or with the returned function, to be called when the attempt has ended in whatever way.
   */
  allowOnce(target: string, account: string): () => void {
    const key = refusalKey(target, account);
    this.#allowed.add(key);
    return () => {
      this.#allowed.delete(key);
    };
  }

  /** To be called the moment a peer refuses this account's secret. */
  refused(target: string, account: string): void {
    const now = this.#now();
    this.#change(refusalKey(target, account), {
      at: now,
      refusal: {
        target: targetName(target),
        account: accountName(account),
        at: new Date(now).toISOString(),
      },
    });
  }

  /** To be called when a peer accepted this account: what it refused before is over. */
  accepted(target: string, account: string): void {
    const key = refusalKey(target, account);
    const now = this.#now();
    this.#allowed.delete(key);
    if (this.#known(key, now) !== undefined) this.#change(key, { at: now });
  }

  #change(key: string, change: Change): void {
    this.#allowed.delete(key);
    this.#unsaved.set(key, change);
    this.#save();
  }

  #known(key: string, now: number): Refusal | undefined {
    const stored = this.#read(key);
    const change = this.#unsaved.get(key);
    const refusal = change === undefined || isNewer(stored, change, now) ? stored : change.refusal;
    if (refusal === undefined) return undefined;
    const sane = notInFuture(refusal, now);
    if (sane !== refusal) this.#change(key, { at: now, refusal: sane });
    return sane;
  }

  #read(key: string): Refusal | undefined {
    const read = readJsonFile(this.#file(key), kind, limit);
    switch (read.kind) {
      case 'loaded':
        return readRefusal(read.body);
      case 'set-aside':
        this.#listener({
          code: 'SET-ASIDE',
          text: `${this.#file(key)}: ${read.why}; it is now ${read.movedTo}`,
        });
        return undefined;
      case 'unreadable':
        this.#report(read.problem);
        return undefined;
      case 'none':
        return undefined;
    }
  }

  /** Writes what is not written yet; also what could not be written earlier. */
  #save(): void {
    const now = this.#now();
    for (const [key, change] of this.#unsaved) {
      // Another doctor may know something newer than what could not be saved here.
      const problem = isNewer(this.#read(key), change, now) ? undefined : this.#write(key, change);
      if (problem !== undefined) {
        this.#report(problem);
        return;
      }
      this.#unsaved.delete(key);
    }
    this.#report(undefined);
    this.#sweep();
  }

  #write(key: string, { refusal, at }: Change): Problem | undefined {
    const path = this.#file(key);
    if (refusal !== undefined) {
      makeFolder(this.#folder);
      const body = { target: refusal.target, account: refusal.account, at: refusal.at };
      return replaceFileSync(path, jsonFileText(kind, body, new Date(at).toISOString()));
    }
    try {
      rmSync(path, { force: true });
      return undefined;
    } catch (error) {
      return problemOf(error);
    }
  }

  #file(key: string): string {
    return join(this.#folder, `${createHash('sha256').update(key).digest('hex').slice(0, 20)}.json`);
  }

  #sweep(): void {
    try {
      for (const name of readdirSync(this.#folder)) {
        const path = join(this.#folder, name);
        if (isLongAgo(statSync(path).mtimeMs, keepMs)) rmSync(path, { recursive: true });
      }
    } catch {
      // What is left over does no harm: the next change tries again.
    }
  }
}

function isNewer(stored: Refusal | undefined, change: Change, now: number): boolean {
  const at = Date.parse(stored?.at ?? '');
  return at > change.at && at <= now;
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch {
    // It is there, or the write into it says what is wrong.
  }
}
