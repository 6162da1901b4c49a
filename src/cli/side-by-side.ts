import { tmpdir } from 'node:os';
import { clean } from '../base/text.ts';
import { ComparisonDoctor } from '../doctor/comparison-doctor.ts';
import { writeComparisonJson } from '../report/side-by-side/comparison-document.ts';
import { plainComparisonEnd, writeComparisonPlain } from '../report/side-by-side/plain.ts';
import { compareServers } from '../results/side-by-side/compare-servers.ts';
import type {
  Besides,
  ComparisonReport,
  ServerComparison,
} from '../results/side-by-side/server-comparison.ts';
import { choiceProblems } from './choice-problems.ts';
import { comparisonToCi, isBuildServer } from './ci-report.ts';
import { type FoundFiles, type FromFile, leftOutLines } from './from-files.ts';
import { wantsScreen } from './interactive.ts';
import type { Options } from './options.ts';
import { type ReadServers, readServers } from './read-servers.ts';
import type { Redaction } from './redaction.ts';
import { type ReportTarget, writeReports } from './report-files.ts';
import { comparisonActions } from './side-by-side-actions.ts';
import type { Sink } from './streams.ts';
import { tool } from './tool.ts';
import { tellUnwritten } from './unwritten.ts';
import { usageError } from './usage-error.ts';

/**
 * `--from` with several reports: side by side, all judged by one profile, touching nothing on the machine or network. The
 * exit code is the worst of the servers', in the order of a single run: 130, 1, 3, 0.
 */
export async function sideBySide(
  options: Options,
  found: FoundFiles,
  targets: readonly ReportTarget<ComparisonReport>[],
  { out, err }: { readonly out: Sink; readonly err: Sink },
): Promise<number> {
  const twice = namedTwice(found.files);
  if (twice.length > 0) return usageError(err, twice);
  const redaction = options.redact ? new (await import('./redaction.ts')).Redaction() : undefined;
  const shown = wantsScreen(options)
    ? await showComparison(options, found, targets, redaction, { out, err })
    : undefined;
  if (shown !== undefined) return shown;

  const read = await readServers(found, options, redaction, { both: false });
  if (!read.ok) return usageError(err, read.lines);
  const unfit = unfitChoice(options, read);
  if (unfit.length > 0) return usageError(err, unfit);
  // On a build server stderr stands in the log that others read.
  const notes = isBuildServer(process.env) ? besides(read, redaction) : read;
  for (const note of leftOutLines(notes.filesLeftOut)) err.write(`ecma-doctor: ${note}\n`);
  const input = {
    ...compareServers(read.servers[read.profile] ?? [], read.profile, besides(read, redaction)),
    tool,
    madeAt: new Date().toISOString(),
  };
  return printComparison(input, options, targets, {
    out,
    err,
    replacements: () => redaction?.replacements(),
  });
}

/**
 * On the screen what is told by either profile is kept, so that `g` shows the other at once; the reports are not.
 * Undefined where there is nothing to go through, since no server could be looked at: lines tell that.
 */
async function showComparison(
  options: Options,
  found: FoundFiles,
  targets: readonly ReportTarget<ComparisonReport>[],
  redaction: Redaction | undefined,
  { out, err }: { readonly out: Sink; readonly err: Sink },
): Promise<number | undefined> {
  const read = await readServers(found, options, undefined, { both: true });
  if (!read.ok) return usageError(err, read.lines);
  if (read.servers[read.profile]?.length === 0) return undefined;
  const unfit = unfitChoice(options, read);
  if (unfit.length > 0) return usageError(err, unfit);
  const doctor = new ComparisonDoctor({
    tool,
    profile: read.profile,
    compare: (profile) => compareServers(read.servers[profile] ?? [], profile, read),
  });
  const input = async (): Promise<ComparisonReport> => {
    const { compared } = doctor;
    const told = redaction === undefined ? compared : await redacted(found, options, compared, redaction);
    return { ...told, tool, madeAt: new Date().toISOString() };
  };
  const { ownConsole, showScreen } = await import('./full-screen.ts');
  const console = await ownConsole();
  return showScreen({
    doctor,
    options,
    console,
    actions: comparisonActions({
      input,
      folder: process.cwd(),
      copyFolder: tmpdir(),
      systemFolder: () => console?.systemFolder(),
    }),
    closingText: async (exitCode, look) => plainComparisonEnd({ ...(await input()), exitCode }, look),
    write: async () => (await writeReports(targets, await input())).problems,
    replacements: () => redaction?.replacements(),
    out,
    err,
  });
}

/** Where no server could be looked at there is no check to choose from. */
function unfitChoice(options: Options, read: Extract<ReadServers, { readonly ok: true }>): readonly string[] {
  const seen = read.servers[read.profile] ?? [];
  return seen.length === 0 ? [] : choiceProblems(options, read.chosen, () => read.ids);
}

/** The same comparison with its names replaced: the reports are read again. */
async function redacted(
  { files, leftOut }: FoundFiles,
  options: Options,
  { profile }: ServerComparison,
  redaction: Redaction,
): Promise<ServerComparison> {
  const by = profile === 'ga' ? 'ga' : 'preview-2021';
  const read = await readServers({ files, leftOut }, { ...options, profile: by }, redaction, { both: false });
  if (!read.ok) throw new Error(read.lines.join(' '));
  return compareServers(read.servers[by] ?? [], by, besides(read, redaction));
}

/**
 * No report says whose a file is that is none: its name may be a server's. Why a server could not be looked at is other
 * programs' text, which can name anything.
 */
function besides({ filesLeftOut, notSeen }: Besides, redaction: Redaction | undefined): Besides {
  if (redaction === undefined) return { filesLeftOut, notSeen };
  return {
    filesLeftOut: filesLeftOut.map(({ file, why }, index) => ({
      file: redaction.beside(file, `file-${index + 1}`),
      why,
    })),
    notSeen: notSeen.map(({ name, file }, index) => ({
      name: redaction.beside(name, `not-seen-${index + 1}`),
      why: '',
      file: redaction.beside(file, `not-seen-${index + 1}.json`),
    })),
  };
}

/** Off the screen: lines or one JSON document, then the files. */
async function printComparison(
  input: ComparisonReport,
  options: Options,
  targets: readonly ReportTarget<ComparisonReport>[],
  { out, err, replacements }: { readonly out: Sink; readonly err: Sink; replacements(): string | undefined },
): Promise<number> {
  const color = options.color ?? (process.stdout.isTTY === true && process.stdout.getColorDepth() > 1);
  out.write(
    options.json ? writeComparisonJson(input) : writeComparisonPlain(input, { ascii: options.ascii, color }),
  );
  const { problems, input: told } = await writeReports(targets, input);
  const code = tellUnwritten(err, problems, input.exitCode);
  const ciProblems = await comparisonToCi(told, process.env, options.json ? err : out);
  for (const problem of ciProblems) err.write(`ecma-doctor: ${problem}\n`);
  err.write(replacements() ?? '');
  return code;
}

/** Also by another name of the file. What cannot be found is told when it is read. */
function namedTwice(files: readonly FromFile[]): readonly string[] {
  const first = new Map<string, string>();
  return files.flatMap(({ path, key }) => {
    const before = first.get(key);
    if (before !== undefined) return [`--from ${clean(path)}: is the same file as ${clean(before)}`];
    first.set(key, path);
    return [];
  });
}
