import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { isLongAgo } from '../base/age.ts';
import { isTransient, renameWithRetriesSync, sleepSync } from '../platform/rename.ts';
import type { Problem } from '../platform/types.ts';
import { codeOf, problemOf } from './file-problem.ts';
import { isRunning, type ProcessIdentity, thisProcess } from './process-identity.ts';

/**
 * A lock is a folder with one file that names its holder. It is made beside its place and renamed into it: the
 * system refuses the rename while a lock lies there, and nobody sees one without its holder.
 *
 * A lock whose holder is gone is renamed away to a tombstone that bears the lock's own nonce. The first tombstone stays
 * for a while, so a second process that judged the same dead lock, but comes late, cannot rename a new one away:
 * its target exists. Thus of several that find a dead lock exactly one gets it, without a moment between.
 */

/** Who holds a lock. `since` is ISO 8601. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
}

export interface HeldLock {
  readonly held: true;
  /** False when somebody took it over (see `foreignMs`): then nothing more may be written under it. */
  isHeld(): boolean;
  /** Gives it back; it is also given back when the process ends. After SIGKILL the next taker finds it dead. */
  release(): void;
}

export type Lock =
  | HeldLock
  | { readonly held: false; readonly by: LockHolder }
  | { readonly held: false; readonly problem: Problem };

interface Holding extends LockHolder, ProcessIdentity {
  readonly nonce: string;
}

/** Another machine's processes cannot be seen: its lock counts as dead after 12 hours. */
const foreignMs = 12 * 3_600_000;
/** How long a tombstone stays: much longer than anybody can be between judging a lock and renaming it. */
const tombstoneMs = 600_000;
/** A number is not used again so soon that a younger lock's holder must be looked at more closely. */
const youngMs = 5000;
const rounds = 40;
/** Of the locks that this process holds. */
const ownNonces = new Set<string>();
const roundPauseMs = 10;

/** Takes the lock at `path`, or says who holds it, or why it cannot be had. Waits for nobody. */
export function takeLock(path: string): Lock {
  sweep(path);
  const mine: Holding = {
    ...thisProcess(),
    host: hostname(),
    since: new Date().toISOString(),
    nonce: `${randomHex()}${randomHex()}`,
  };
  const draft = `${path}.new.${mine.nonce}`;
  try {
    mkdirSync(draft, { mode: 0o700 });
    writeFileSync(holderFile(draft), JSON.stringify(mine), { mode: 0o600 });
    return place(draft, path, mine.nonce);
  } catch (error) {
    return { held: false, problem: problemOf(error) };
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** 32 bits. Nobody needs to be kept from guessing them, and node:crypto costs the start more than all of the lock. */
function randomHex(): string {
  return Math.floor(Math.random() * 2 ** 32)
    .toString(16)
    .padStart(8, '0');
}

function place(draft: string, path: string, nonce: string): Lock {
  let last: Problem = { code: 'ELOCKED', text: `${path} changes hands too fast` };
  for (let round = 0; round < rounds; round += 1) {
    try {
      renameSync(draft, path);
      return holding(path, nonce);
    } catch (error) {
      if (!isTaken(error)) throw error;
      last = problemOf(error);
    }
    const there = readLock(path);
    if (there.kind === 'lock' && there.holding.nonce === nonce) return holding(path, nonce);
    if (there.kind === 'lock' && isHolderAlive(there.holding))
      return { held: false, by: withoutNonce(there.holding) };
    if (there.kind === 'lock') moveAside(path, there.holding.nonce);
    else if (there.kind === 'broken') moveAside(path, there.name);
    else sleepSync(roundPauseMs);
  }
  return { held: false, problem: last };
}

function isTaken(error: unknown): boolean {
  return ['EEXIST', 'ENOTEMPTY'].includes(codeOf(error) ?? '') || isTransient(error);
}

function holding(path: string, nonce: string): HeldLock {
  const isHeld = () => {
    try {
      const there = readLock(path);
      return there.kind === 'lock' && there.holding.nonce === nonce;
    } catch {
      return false;
    }
  };
  const release = () => {
    process.off('exit', release);
    ownNonces.delete(nonce);
    if (isHeld()) moveAside(path, nonce);
  };
  ownNonces.add(nonce);
  process.on('exit', release);
  return { held: true, isHeld, release };
}

/** Renames a lock away, if nobody did before. Never throws: whoever comes next looks again. */
function moveAside(path: string, name: string): void {
  const tombstone = `${path}.dead.${name}`;
  try {
    lstatSync(tombstone);
    sleepSync(roundPauseMs);
    return;
  } catch {
    // No tombstone yet: the rename below settles who sets it.
  }
  try {
    renameWithRetriesSync(path, tombstone);
  } catch {
    sleepSync(roundPauseMs);
  }
}

function isHolderAlive(holding: Holding): boolean {
  const ageMs = Date.now() - Date.parse(holding.since);
  const age = Math.abs(ageMs);
  if (holding.host !== hostname()) return age <= foreignMs;
  return isRunning(holding, { young: age < youngMs, own: ownNonces.has(holding.nonce), ageMs });
}

function withoutNonce({ pid, host, since }: Holding): LockHolder {
  return { pid, host, since };
}

type LockState =
  | { readonly kind: 'none' }
  | { readonly kind: 'lock'; readonly holding: Holding }
  /** A power cut can leave a lock without a readable holder. `name` tells it from the next one. */
  | { readonly kind: 'broken'; readonly name: string };

function readLock(path: string): LockState {
  const before = inode(path);
  if (before === undefined) return { kind: 'none' };
  const holding = readHolding(path);
  if (holding !== undefined) return { kind: 'lock', holding };
  // Given back while it was looked at, perhaps taken anew: then it is not this folder that is broken.
  return inode(path) === before ? { kind: 'broken', name: `x${before}` } : { kind: 'none' };
}

function inode(path: string): string | undefined {
  try {
    const stat = lstatSync(path, { bigint: true });
    if (!stat.isDirectory()) throw new Error(`${path} is in the way: not a lock of this program`);
    return String(stat.ino);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function readHolding(path: string): Holding | undefined {
  try {
    const read: unknown = JSON.parse(readFileSync(holderFile(path), 'utf8'));
    return isHolding(read) ? read : undefined;
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined || code === 'ENOENT') return undefined;
    throw error;
  }
}

function isHolding(value: unknown): value is Holding {
  if (typeof value !== 'object' || value === null) return false;
  const given = value as Partial<Record<keyof Holding, unknown>>;
  return (
    Number.isInteger(given.pid) &&
    typeof given.host === 'string' &&
    typeof given.since === 'string' &&
    !Number.isNaN(Date.parse(given.since)) &&
    typeof given.nonce === 'string' &&
    /^[0-9a-f]{16}$/.test(given.nonce) &&
    typeof given.image === 'string' &&
    typeof given.uptime === 'number'
  );
}

function holderFile(folder: string): string {
  return join(folder, 'holder.json');
}

/** Removes tombstones and drafts of this lock that nobody can be busy with any more. */
function sweep(path: string): void {
  try {
    const folder = dirname(path);
    for (const entry of readdirSync(folder)) {
      if (!entry.startsWith(`${basename(path)}.dead.`) && !entry.startsWith(`${basename(path)}.new.`))
        continue;
      const stat = lstatSync(join(folder, entry));
      if (isLongAgo(Math.max(stat.mtimeMs, stat.ctimeMs), tombstoneMs))
        rmSync(join(folder, entry), { recursive: true, force: true });
    }
  } catch {
    // Leftovers do no harm: the next taker tries again.
  }
}
