import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { clean } from '../base/text.ts';

/** A report that is read. `listed`: a folder or a wildcard named it, so that it may be something else than a report. */
export interface FromFile {
  readonly path: string;
  readonly listed: boolean;
}

export type FromFiles =
  | { readonly ok: true; readonly files: readonly FromFile[] }
  | { readonly ok: false; readonly lines: readonly string[] };

/**
 * The files that `--from` names: files, folders (their `*.json`) and wildcards (`*`, `?`), which Windows' shells leave to
 * the program. `except`: paths that this run writes; a folder may hold those of the last time.
 */
export async function fromFiles(given: readonly string[], except: ReadonlySet<string>): Promise<FromFiles> {
  const files: FromFile[] = [];
  const lines: string[] = [];
  for (const name of given) {
    const found = await filesOf(name);
    if (typeof found === 'string') lines.push(clean(`--from ${name}: ${found}`));
    else files.push(...found.filter(({ path, listed }) => !listed || !except.has(path)));
  }
  // A wildcard and a folder may name one file: that is one report.
  const named = new Set(files.filter(({ listed }) => !listed).map(({ path }) => path));
  const seen = new Set<string>();
  const once = files.filter(({ path, listed }) => {
    if (!listed) return true;
    if (named.has(path) || seen.has(path)) return false;
    seen.add(path);
    return true;
  });
  if (lines.length === 0 && once.length === 0 && given.length > 0)
    lines.push(clean(`--from ${given.join(', ')}: no report to read there`));
  return lines.length === 0 ? { ok: true, files: once } : { ok: false, lines };
}

async function filesOf(name: string): Promise<readonly FromFile[] | string> {
  const there = await stat(name).catch(() => undefined);
  if (there?.isDirectory() === true) {
    const names = await entriesOf(name);
    if (typeof names === 'string') return names;
    const reports = names.filter((entry) => !entry.isDirectory() && /\.json$/i.test(entry.name));
    return reports.length === 0
      ? 'the folder holds no .json file'
      : reports.map((entry) => ({ path: join(name, entry.name), listed: true }));
  }
  // A file may be called so; and what is not there is told when it is read.
  if (there !== undefined || !/[*?]/.test(name)) return [{ path: name, listed: false }];
  const matched = await expand(name);
  return matched.length === 0
    ? 'no file fits this wildcard'
    : matched.map((path) => ({ path, listed: true }));
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
  const there = await Promise.all(
    places.map((place) =>
      stat(place).then(
        (found) => found.isFile(),
        () => false,
      ),
    ),
  );
  return places.filter((_, index) => there[index]);
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
