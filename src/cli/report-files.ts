import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, type FileHandle, lstat, open, readdir, realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { isLongAgo } from '../base/age.ts';
import { decodeText } from '../base/decode-text.ts';
import { clean } from '../base/text.ts';
import { renameWithRetries } from '../platform/rename.ts';
import type { Format } from '../report/formats.ts';
import type { ReportInput } from '../report/input.ts';
import { maxReportLength, type ReportReading, readReport } from '../report/read.ts';
import { searchPlaces } from '../settings/find-file.ts';

/** A file that a report will be written to, checked beforehand. */
export interface ReportTarget<I = ReportInput> {
  /** As it was given, for messages. */
  readonly given: string;
  readonly path: string;
  readonly format: Format<I>;
}

export type ReportTargets<I = ReportInput> =
  | { readonly ok: true; readonly targets: readonly ReportTarget<I>[] }
  /** A sentence for each file that cannot be. */
  | { readonly ok: false; readonly problems: readonly string[] };

export type Written = { readonly ok: true } | { readonly ok: false; readonly message: string };

/**
 * Checks the `--report` files before anything runs: a known ending, a folder that can be written, no folder in
 * the file's place, no file twice (also by another name of its folder). Writes nothing. `find` gives a file's format
 * by its name, or why there is none.
 */
export async function checkTargets<I>(
  given: readonly string[],
  folder: string,
  find: (name: string) => Format<I> | string,
): Promise<ReportTargets<I>> {
  const targets: ReportTarget<I>[] = [];
  const problems: string[] = [];
  const taken = new Set<string>();
  for (const name of given) {
    const format = find(name);
    if (typeof format === 'string') {
      problems.push(`${name}: ${format}`);
      continue;
    }
    if (searchPlaces.some((place) => place === basename(name).toLowerCase())) {
      problems.push(`${name}: settings are looked for under this name: the next run would take it for them`);
      continue;
    }
    const place = await placeOf(resolve(folder, name));
    if (!place.ok) {
      problems.push(`${name}: ${place.message}`);
      continue;
    }
    if (taken.has(place.key)) problems.push(`${name}: is named twice`);
    taken.add(place.key);
    targets.push({ given: name, path: place.path, format });
  }
  return problems.length === 0
    ? { ok: true, targets }
    : { ok: false, problems: problems.map((problem) => clean(`--report ${problem}`)) };
}

type Place =
  | { readonly ok: true; readonly path: string; readonly key: string }
  | { readonly ok: false; readonly message: string };

/** Where a path really leads: a link's own target is written, not put away by the rename. */
async function placeOf(path: string): Promise<Place> {
  try {
    const existing = await stat(path).catch(ignoreMissing);
    if (existing?.isDirectory()) return { ok: false, message: 'is a folder' };
    if (existing !== undefined && !existing.isFile()) return { ok: false, message: 'is not a plain file' };
    // A report in its place would put the link away; one on a share that is not there now is a fault to be told.
    if (existing === undefined && (await lstat(path).catch(ignoreMissing)) !== undefined)
      return { ok: false, message: 'is a link that leads nowhere' };
    const real =
      existing === undefined ? join(await realpath(dirname(path)), basename(path)) : await realpath(path);
    await access(dirname(real), constants.W_OK);
    if (existing !== undefined) await access(real, constants.W_OK);
    return { ok: true, path: real, key: process.platform === 'win32' ? real.toLowerCase() : real };
  } catch (error) {
    return { ok: false, message: reasonOf(error) };
  }
}

/**
 * Writes a file whole or not at all: whoever reads it sees the old text or the new. An existing file's access
 * rights are kept. A failure is a value; nothing of a failed try is left behind.
 */
