import { randomUUID } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { link, open, readFile, rm } from 'node:fs/promises';
import { EOL } from 'node:os';
import path from 'node:path';
import { isSearched, searchPlaces } from '../find-file.ts';

export type WriteResult = { readonly ok: true } | { readonly ok: false; readonly message: string };

/**
 * Writes a new settings file, whole or not at all, for its owner only (on Windows the folder's rights hold). Never
 * over another file, nor beside one that would be read in its place or no longer be read.
 */
export async function writeStarter(file: string, text: string): Promise<WriteResult> {
  const folder = path.dirname(file);
  const refused = starterRefused(file);
  if (refused !== undefined) return { ok: false, message: refused };
  const draft = path.join(folder, `.ecmarc-${randomUUID()}.tmp`);
  // The console editors of older Windows servers show lines only with the system's own ending.
  const lines = text.replaceAll('\n', EOL);
  try {
    await writeNew(draft, lines);
    await publish(draft, file, lines);
    return { ok: true };
  } catch (error) {
    const code = codeOf(error);
    return { ok: false, message: code === 'EEXIST' ? existsAlready(file) : whyNotWritten(file, code) };
  } finally {
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

/** Why `writeStarter` would write nothing because of what stands there already; undefined where nothing does. */
export function starterRefused(file: string): string | undefined {
  const rival = whatLies(file);
  return rival === undefined ? undefined : existsAlready(rival);
}

/** What lies where this settings file would: itself, or one that is read in its place. */
export function whatLies(file: string): string | undefined {
  const name = path.basename(file);
  const rivals = isSearched(name) ? searchPlaces : [name];
  return rivals.map((one) => path.join(path.dirname(file), one)).find(exists);
}

/** Whether this very text lies there already, with whatever ends of lines. */
export async function liesThere(file: string, text: string): Promise<boolean> {
  const there = await readFile(file, 'utf8').catch(() => undefined);
  return there?.replaceAll('\r\n', '\n') === text;
}

/** A second name for the finished file: unlike a rename it fails where one stands already. */
async function publish(draft: string, file: string, lines: string): Promise<void> {
  try {
    await link(draft, file);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw error;
    // A file system without second names (FAT, some shares): written in place, taken back when that fails.
    await writeNew(file, lines);
  }
}

/** Writes a file that is not there yet, whole or not at all. */
export async function writeNew(file: string, lines: string, mode = 0o600): Promise<void> {
  const handle = await open(file, 'wx', mode);
  try {
    await handle.writeFile(lines);
    await handle.sync();
    await handle.close();
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(file, { force: true });
    throw error;
  }
}

function exists(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // Not to be seen: the writing itself will tell.
    return false;
  }
}

function existsAlready(file: string): string {
  return `${file} exists already: nothing was written`;
}

function whyNotWritten(file: string, code: string): string {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `${file} was not written: its folder does not exist`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `${file} was not written: access is denied`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `${file} was not written: the disk is full`;
    default:
      return `${file} was not written (${code})`;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'no code';
}
