import { defined } from '../base/defined.ts';
import { clean } from '../base/text.ts';
import type { SavedReportDoctor } from '../doctor/saved-report-doctor.ts';
import { firstCauseOf } from '../report/csv.ts';
import { type ReportContext, type ReportInput, reportInput } from '../report/input.ts';
import type { ReportDocument } from '../results/report-schema.ts';
import type { Row } from '../results/row.ts';
import type { ServerReport } from '../results/side-by-side/server-comparison.ts';
import type { ProfileName } from '../settings/profiles.ts';
import type { FromFile } from './from-files.ts';
import { openSaved } from './open-saved.ts';
import type { Options } from './options.ts';
import type { Redaction } from './redaction.ts';
import { readReportFile } from './report-files.ts';

/** A saved report, opened. */
export interface Saved {
  readonly file: FromFile;
  readonly doctor: SavedReportDoctor;
  readonly document: ReportDocument;
  readonly context: ReportContext;
}

export type ReadServers =
  | {
      readonly ok: true;
      readonly servers: readonly ServerReport[];
      readonly profile: ProfileName;
      readonly chosen: boolean;
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly lines: readonly string[] };

/**
 * The servers of many reports, read one after the other: of each only what a comparison tells is kept, and what many
 * servers say in the same words is kept once. Names are collected from all reports before any is replaced, since one can
 * tell of another's server: with `redaction` each file is read twice.
 */
export async function readServers(
  files: readonly FromFile[],
  options: Options,
  redaction: Redaction | undefined,
): Promise<ReadServers> {
  const first = await firstProfile(files, options);
  const read = await readAs(files, options, first, redaction);
  // The first was judged by GA, a later one was not: all are judged by the default then.
  return read === 'other profile'
    ? ((await readAs(files, options, 'preview-2021', redaction)) as ReadServers)
    : read;
}

async function firstProfile([first]: readonly FromFile[], { profile }: Options): Promise<ProfileName> {
  if (profile !== undefined || first === undefined) return profile ?? 'preview-2021';
  const reading = await readReportFile(first.path);
  return reading.ok ? commonProfile([reading.document]) : 'preview-2021';
}

/** The profile by which all reports were judged; the program's own default where they differ. */
export function commonProfile(documents: readonly ReportDocument[]): ProfileName {
  return documents.every(({ profile }) => profile === 'ga') ? 'ga' : 'preview-2021';
}

async function readAs(
  files: readonly FromFile[],
  options: Options,
  profile: ProfileName,
  redaction: Redaction | undefined,
): Promise<ReadServers | 'other profile'> {
  const servers: ServerReport[] = [];
  const lines: string[] = [];
  const notes: string[] = [];
  const keep = new Keeper();
  let chosen = false;
  if (redaction !== undefined) {
    for (const file of files) {
      const opened = await openFile(file, options, profile);
      if (opened.ok) redaction.apply(reportInput(opened.saved.doctor.view(), opened.saved.context));
    }
  }
  for (const file of files) {
    const opened = await openFile(file, options, profile);
    if (!opened.ok) {
      (opened.none ? notes : lines).push(...opened.lines);
      continue;
    }
    const { doctor, document, context } = opened.saved;
    if (options.profile === undefined && commonProfile([document]) !== profile && profile === 'ga')
      return 'other profile';
    chosen ||= doctor.chosen > 0;
    servers.push(keep.server(serverReport(document, reportInput(doctor.view(), context), redaction)));
  }
  if (lines.length > 0) return { ok: false, lines };
  if (servers.length === 0) return { ok: false, lines: notes };
  return { ok: true, servers, profile, chosen, notes };
}

export type OpenedFile =
  | { readonly ok: true; readonly saved: Saved }
  /** `none`: it is no report, and nobody said that it is one: it only lies in the folder. */
  | { readonly ok: false; readonly none: boolean; readonly lines: readonly string[] };

export async function openFile(
  file: FromFile,
  options: Options,
  profile: ProfileName | undefined,
): Promise<OpenedFile> {
  const reading = await readReportFile(file.path);
  if (!reading.ok) {
    const none = file.listed && /it is a comparison of reports|has no schemaVersion/.test(reading.message);
    return { ok: false, none, lines: [`--from ${reading.message}${none ? ': left out' : ''}`] };
  }
  const opened = openSaved(reading.document, file.path, profile, options);
  if (!opened.ok) return { ok: false, none: false, lines: opened.lines };
  return { ok: true, saved: { ...opened, file, document: reading.document } };
}

/** What a comparison tells of a server, its names replaced where that was asked for. */
export function serverReport(
  document: ReportDocument,
  plain: ReportInput,
  redaction: Redaction | undefined,
): ServerReport {
  const input = redaction?.apply(plain) ?? plain;
  const { host, startedAt, finishedAt, ready, readyByProfile, exitCode, words, rows, causes } = input;
  const file = plain.configPath ?? '';
  const known = new Set(rows.map(({ id }) => id));
  return {
    host,
    startedAt,
    finishedAt,
    ready,
    readyByProfile,
    exitCode,
    words,
    rows,
    firstCause: clean(firstCauseOf(rows, causes)),
    file: redaction?.path(file) ?? file,
    version: document.tool.version,
    savedProfile: document.profile,
    unknown: document.probes.map(({ id }) => id).filter((id) => !known.has(id)),
  };
}

/** Keeps of many servers' rows what a comparison tells, and each value once. */
class Keeper {
  readonly #kept = new Map<string, unknown>();

  server(report: ServerReport): ServerReport {
    return { ...report, rows: report.rows.map((row) => this.#row(row)) };
  }

  /** Facts and tries stand in the single report. A row that is the same on several servers is one. */
  #row({ facts: _facts, outcome: _outcome, ...row }: Row): Row {
    return this.#once({
      ...row,
      attempts: [],
      levels: this.#once(row.levels),
      requirements: this.#once(row.requirements),
      evidence: this.#once(row.evidence),
      ...defined({ remedy: row.remedy && this.#once(row.remedy) }),
    });
  }

  #once<T>(value: T): T {
    const key = JSON.stringify(value);
    if (this.#kept.size > mostKept) return value;
    const known = this.#kept.get(key);
    if (known !== undefined) return known as T;
    this.#kept.set(key, value);
    return value;
  }
}

/** Values that are remembered to be shared: their keys take room of their own. */
const mostKept = 20_000;
