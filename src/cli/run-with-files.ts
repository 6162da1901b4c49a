import type { DoctorView } from '../doctor/view.ts';
import { formatFor } from '../report/formats.ts';
import type { ReportInput } from '../report/input.ts';
import { reportInput } from '../report/input.ts';
import { comparisonFormatFor } from '../report/side-by-side/formats.ts';
import { compare } from '../results/baseline.ts';
import type { ReportDocument } from '../results/report-schema.ts';
import { choiceProblems } from './choice-problems.ts';
import type { EventLog } from './event-log.ts';
import { fromFiles } from './from-files.ts';
import { wantsScreen } from './interactive.ts';
import { openSaved } from './open-saved.ts';
import type { Options } from './options.ts';
import { readReportFile } from './read-report.ts';
import { checkTargets, overwrittenSources, type ReportTarget, writeReports } from './report-files.ts';
import type { ReportOutput } from './report-output.ts';
import { heldSignal, leaveOnSignals } from './signals.ts';
import { startLive } from './start-live.ts';
import type { Sink } from './streams.ts';
import { baselineOfSeveral, usageError } from './usage-error.ts';

/**
 * Runs with files: reports to write, a saved report to open, one to compare with. All are checked first. `log` hears how
 * the run ended.
 */
export async function runWithFiles(options: Options, out: Sink, err: Sink, log?: EventLog): Promise<number> {
  if (options.from.length > 0) return runSaved(options, out, err);
  const checked = await checkTargets(options.report, process.cwd(), formatFor);
  if (!checked.ok) return usageError(err, checked.problems);
  // A signal that comes meanwhile ends the reading; the run then tells that it was cancelled.
  const held = heldSignal();
  const ends = AbortSignal.any([held, timeLimit(options)].filter((signal) => signal !== undefined));
  const baseline = options.baseline === undefined ? undefined : await readReportFile(options.baseline, ends);
  if (baseline?.ok === false) {
    const line = `--baseline ${baseline.message}`;
    if (held?.aborted !== true) return usageError(err, [line]);
    err.write(`ecma-doctor: ${line}\n`);
  }
  const document = baseline?.ok === true ? baseline.document : undefined;
  return startLive(options, out, err, await reportOutput(checked.targets, document, options.redact, log));
}

/** `--timeout` is of the reading, too: a pipe may have no end. */
function timeLimit({ timeoutMs }: Pick<Options, 'timeoutMs'>): AbortSignal | undefined {
  return timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
}

/** `--from`: one report opened again, or what several names, a folder or a wildcard stand for, side by side. */
async function runSaved(options: Options, out: Sink, err: Sink): Promise<number> {
  leaveOnSignals();
  if (options.config !== undefined)
    err.write("ecma-doctor: --from goes by a report's own settings: --config is not read\n");
  const limit = timeLimit(options);
  const found = await fromFiles(options.from, options.report, limit);
  if (!found.ok) return usageError(err, found.lines);
  const from = found.files.map(({ path }) => path);
  const path = from[0] ?? '';
  const saved = found.sideBySide ? undefined : await readReportFile(path, limit);
  // What stands in the place of a report has nothing to be opened: it is told as among others.
  if (saved === undefined || (!saved.ok && saved.other?.kind === 'not-seen')) {
    if (options.baseline !== undefined) return usageError(err, [baselineOfSeveral]);
    const compared = await checkTargets(options.report, process.cwd(), comparisonFormatFor);
    if (!compared.ok) return usageError(err, compared.problems);
    const lost = await overwrittenSources(compared.targets, { from });
    if (lost.length > 0) return usageError(err, lost);
    const { sideBySide } = await import('./side-by-side.ts');
    return sideBySide(options, found, compared.targets, { out, err });
  }
  const checked = await checkTargets(options.report, process.cwd(), formatFor);
  if (!checked.ok) return usageError(err, checked.problems);
  const over = await overwrittenSources(checked.targets, { from });
  if (over.length > 0) return usageError(err, over);
  const baseline = options.baseline === undefined ? undefined : await readReportFile(options.baseline, limit);
  if (baseline?.ok === false) return usageError(err, [`--baseline ${baseline.message}`]);
  const files = await reportOutput(checked.targets, baseline?.document, options.redact);
  if (!saved.ok) return usageError(err, [`--from ${saved.message}`]);
  return runSavedReport(options, path, saved.document, { out, err, files });
}

async function reportOutput(
  targets: readonly ReportTarget[],
  baseline: ReportDocument | undefined,
  redacted: boolean,
  log?: EventLog,
): Promise<ReportOutput> {
  // With it come the shapes of all facts.
  const redaction = redacted ? new (await import('./redaction.ts')).Redaction() : undefined;
  return {
    overwrites: (from) => overwrittenSources(targets, { from }),
    prepare: (input) => {
      const seen = { ...input, host: input.host.name };
      const compared = baseline === undefined ? input : { ...input, comparison: compare(seen, baseline) };
      return redaction?.apply(compared) ?? compared;
    },
    write: async (input) => {
      const written = await writeReports(targets, input);
      const named = written.problems.map((problem) => redaction?.path(problem) ?? problem);
      log?.({ input: written.input, problems: named });
      return written;
    },
    replacements: () => redaction?.replacements(),
  };
}

/** `--from`: judges the facts of a saved report again. */
async function runSavedReport(
  options: Options,
  path: string,
  document: ReportDocument,
  outputs: { readonly out: Sink; readonly err: Sink; readonly files: ReportOutput },
): Promise<number> {
  const opened = openSaved(document, path, options.profile, options);
  if (!opened.ok) return usageError(outputs.err, opened.lines);
  const { doctor, context } = opened;
  const unfit = choiceProblems(options, doctor.chosen, () => doctor.view().rows.map(({ id }) => id));
  if (unfit.length > 0) return usageError(outputs.err, unfit);
  const input = (view: DoctorView): ReportInput => outputs.files.prepare(reportInput(view, context));
  if (wantsScreen(options)) {
    const { runScreen } = await import('./full-screen.ts');
    return runScreen({ doctor, options, input, stateFolder: undefined, console: undefined, ...outputs });
  }
  const { finish, reporterFor, printSaved } = await import('./unattended.ts');
  const reporter = reporterFor(options, doctor, { ...outputs, input });
  return finish(reporter, printSaved(reporter));
}
