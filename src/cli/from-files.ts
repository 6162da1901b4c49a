import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { clean } from '../base/text.ts';
import { formatOf } from '../report/formats.ts';
import type { FileLeftOut } from '../results/side-by-side/server-comparison.ts';
import { fileKey } from './file-key.ts';
import { readReportFile } from './read-report.ts';

/** A report that is read. `listed`: a folder or a wildcard named it, so that it may be something else than a report. */
export interface FromFile {
  readonly path: string;
  readonly listed: boolean;
  /** The file's one name (`fileKey`). */
  readonly key: string;
}

/** What one name stands for; `others`: what a folder or a wildcard holds that is no regular file. */
interface Found {
  readonly paths: readonly string[];
  readonly listed: boolean;
  readonly others: readonly string[];
}

/** What is read, and what lies beside it and is no report. */
export interface FoundFiles {
  readonly files: readonly FromFile[];
  readonly leftOut: readonly FileLeftOut[];
  /** Ends the reading, wherever it waits. */
  readonly limit?: AbortSignal | undefined;
}

export type FromFiles =
  /** `sideBySide`: more than one name was given, or one that stands for any number of reports, be it one today. */
  | ({ readonly ok: true; readonly sideBySide: boolean } & FoundFiles)
  | { readonly ok: false; readonly lines: readonly string[] };

/**
 * The files that `--from` names: files, folders (their `*.json`) and wildcards (`*`, `?`), which Windows' shells leave to
 * the program. `written`: what this run writes; a folder may hold that of the last time.
 */
export async function fromFiles(
  given: readonly string[],
  written: readonly string[],
  limit?: AbortSignal,
): Promise<FromFiles> {
  const files: FromFile[] = [];
  const lines: string[] = [];
  const leftOut: FileLeftOut[] = [];
  const own = new Set(await Promise.all(written.map(fileKey)));
  for (const name of given) {
    const found = await filesOf(name);
    if (typeof found === 'string') lines.push(clean(`--from ${name}: ${found}`));
    else {
      const { paths, listed, others } = found;
      const keyed = await Promise.all(
        paths.map(async (path) => ({ path, listed, key: await fileKey(path) })),
      );
      const ofLastTime = await Promise.all(
        keyed.map(({ path, key }) => listed && own.has(key) && isOfLastTime(path, limit)),
      );
      files.push(...keyed.filter((_, index) => ofLastTime[index] !== true));
      leftOut.push(...others.map((file) => ({ file, why: 'it is no regular file' })));
    }
  }
  // A wildcard and a folder may name one file: that is one report.
  const named = new Set(files.filter(({ listed }) => !listed).map(({ key }) => key));
  const seen = new Set<string>();
  const once = files.filter(({ key, listed }) => {
    if (!listed) return true;
    if (named.has(key) || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  if (lines.length === 0 && once.length === 0 && given.length > 0)
    lines.push(...leftOutLines(leftOut), clean(`--from ${given.join(', ')}: no report to read there`));
  if (lines.length > 0) return { ok: false, lines };
  const sideBySide = given.length !== 1 || once.some(({ listed }) => listed);
  return { ok: true, files: once, leftOut, limit, sideBySide };
}

/**
 * Is what lies there, and will be written over, a comparison by an earlier run? A server's report is none, nor is what
 * cannot be read: it stays among what is read, and is not written over. In the other formats no report is saved that
 * could be lost.
 */
async function isOfLastTime(path: string, limit: AbortSignal | undefined): Promise<boolean> {
  const reading = await readReportFile(path, limit);
  if (reading.ok) return false;
  return reading.other?.kind === 'comparison' || formatOf(path)?.name !== 'json';
}

/** For the person at the program, whose own names these are. */
export function leftOutLines(files: readonly FileLeftOut[]): readonly string[] {
  return files.map(({ file, why }) => `--from ${clean(file)}: ${why}: left out`);
}

async function filesOf(name: string): Promise<Found | string> {
  const there = await stat(name).catch(() => undefined);
  if (there?.isDirectory() === true) {
    const names = await entriesOf(name);
    if (typeof names === 'string') return names;
    const reports = names.filter((entry) => !entry.isDirectory() && /\.json$/i.test(entry.name));
    if (reports.length === 0) return 'the folder holds no .json file';
    const kinds = await Promise.all(
      reports.map((entry) => (entry.isFile() ? 'file' : kindOf(join(name, entry.name)))),
    );
    const of = (...wanted: readonly Kind[]): readonly string[] =>
      reports
        .filter((_, index) => wanted.includes(kinds[index] ?? 'none'))
        .map((entry) => join(name, entry.name));
    // A link that leads nowhere may be a report that is missing: it is told when it is read.
    return { paths: of('file', 'none'), listed: true, others: of('folder', 'other') };
  }
  // A file may be called so; and what is not there is told when it is read. What is named may be a pipe.
  if (there !== undefined || !/[*?]/.test(name)) return { paths: [name], listed: false, others: [] };
  const matched = await expand(name);
  const kinds = await Promise.all(matched.map(kindOf));
  const of = (wanted: Kind): readonly string[] => matched.filter((_, index) => kinds[index] === wanted);
  const found = { paths: of('file'), listed: true, others: of('other') };
  return found.paths.length + found.others.length === 0 ? 'no file fits this wildcard' : found;
}

type Kind = 'file' | 'folder' | 'other' | 'none';

/** What lies there, behind links. To open a pipe would wait for its other end, and a device may never end. */
function kindOf(path: string): Promise<Kind> {
  return stat(path).then(
    (found) => (found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other'),
    () => 'none',
  );
}

async function entriesOf(folder: string): Promise<readonly Dirent[] | string> {
  try {
    const entries = await readdir(folder === '' ? '.' : folder, { withFileTypes: true });
    return entries.sort((one, two) => (one.name < two.name ? -1 : 1));
  } catch (error) {
    return error instanceof Error && 'code' in error
      ? `cannot be listed (${String(error.code)})`
      : 'cannot be listed';
  }
}

/** A wildcard may stand in any part of the path: `reports\*\monday-?.json`. */
async function expand(pattern: string): Promise<readonly string[]> {
  const { root } = parse(pattern);
  const parts = pattern
    .slice(root.length)
    .split(/[\\/]+/)
    .filter((part) => part !== '');
  let places: readonly string[] = [root];
  for (const [index, part] of parts.entries()) {
    const last = index === parts.length - 1;
    if (!/[*?]/.test(part)) {
      places = places.map((place) => join(place, part));
      continue;
    }
    const fits = matcher(part);
    const found = await Promise.all(
      places.map(async (place) => {
        const entries = await entriesOf(place);
        if (typeof entries === 'string') return [];
        return entries
          .filter((entry) => fits(entry.name) && entry.isDirectory() !== last)
          .map(({ name }) => join(place, name));
      }),
    );
    places = found.flat();
  }
  return places;
}

/** As Windows takes names: upper and lower case are one there. A name that begins with a point is not meant by `*`. */
function matcher(part: string): (name: string) => boolean {
  const source = part
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const pattern = new RegExp(`^${source}$`, process.platform === 'win32' ? 'i' : '');
  return (name) => pattern.test(name) && (part.startsWith('.') || !name.startsWith('.'));
}
