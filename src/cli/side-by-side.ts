import { tmpdir } from 'node:os';
import { clean } from '../base/text.ts';
import { ComparisonDoctor } from '../doctor/comparison-doctor.ts';
import type { SavedReportDoctor } from '../doctor/saved-report-doctor.ts';
import type { ReportInput } from '../report/input.ts';
import { type ReportContext, reportInput } from '../report/input.ts';
import { writeComparisonJson } from '../report/side-by-side/comparison-document.ts';
import { comparisonFormatFor } from '../report/side-by-side/formats.ts';
import { plainComparisonEnd, writeComparisonPlain } from '../report/side-by-side/plain.ts';
import type { ReportDocument } from '../results/report-schema.ts';
import { compareServers } from '../results/side-by-side/compare-servers.ts';
import type { ComparisonReport, ServerComparison } from '../results/side-by-side/server-comparison.ts';
import type { ProfileName } from '../settings/profiles.ts';
import { wantsScreen } from './interactive.ts';
import { openSaved } from './open-saved.ts';
import type { Options } from './options.ts';
import { Redaction } from './redaction.ts';
import {
  checkTargets,
  overwrittenSources,
  type ReportTarget,
  readReportFile,
  realName,
  writeReports,
} from './report-files.ts';
import { comparisonActions } from './side-by-side-actions.ts';
import type { Sink } from './streams.ts';
import { tool } from './tool.ts';
import { noCheckChosen, usageError } from './usage-error.ts';

/** Far more than a screen can show in columns; each report is held in memory. */
const mostReports = 50;

interface Saved {
  readonly doctor: SavedReportDoctor;
  readonly document: ReportDocument;
  readonly context: ReportContext;
}

/**
 * `--from` several times: the reports side by side, all judged by one profile, touching nothing on the machine or
 * network. The exit code is the worst of the servers', in the order of a single run: 130, 1, 3, 0.
 */
export async function sideBySide(options: Options, out: Sink, err: Sink): Promise<number> {
  const checked = await checkTargets(options.report, process.cwd(), comparisonFormatFor);
  if (!checked.ok) return usageError(err, checked.problems);
  const over = await overwrittenSources(checked.targets, options);
  if (over.length > 0) return usageError(err, over);
  const read = await readAll(options.from);
  if (!read.ok) return usageError(err, read.lines);
  const profile = options.profile ?? commonProfile(read.documents);
  const opened = openAll(options, read.documents, profile);
  if (!opened.ok) return usageError(err, opened.lines);
  const { saved } = opened;
  if (saved.every(({ doctor }) => doctor.chosen === 0)) return usageError(err, [noCheckChosen(options)]);

  const redaction = options.redact ? new Redaction() : undefined;
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
  if (wantsScreen(options)) {
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
      write: () => writeReports(checked.targets, input()),
      replacements: () => redaction?.replacements(),
      out,
      err,
    });
  }
  return printComparison(input(), options, checked.targets, {
    out,
    err,
    replacements: () => redaction?.replacements(),
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

type ReadAll =
  | { readonly ok: true; readonly documents: readonly ReportDocument[] }
  | { readonly ok: false; readonly lines: readonly string[] };

/** All faults of all files are told at once. */
async function readAll(paths: readonly string[]): Promise<ReadAll> {
  if (paths.length > mostReports) {
    return { ok: false, lines: [`--from takes at most ${mostReports} reports at once, not ${paths.length}`] };
  }
  const twice = await namedTwice(paths);
  if (twice.length > 0) return { ok: false, lines: twice };
  const documents: ReportDocument[] = [];
  const lines: string[] = [];
  for (const path of paths) {
    const reading = await readReportFile(path);
    if (reading.ok) documents.push(reading.document);
    else lines.push(`--from ${reading.message}`);
  }
  return lines.length === 0 ? { ok: true, documents } : { ok: false, lines };
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

/** The profile by which all reports were judged; the program's own default where they differ. */
function commonProfile(documents: readonly ReportDocument[]): ProfileName {
  return documents.every(({ profile }) => profile === 'ga') ? 'ga' : 'preview-2021';
}

type OpenAll =
  | { readonly ok: true; readonly saved: readonly Saved[] }
  | { readonly ok: false; readonly lines: readonly string[] };

function openAll(options: Options, documents: readonly ReportDocument[], profile: ProfileName): OpenAll {
  const saved: Saved[] = [];
  const lines: string[] = [];
  documents.forEach((document, index) => {
    const opened = openSaved(document, options.from[index] ?? '', profile, options);
    if (opened.ok) saved.push({ ...opened, document });
    else lines.push(...opened.lines);
  });
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
  const reports = plain.map((input, index) => {
    const document = saved[index]?.document;
    const file = input.configPath ?? '';
    return {
      ...serverOf(redaction?.apply(input) ?? input),
      ...originOf(document, input),
      file: redaction?.path(file) ?? file,
    };
  });
  return compareServers(reports, profile);
}

function serverOf(input: ReportInput) {
  const { host, startedAt, finishedAt, ready, readyByProfile, exitCode, words, rows } = input;
  return { host, startedAt, finishedAt, ready, readyByProfile, exitCode, words, rows };
}

/** What only the saved document tells. */
function originOf(document: ReportDocument | undefined, { rows }: ReportInput) {
  const known = new Set(rows.map(({ id }) => id));
  return {
    version: document?.tool.version ?? '',
    savedProfile: document?.profile ?? '',
    unknown: (document?.probes ?? []).map(({ id }) => id).filter((id) => !known.has(id)),
  };
}
