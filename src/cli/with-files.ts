import { createFrozenDoctor } from '../doctor/frozen.ts';
import type { DoctorView } from '../doctor/view.ts';
import { probesFor } from '../probes/index.ts';
import { compare } from '../report/baseline.ts';
import { checkTargets, readReportFile, type Target, writeReports } from '../report/files.ts';
import type { ReportInput } from '../report/input.ts';
import { savedProbes } from '../report/saved-probes.ts';
import type { ReportDocument } from '../report/schema.ts';
import { describeSettings } from '../settings/describe.ts';
import { formatErrors, settingsOfReport } from '../settings/parse.ts';
import { type FileWork, live, nothingChosen, refuse, wantsScreen } from './live.ts';
import type { Options } from './options.ts';
import { Redaction } from './redaction.ts';
import { reportInput } from './report-input.ts';
import type { Sink } from './streams.ts';
import { tool } from './tool.ts';

/** Runs with files: reports to write, a saved report to open, one to compare with. All are checked first. */
export async function withFiles(options: Options, out: Sink, err: Sink): Promise<number> {
  const checked = await checkTargets(options.report, process.cwd());
  if (!checked.ok) return refuse(err, checked.problems);
  const baseline = options.baseline === undefined ? undefined : await readReportFile(options.baseline);
  if (baseline?.ok === false) return refuse(err, [`--baseline ${baseline.message}`]);
  const files = fileWork(checked.targets, baseline?.document, options.redact);
  const [from, ...more] = options.from;
  if (from === undefined) return live(options, out, err, files);
  if (more.length > 0) return refuse(err, ['--from takes one report']);
  const saved = await readReportFile(from);
  if (!saved.ok) return refuse(err, [`--from ${saved.message}`]);
  return again(options, from, saved.document, { out, err, files });
}

function fileWork(
  targets: readonly Target[],
  baseline: ReportDocument | undefined,
  redacted: boolean,
): FileWork {
  const redaction = redacted ? new Redaction() : undefined;
  return {
    prepare: (input) => {
      const seen = { host: input.host.name, profile: input.profile, rows: input.rows };
      const told = baseline === undefined ? input : { ...input, comparison: compare(seen, baseline) };
      return redaction?.apply(told) ?? told;
    },
    write: (input) => writeReports(targets, input),
    preview: () => redaction?.preview(),
  };
}

/** `--from`: judges the facts of a saved report again. */
async function again(
  options: Options,
  path: string,
  document: ReportDocument,
  ends: { readonly out: Sink; readonly err: Sink; readonly files: FileWork },
): Promise<number> {
  const parsed = settingsOfReport(document.settings, path);
  if (!parsed.ok) return refuse(ends.err, formatErrors(parsed.errors));
  const { settings } = parsed;
  const doctor = createFrozenDoctor({
    tool,
    saved: { ...document, probes: savedProbes(document) },
    settings,
    path,
    probesFor: (of) => probesFor(of, { writeTest: false }),
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    choice: { only: options.only, skip: options.skip },
    failOn: options.failOn,
  });
  if (doctor.chosen === 0) return refuse(ends.err, [nothingChosen(options)]);
  const context = { settings: describeSettings(settings), os: document.host.os };
  const input = (view: DoctorView): ReportInput => ends.files.prepare(reportInput(view, context));
  if (wantsScreen(options)) {
    const { runScreen } = await import('./full-screen.ts');
    return runScreen({ doctor, options, input, stateFolder: undefined, console: undefined, ...ends });
  }
  const { finish, tellingOf, tellSaved } = await import('./unattended.ts');
  const telling = tellingOf(options, doctor, { ...ends, input });
  return finish(telling, tellSaved(telling));
}
