import { defined } from '../base/defined.ts';
import { SavedReportDoctor } from '../doctor/saved-report-doctor.ts';
import { probesFor } from '../probes/index.ts';
import type { ReportContext } from '../report/input.ts';
import type { ReportDocument } from '../results/report-schema.ts';
import type { ProfileName } from '../settings/profiles.ts';
import { formatErrors } from '../settings/settings-error.ts';
import { settingsForReport } from '../settings/settings-for-report.ts';
import { settingsFromReport } from '../settings/validate.ts';
import type { Options } from './options.ts';
import { tool } from './tool.ts';

export type OpenedReport =
  | { readonly ok: true; readonly doctor: SavedReportDoctor; readonly context: ReportContext }
  /** The report's own settings do not read: a line each. */
  | { readonly ok: false; readonly lines: readonly string[] };

/** The doctor of a saved report: its facts, judged again by `profile` (undefined: by the report's own). */
export function openSaved(
  document: ReportDocument,
  path: string,
  profile: ProfileName | undefined,
  { only, skip, failOn }: Pick<Options, 'only' | 'skip' | 'failOn'>,
): OpenedReport {
  const parsed = settingsFromReport(document.settings, path);
  if (!parsed.ok) return { ok: false, lines: formatErrors(parsed.errors) };
  const { settings } = parsed;
  const doctor = new SavedReportDoctor({
    tool,
    saved: document,
    settings,
    path,
    probesFor: (of) => probesFor(of, { writeTest: false }),
    ...defined({ profile }),
    choice: { only, skip },
    failOn,
  });
  return { ok: true, doctor, context: { settings: settingsForReport(settings) } };
}