export async function writeWhole(path: string, text: string): Promise<Written> {
  const place = await placeOf(path);
  if (!place.ok) return { ok: false, message: `${clean(path)}: ${place.message}` };
  const draft = `${place.path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const mode = (await stat(place.path).catch(ignoreMissing))?.mode;
    const file = await open(draft, 'wx');
    try {
      await file.writeFile(text);
      if (mode !== undefined) await file.chmod(mode & 0o777);
      await file.sync();
    } finally {
      await file.close();
    }
    await renameWithRetries(draft, place.path);
    await removeOldDrafts(place.path);
    return { ok: true };
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    return { ok: false, message: `${clean(path)}: ${reasonOf(error)}` };
  }
}

/** No writing takes this long. */
const oldDraftMs = 3_600_000;

/** What a killed program left of the same report, half-written. */
async function removeOldDrafts(path: string): Promise<void> {
  const begin = `${basename(path)}.`;
  try {
    for (const name of await readdir(dirname(path))) {
      if (!name.startsWith(begin) || !/^[0-9a-f]{12}\.tmp$/.test(name.slice(begin.length))) continue;
      const draft = join(dirname(path), name);
      if (isLongAgo((await stat(draft)).mtimeMs, oldDraftMs)) await rm(draft, { force: true });
    }
  } catch {
    // Leftovers do no harm: the next report tries again.
  }
}

/** Writes one report into each of its files; a failure of one does not keep the others from being written. */
export async function writeReports<I>(
  targets: readonly ReportTarget<I>[],
  input: I,
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const target of targets) {
    const written = await writeWhole(target.path, target.format.write(input));
    if (!written.ok) problems.push(written.message);
  }
  return problems;
}

/** What a run reads is not written over: what a new report leaves out of it would be lost for good. */
export async function overwrittenSources(
  targets: readonly Pick<ReportTarget, 'given' | 'path'>[],
  { from }: { readonly from: readonly string[] },
): Promise<readonly string[]> {
  if (targets.length === 0) return [];
  const sources = new Set(await Promise.all(from.map(realName)));
  return targets
    .filter(({ path }) => sources.has(path))
    .map(({ given }) =>
      clean(`--report ${given}: is read by this run, and would be lost: name another file`),
    );
}

/** The path without links; as it was given where it leads nowhere, which is told when it is read. */
export function realName(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

/**
 * Reads a saved report from a file, for `--from` and `--baseline`. Also in UTF-16: so Windows PowerShell writes what
 * `ecma-doctor --json > report.json` says.
 */
export async function readReportFile(path: string): Promise<ReportReading> {
  try {
    const file = await open(path, 'r');
    try {
      const bytes = await readUpTo(file, maxReportLength);
      if (bytes === undefined) return { ok: false, message: `${clean(path)}: too big for a report` };
      const text = decodeText(bytes);
      if (text === undefined)
        return { ok: false, message: `${clean(path)}: not a readable report: it is not text` };
      const reading = readReport(text);
      return reading.ok ? reading : { ...reading, message: `${clean(path)}: ${reading.message}` };
    } finally {
      await file.close();
    }
  } catch (error) {
    return { ok: false, message: `${clean(path)}: ${reasonOf(error)}` };
  }
}

/** The whole file; undefined where it goes on behind `most` bytes. Pipes and devices tell no size, and some have no end. */
async function readUpTo(file: FileHandle, most: number): Promise<Buffer | undefined> {
  const { size } = await file.stat();
  if (size > most) return undefined;
  const parts: Buffer[] = [];
  let length = 0;
  // One byte more than it says: a file of that size ends there.
  for (let room = size + 1; ; room = 1024 * 1024) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(room), 0, room, null);
    if (bytesRead === 0) return Buffer.concat(parts);
    parts.push(buffer.subarray(0, bytesRead));
    length += bytesRead;
    if (length > most) return undefined;
  }
}

function ignoreMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
  return undefined;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** The system's own code beside words that do not depend on its language. */
function reasonOf(error: unknown): string {
  const code = codeOf(error);
  const words: Readonly<Record<string, string>> = {
    ENOENT: 'no such file or folder',
    ENOTDIR: 'a part of the path is not a folder',
    EISDIR: 'is a folder',
    EACCES: 'access denied',
    EPERM: 'not permitted',
    EBUSY: 'in use by another program',
    EROFS: 'the file system is read-only',
    ENOSPC: 'no space left on the disk',
    ENAMETOOLONG: 'the name is too long',
    ELOOP: 'too many links',
  };
  const text = words[code] ?? (error instanceof Error ? error.message : String(error));
  return clean(code === '' || words[code] === undefined ? text : `${text} (${code})`);
}
