import type { Json } from '../base/json.ts';
import type { DoctorView } from '../doctor/view.ts';
import type { ReportInput } from '../report/input.ts';
import type { Row } from '../results/row.ts';

export interface ReportContext {
  /** Settings with secrets left out. */
  readonly settings: Json;
  /** "Windows Server 2019 Standard 10.0.17763". */
  readonly os: string;
  /** `.ecmarc` was named with `--config`. */
  readonly configNamed?: boolean;
}

/** What the report formats read, out of the doctor's view. A run that is still going is told as of now. */
export function reportInput(
  view: DoctorView,
  { settings, os, configNamed = false }: ReportContext,
): ReportInput {
  const finishedAt = view.finishedAt ?? new Date().toISOString();
  return {
    tool: view.tool,
    profile: view.profile,
    settings,
    host: { name: view.hostName, os, platform: view.platform },
    startedAt: view.startedAt,
    finishedAt,
    durationMs: Math.max(0, Date.parse(finishedAt) - Date.parse(view.startedAt)),
    ready: view.ready,
    readyByProfile: view.readyByProfile,
    exitCode: view.exitCode,
    words: view.words,
    causes: view.causes,
    rows: view.rows.map(withoutKeys),
    ...(view.configPath === undefined ? {} : { configPath: view.configPath, configNamed }),
    notices: view.notices,
    ...(view.readOnly ? { saved: true } : {}),
  };
}

/** Nobody can press a key in a report: steps that name one stay on the screen. */
function withoutKeys<R extends Row>(row: R): R {
  const { remedy } = row;
  if (remedy?.steps.some(({ screen }) => screen === true) !== true) return row;
  return { ...row, remedy: { ...remedy, steps: remedy.steps.filter(({ screen }) => screen !== true) } };
}
