import { defined } from '../base/defined.ts';
import type { Json } from '../base/json.ts';
import type { EcmaProbe } from '../clients/environment.ts';
import { SavedReportDoctor } from '../doctor/saved-report-doctor.ts';
import { type SavedReport, type SavedResults, savedResults } from '../doctor/saved-results.ts';
import { probesFor } from '../probes/index.ts';
import { checkSavedFacts, wrongFactsAt } from '../probes/saved-facts.ts';
import type { ReportContext } from '../report/input.ts';
import type { ReportDocument } from '../results/report-schema.ts';
import type { ProfileName } from '../settings/profiles.ts';
import type { Settings } from '../settings/schema.ts';
import { formatErrors } from '../settings/settings-error.ts';
import { settingsForReport } from '../settings/settings-for-report.ts';
import { settingsFromReport } from '../settings/validate.ts';
import type { Options } from './options.ts';
import { tool } from './tool.ts';

export type OpenedReport =
  | { readonly ok: true; readonly doctor: SavedReportDoctor; readonly context: ReportContext }
  /** The report's own settings do not read: a line each. */
  | { readonly ok: false; readonly lines: readonly string[] };

type Made =
  | { readonly ok: true; readonly settings: Settings; readonly probes: readonly EcmaProbe[] }
  | { readonly ok: false; readonly lines: readonly string[] };

let last: { readonly key: string; readonly made: Made } | undefined;

/** Settings and probes of a report. The servers of a fleet have one `.ecmarc`: what was made for the last is used again. */
function madeFrom(given: Json, path: string): Made {
  const key = JSON.stringify(given);
  if (last?.key === key && last.made.ok) return last.made;
  const parsed = settingsFromReport(given, path);
  const made: Made = parsed.ok
    ? { ok: true, settings: parsed.settings, probes: probesFor(parsed.settings, { writeTest: false }) }
    : { ok: false, lines: formatErrors(parsed.errors) };
  last = { key, made };
  return made;
}

type Choosing = Pick<Options, 'only' | 'skip' | 'failOn'>;

/** What a saved report is judged with: none of its facts is read before it was looked at. */
function savedReport(
  saved: ReportDocument,
  path: string,
  { only, skip, failOn }: Choosing,
):
  | { readonly ok: true; readonly report: SavedReport; readonly context: ReportContext }
  | { readonly ok: false; readonly lines: readonly string[] } {
  const made = madeFrom(saved.settings, path);
  if (!made.ok) return made;
  const { settings, probes } = made;
  checkSavedFacts();
  const report = { tool, saved, settings, probes, path, wrongFactsAt, choice: { only, skip }, failOn };
  return { ok: true, report, context: { settings: settingsForReport(settings) } };
}

/** A saved report read for its results alone. */
export type JudgedReport =
  | { readonly ok: true; readonly judged: SavedResults; readonly context: ReportContext }
  | { readonly ok: false; readonly lines: readonly string[] };

/** The results of a saved report: its facts, judged again. */
export function judgeSaved(document: ReportDocument, path: string, choosing: Choosing): JudgedReport {
  const opened = savedReport(document, path, choosing);
  if (!opened.ok) return opened;
  return { ok: true, judged: savedResults(opened.report), context: opened.context };
}

/** The doctor of a saved report: its facts, judged again by `profile` (undefined: by the report's own). */
export function openSaved(
  document: ReportDocument,
  path: string,
  profile: ProfileName | undefined,
  choosing: Choosing,
): OpenedReport {
  const opened = savedReport(document, path, choosing);
  if (!opened.ok) return opened;
  const doctor = new SavedReportDoctor({ ...opened.report, ...defined({ profile }) });
  return { ok: true, doctor, context: opened.context };
}
