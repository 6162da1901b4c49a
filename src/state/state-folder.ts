import { lstatSync, mkdirSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { dirname, join, posix, resolve, win32 } from 'node:path';
import { sha256 } from '@noble/hashes/sha2.js';
import { isLongAgo } from '../base/age.ts';
import type { Problem } from '../platform/types.ts';
import { codeOf, problemOf } from './file-problem.ts';

const name = 'ecma-doctor';

/**
 * Where this user's state lies: `ECMA_DOCTOR_STATE`, else `%LOCALAPPDATA%\ecma-doctor` on Windows,
 * `~/Library/Application Support/ecma-doctor` on macOS, `$XDG_STATE_HOME/ecma-doctor` or
 * `~/.local/state/ecma-doctor` elsewhere. A relative `XDG_STATE_HOME` is ignored (XDG Base Directory
 * Specification); a relative `ECMA_DOCTOR_STATE` counts from the current folder.
 */
export function stateFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
  home: string,
): string {
  const path = platform === 'win32' ? win32 : posix;
  if (env.ECMA_DOCTOR_STATE) return path.resolve(env.ECMA_DOCTOR_STATE);
  if (platform === 'win32') return path.join(env.LOCALAPPDATA || path.join(home, 'AppData', 'Local'), name);
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', name);
  const xdg = env.XDG_STATE_HOME;
  return path.join(xdg && path.isAbsolute(xdg) ? xdg : path.join(home, '.local', 'state'), name);
}

/**
 * A file name for the ledger of one `.ecmarc`: made from its real path alone, so that the same file reached by
 * another way has the same ledger. On Windows upper and lower case are the same path.
 */
export function ledgerKey(configPath: string | undefined, platform: string): string {
  if (configPath === undefined) return 'no-ecmarc';
  const path = realPath(configPath);
  const folded = platform === 'win32' ? path.toLowerCase() : path;
  // Node's own loads all of its cryptography first, 5 ms before the list stands.
  const digest = Buffer.from(sha256(Buffer.from(folded))).toString('hex');
  return `ecmarc-${digest.slice(0, 20)}`;
}

function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return resolve(path);
  }
}

/** The files of one ledger, and those that all ledgers of this user share. */
export interface StateFiles {
  /** Last results of this `.ecmarc`. */
  readonly ledger: string;
  /** Held while a doctor writes this ledger, its answers and its journal. */
  readonly lock: string;
  readonly answers: string;
  readonly journal: string;
  /** Answers to the questions that write this `.ecmarc`, put aside. */
  readonly draft: string;
  /** A folder, shared by all ledgers: another `.ecmarc` may name the same account. */
  readonly refusals: string;
}

export function stateFiles(folder: string, key: string): StateFiles {
  return {
    ledger: join(folder, `${key}.json`),
    lock: join(folder, `${key}.lock`),
    answers: join(folder, `${key}.answers.json`),
    journal: join(folder, `${key}.journal`),
    draft: join(folder, `${key}.draft.json`),
    refusals: join(folder, 'refusals'),
  };
}

export type OpenedFolder =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly problem: Problem };

/**
 * Makes the state folder for its owner alone (0700; files in it 0600), or checks the one that is there. A link,
 * a folder of another user and one that others may write to are refused: what they hold could be forged.
 *
 * On Windows modes mean nothing: the folder inherits the access list of where it lies. `%LOCALAPPDATA%` admits
 * the user, SYSTEM and Administrators; whoever sets `ECMA_DOCTOR_STATE` chooses the access list with it.
 */
export function openPrivateFolder(folder: string): OpenedFolder {
  // Without a slash at the end: with one, lstat would follow a link.
  const path = resolve(folder);
  try {
    makeFolder(path);
    const stat = lstatSync(path);
    if (stat.isSymbolicLink()) return refuse('STATE-LINK', `${path} is a link`);
    if (!stat.isDirectory()) return refuse('STATE-NOT-FOLDER', `${path} is not a folder`);
    const me = process.geteuid?.();
    if (me !== undefined && stat.uid !== me)
      return refuse('STATE-OWNER', `${path} belongs to another user (uid ${stat.uid})`);
    if (me !== undefined && (stat.mode & 0o022) !== 0)
      return refuse('STATE-WRITABLE', `${path} can be written by others (chmod go-w closes it)`);
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
  sweep(path);
  return { ok: true, path };
}

/**
 * Not Node's own `recursive`: it tries for ever where a folder exists but answers ENOENT to whoever makes one in
 * it (/proc, a half-gone network drive).
 */
function makeFolder(path: string): void {
  try {
    makeOne(path);
  } catch (error) {
    const above = dirname(path);
    if (codeOf(error) !== 'ENOENT' || above === path) throw error;
    makeFolder(above);
    makeOne(path);
  }
}

function makeOne(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // A root, or a folder in one that is read only, may answer EPERM, EROFS or EACCES although it is there.
    if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  try {
    return lstatSync(path).isDirectory() || statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function refuse(code: string, text: string): OpenedFolder {
  return { ok: false, problem: { code, text } };
}

/** What a killed doctor leaves: half-written files, and locks of an .ecmarc that nobody uses any more. */
const leftover = /\.tmp$|\.lock\.(?:dead|new)\.[^.]+$/;
/** No write takes this long, and nobody is between judging a lock and renaming it. */
const leftoverMs = 3_600_000;

function sweep(folder: string): void {
  for (const entry of entriesOf(folder)) {
    try {
      const path = join(folder, entry);
      if (!leftover.test(entry)) continue;
      const stat = lstatSync(path);
      // A lock's folder was made long before it was renamed.
      const at = stat.isDirectory() ? Math.max(stat.mtimeMs, stat.ctimeMs) : stat.mtimeMs;
      if (isLongAgo(at, leftoverMs)) rmSync(path, { recursive: true, force: true });
    } catch {
      // Leftovers do no harm: the next start tries again.
    }
  }
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
