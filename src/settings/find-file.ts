import { lstat as lstatWithCallback, readdir as readdirWithCallback } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { fileErrorText } from './settings-error.ts';

/** node:fs/promises would load for these alone before the list stands. */
const lstat = promisify(lstatWithCallback);
const readdir = promisify<string, string[]>(readdirWithCallback);

/** File names of the settings, the first found in a folder counts. */
export const searchPlaces = ['.ecmarc', '.ecmarc.json', '.ecmarc.yaml', '.ecmarc.yml'] as const;

/** Is a file of this name found by the search? */
export function isSearched(name: string): boolean {
  return searchPlaces.some((place) => place === name);
}

/** Is a file of this name never settings, `--config` or not? Code, and what packages are described in. */
export function isNeverRead(file: string): boolean {
  const name = path.basename(file);
  return /\.[cm]?[jt]sx?$/i.test(name) || name === 'package.json' || name === 'package.yaml';
}

export interface FoundFile {
  /** Absent: there is none. */
  readonly path?: string;
  readonly warnings: readonly string[];
}

/**
 * Looks from `cwd` upwards, then in the home folder. What stands there under one of the names is found, whether
 * it can be read or not: an unreadable file must not count as absent.
 */
export async function findSettingsFile(cwd: string, home: string | undefined): Promise<FoundFile> {
  const warnings: string[] = [];
  for (const folder of foldersToSearch(cwd, home)) {
    const names = await namesIn(folder, warnings);
    const [first, ...others] = names;
    if (first === undefined) continue;
    for (const other of others) {
      warnings.push(`${path.join(folder, other)} is not read: ${first} in the same folder comes first`);
    }
    return { path: path.join(folder, first), warnings };
  }
  return { warnings };
}

function foldersToSearch(cwd: string, home: string | undefined): Set<string> {
  const folders = new Set<string>();
  let folder = path.resolve(cwd);
  while (!folders.has(folder)) {
    folders.add(folder);
    folder = path.dirname(folder);
  }
  if (home !== undefined && home !== '') folders.add(path.resolve(home));
  return folders;
}

async function namesIn(folder: string, warnings: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const name of searchPlaces) {
    try {
      await lstat(path.join(folder, name));
      found.push(name);
    } catch (error) {
      if (isAbsence(error)) continue;
      // Not even its existence can be asked: the folder's list of names may tell.
      const names = await readdir(folder).catch(() => undefined);
      if (names === undefined) warnings.push(`${folder} was not searched: it ${fileErrorText(error)}`);
      return names === undefined ? found : searchPlaces.filter((place) => names.includes(place));
    }
  }
  return found;
}

function isAbsence(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
