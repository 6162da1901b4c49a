import type { DoctorView } from '../doctor/view.ts';
import type { Json } from '../engine/json.ts';
import type { ReportInput } from '../report/input.ts';

export interface ReportContext {
  /** Settings with secrets left out. */
  readonly settings: Json;
  /** "Windows Server 2019 Standard 10.0.17763". */
  readonly os: string;
}

/** What the report formats read, out of the doctor's view. A run that is still going is told as of now. */
export function reportInput(view: DoctorView, { settings, os }: ReportContext): ReportInput {
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
    rows: view.rows,
    ...(view.configPath === undefined ? {} : { configPath: view.configPath }),
    notices: view.notices,
  };
}
