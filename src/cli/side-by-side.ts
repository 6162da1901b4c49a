import { tmpdir } from 'node:os';
import { clean } from '../base/text.ts';
import { ComparisonDoctor } from '../doctor/comparison-doctor.ts';
import { reportInput } from '../report/input.ts';
import { writeComparisonJson } from '../report/side-by-side/comparison-document.ts';
import { plainComparisonEnd, writeComparisonPlain } from '../report/side-by-side/plain.ts';
import { compareServers } from '../results/side-by-side/compare-servers.ts';
import type { ComparisonReport, ServerComparison } from '../results/side-by-side/server-comparison.ts';
import type { ProfileName } from '../settings/profiles.ts';
import type { FromFile } from './from-files.ts';
import { wantsScreen } from './interactive.ts';
import type { Options } from './options.ts';
import { commonProfile, openFile, readServers, type Saved, serverReport } from './read-servers.ts';
import { Redaction } from './redaction.ts';
import { type ReportTarget, realName, writeReports } from './report-files.ts';
import { comparisonActions } from './side-by-side-actions.ts';
import type { Sink } from './streams.ts';
import { tool } from './tool.ts';
import { noCheckChosen, usageError } from './usage-error.ts';

/**
 * `--from` with several reports: side by side, all judged by one profile, touching nothing on the machine or network. The
 * exit code is the worst of the servers', in the order of a single run: 130, 1, 3, 0.
 */
export async function sideBySide(
  options: Options,
  files: readonly FromFile[],
  targets: readonly ReportTarget<ComparisonReport>[],
  { out, err }: { readonly out: Sink; readonly err: Sink },
): Promise<number> {
  const twice = await namedTwice(files.map(({ path }) => path));
  if (twice.length > 0) return usageError(err, twice);
  const redaction = options.redact ? new Redaction() : undefined;
  if (wantsScreen(options)) return showComparison(options, files, targets, redaction, { out, err });

  const read = await readServers(files, options, redaction);
  if (!read.ok) return usageError(err, read.lines);
  if (!read.chosen) return usageError(err, [noCheckChosen(options)]);
  for (const note of read.notes) err.write(`ecma-doctor: ${note}\n`);
  const input = {
    ...compareServers(read.servers, read.profile),
    tool,
    madeAt: new Date().toISOString(),
  };
  return printComparison(input, options, targets, {
    out,
    err,
    replacements: () => redaction?.replacements(),
  });
}

/** On the screen the reports stay open, so that `g` judges them anew. */
async function showComparison(
  options: Options,
  files: readonly FromFile[],
  targets: readonly ReportTarget<ComparisonReport>[],
  redaction: Redaction | undefined,
  { out, err }: { readonly out: Sink; readonly err: Sink },
): Promise<number> {
  const opened = await openAll(options, files);
  if (!opened.ok) return usageError(err, opened.lines);
  const { saved } = opened;
  if (saved.every(({ doctor }) => doctor.chosen === 0)) return usageError(err, [noCheckChosen(options)]);
  const profile = options.profile ?? commonProfile(saved.map(({ document }) => document));
  for (const { doctor } of saved) doctor.setProfile(profile);
  const doctor = new ComparisonDoctor({
    tool,
    profile,
    doctors: saved.map((each) => each.doctor),
    compare: (by) => compared(saved, by, undefined),
  });
  const input = (): ComparisonReport => ({
    ...compared(saved, doctor.view().profile, redaction),
    tool,
    madeAt: new Date().toISOString(),
  });
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
    closingText: async (exitCode, look) => plainComparisonEnd({ ...input(), exitCode }, look),
    write: () => writeReports(targets, input()),
    replacements: () => redaction?.replacements(),
    out,
    err,
  });
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
  const problems = await writeReports(targets, input);
  for (const problem of problems) err.write(`ecma-doctor: ${problem}\n`);
  err.write(replacements() ?? '');
  // A report that was asked for and is not there must not pass for one.
  return problems.length > 0 && input.exitCode === 0 ? 3 : input.exitCode;
}

/** Also by another name of the file. What cannot be found is told when it is read. */
async function namedTwice(paths: readonly string[]): Promise<readonly string[]> {
  const real = await Promise.all(paths.map(realName));
  return paths.flatMap((path, index) => {
    const first = real.indexOf(real[index] ?? '');
    if (first === index) return [];
    return [`--from ${clean(path)}: is the same file as ${clean(paths[first] ?? '')}`];
  });
}

type OpenAll =
  | { readonly ok: true; readonly saved: readonly Saved[] }
  | { readonly ok: false; readonly lines: readonly string[] };

/** All faults of all files are told at once. */
async function openAll(options: Options, files: readonly FromFile[]): Promise<OpenAll> {
  const saved: Saved[] = [];
  const lines: string[] = [];
  for (const file of files) {
    const opened = await openFile(file, options, undefined);
    if (opened.ok) saved.push(opened.saved);
    else if (!opened.none) lines.push(...opened.lines);
  }
  return lines.length === 0 ? { ok: true, saved } : { ok: false, lines };
}

/** Names are collected from all reports before any is replaced: one can tell of another's server. */
function compared(
  saved: readonly Saved[],
  profile: ProfileName | string,
  redaction: Redaction | undefined,
): ServerComparison {
  const plain = saved.map(({ doctor, context }) => reportInput(doctor.view(), context));
  for (const input of plain) redaction?.apply(input);
  const reports = saved.map(({ document }, index) => {
    const input = plain[index];
    return input === undefined ? [] : [serverReport(document, input, redaction)];
  });
  return compareServers(reports.flat(), profile);
}
