import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, lstat, open, readdir, realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { isLongAgo } from '../base/age.ts';
import { clean } from '../base/text.ts';
import { renameWithRetries } from '../platform/rename.ts';
import type { Format } from '../report/formats.ts';
import type { ReportInput } from '../report/input.ts';
import type { Comparison } from '../results/baseline.ts';
import { codeOfUnwritten } from '../results/exit-code.ts';
import { isSearched } from '../settings/find-file.ts';
import { fileKey } from './file-key.ts';
import { codeOf, reasonOf } from './file-reason.ts';
import type { WrittenReports } from './report-output.ts';

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
    if (isSearched(basename(name).toLowerCase())) {
      problems.push(`${name}: settings are looked for under this name: the next run would take it for them`);
      continue;
    }
    const place = await placeOf(resolve(folder, name));
    if (!place.ok) {
      problems.push(`${name}: ${place.message}`);
      continue;
    }
    const key = await fileKey(place.path);
    if (taken.has(key)) problems.push(`${name}: is named twice`);
    taken.add(key);
    targets.push({ given: name, path: place.path, format });
  }
  return problems.length === 0
    ? { ok: true, targets }
    : { ok: false, problems: problems.map((problem) => clean(`--report ${problem}`)) };
}

type Place = { readonly ok: true; readonly path: string } | { readonly ok: false; readonly message: string };

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
    return { ok: true, path: real };
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

/**
 * Writes one report into each of its files; a failure of one does not keep the others from being written. Where it makes
 * the exit code another one, those that stand there are written again: they say the code that the program ends with.
 */
export async function writeReports<I extends Ending>(
  targets: readonly ReportTarget<I>[],
  input: I,
): Promise<WrittenReports<I>> {
  const first = await writeEach(targets, input);
  const exitCode = codeOfUnwritten(input.exitCode);
  if (first.problems.length === 0 || exitCode === input.exitCode) return { input, problems: first.problems };
  const ended = { ...input, exitCode, unwritten: true, ...endOf(input.comparison, exitCode) };
  const again = await writeEach(first.written, ended);
  return { input: ended, problems: [...first.problems, ...again.problems] };
}

interface Ending {
  readonly exitCode: number;
  readonly unwritten?: boolean;
  readonly comparison?: Comparison;
}

/** The comparison with an earlier report, as the run ends. */
function endOf(comparison: Comparison | undefined, exitCode: number): Pick<Ending, 'comparison'> {
  if (comparison === undefined) return {};
  const { verdict } = comparison;
  return { comparison: { ...comparison, verdict: { ...verdict, now: { ...verdict.now, exitCode } } } };
}

async function writeEach<I>(
  targets: readonly ReportTarget<I>[],
  input: I,
): Promise<{ readonly written: readonly ReportTarget<I>[]; readonly problems: readonly string[] }> {
  const written: ReportTarget<I>[] = [];
  const problems: string[] = [];
  for (const target of targets) {
    const { path, format } = target;
    const result = await writeWhole(path, format.write(input));
    if (result.ok) written.push(target);
    else problems.push(result.message);
  }
  return { written, problems };
}

/** What a run reads is not written over: what a new report leaves out of it would be lost for good. */
export async function overwrittenSources(
  targets: readonly Pick<ReportTarget, 'given' | 'path'>[],
  { from }: { readonly from: readonly string[] },
): Promise<readonly string[]> {
  if (targets.length === 0) return [];
  const sources = new Set(await Promise.all(from.map(fileKey)));
  const keys = await Promise.all(targets.map(({ path }) => fileKey(path)));
  return targets
    .filter((_, index) => sources.has(keys[index] ?? ''))
    .map(({ given }) =>
      clean(`--report ${given}: is read by this run, and would be lost: name another file`),
    );
}

function ignoreMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
  return undefined;
}
