import { defined } from '../base/defined.ts';
import { clean } from '../base/text.ts';
import type { SavedResults } from '../doctor/saved-results.ts';
import { firstCauseOf } from '../report/csv.ts';
import { type ReportContext, type ReportInput, reportInput } from '../report/input.ts';
import type { NoReport } from '../report/read.ts';
import type { ReportDocument } from '../results/report-schema.ts';
import type { Besides, ServerNotSeen, ServerReport } from '../results/side-by-side/server-comparison.ts';
import { type ProfileName, profiles } from '../settings/profiles.ts';
import { type FoundFiles, type FromFile, leftOutLines } from './from-files.ts';
import { KeptRows } from './kept-rows.ts';
import { judgeSaved } from './open-saved.ts';
import type { Options } from './options.ts';
import { readReportFile } from './read-report.ts';
import type { Redaction } from './redaction.ts';
import { roomForObjects } from './room-for-objects.ts';

/** What is told of the servers by each profile that was asked for. */
export type ServersByProfile = Readonly<Partial<Record<ProfileName, readonly ServerReport[]>>>;

export type ReadServers =
  | ({
      readonly ok: true;
      readonly servers: ServersByProfile;
      /** By which they are compared: what was asked for, else that of the reports. */
      readonly profile: ProfileName;
      /** Checks chosen, on all servers together, and the ids of all their checks. */
      readonly chosen: number;
      readonly ids: ReadonlySet<string>;
    } & Besides)
  | { readonly ok: false; readonly lines: readonly string[] };

/**
 * The servers of many reports, read one after the other: of each only what a comparison tells is kept, and what many
 * servers say in the same words is kept once. Names are collected from all reports before any is replaced, since one can
 * tell of another's server: with `redaction` each file is read twice. `both`: by either profile, for who goes from one to
 * the other.
 */
export async function readServers(
  { files, leftOut, limit }: FoundFiles,
  options: Options,
  redaction: Redaction | undefined,
  { both }: { readonly both: boolean },
): Promise<ReadServers> {
  const kept = new KeptRows();
  const servers: Record<ProfileName, ServerReport[]> = { 'preview-2021': [], ga: [] };
  const lines: string[] = [];
  const filesLeftOut = [...leftOut];
  const notSeen: ServerNotSeen[] = [];
  const asked = options.profile;
  let chosen = 0;
  const ids = new Set<string>();
  // The reports' own profile where all have one; else, and for what is read until another one comes, the default's too.
  let allGa = asked === undefined;
  if (redaction !== undefined) await collectNames({ files, limit }, options, redaction);
  for (const [index, file] of files.entries()) {
    if (index <= settledAfter) roomForObjects(index < settledAfter ? 2 : 1);
    const opened = await openFile(file, options, limit);
    if (!opened.ok) {
      const { other } = opened;
      // Named or not: it was put there to be told.
      if (other?.kind === 'not-seen') notSeen.push({ name: other.host, why: other.reason, file: file.path });
      // Nobody said that it is a report: it only lies in the folder.
      else if (other !== undefined && file.listed) filesLeftOut.push({ file: file.path, why: other.why });
      else lines.push(...opened.lines);
      continue;
    }
    // Nothing of it will be told.
    if (lines.length > 0) continue;
    const { judged, document, context } = opened;
    chosen += judged.chosen;
    allGa &&= document.profile === 'ga';
    const wanted = both ? profiles : asked === undefined ? (allGa ? profiles : defaultOnly) : [asked];
    for (const profile of wanted) {
      const input = reportInput(judged.results(profile), context);
      for (const { id } of input.rows) ids.add(id);
      servers[profile].push(kept.server(serverReport(document, judged.unknown, input, redaction)));
    }
    // One of another profile came: what was kept of the others by theirs is not told.
    if (asked === undefined && !both && !allGa) servers.ga.length = 0;
  }
  if (lines.length > 0) return { ok: false, lines };
  const seen = servers['preview-2021'].length + servers.ga.length;
  const profile = asked ?? (allGa && seen > 0 ? 'ga' : 'preview-2021');
  if (seen + notSeen.length === 0) return { ok: false, lines: leftOutLines(filesLeftOut) };
  return { ok: true, servers, profile, chosen, ids, filesLeftOut, notSeen };
}

/** After so many reports the room for new objects holds one; more would only stay taken. */
const settledAfter = 4;

const defaultOnly: readonly ProfileName[] = ['preview-2021'];

async function collectNames(
  { files, limit }: Pick<FoundFiles, 'files' | 'limit'>,
  options: Options,
  redaction: Redaction,
): Promise<void> {
  for (const file of files) {
    const opened = await openFile(file, options, limit);
    if (!opened.ok) continue;
    const { judged, document, context } = opened;
    const profile = options.profile ?? (document.profile === 'ga' ? 'ga' : 'preview-2021');
    redaction.learn(reportInput(judged.results(profile), context));
  }
}

type OpenedFile =
  | {
      readonly ok: true;
      readonly judged: SavedResults;
      readonly document: ReportDocument;
      readonly context: ReportContext;
    }
  /** `other`: what it is instead. */
  | { readonly ok: false; readonly other?: NoReport; readonly lines: readonly string[] };

async function openFile(
  file: FromFile,
  options: Options,
  limit: AbortSignal | undefined,
): Promise<OpenedFile> {
  const reading = await readReportFile(file.path, limit);
  if (!reading.ok) {
    const { message, other } = reading;
    return { ok: false, ...defined({ other }), lines: [`--from ${message}`] };
  }
  const { document } = reading;
  const judged = judgeSaved(document, file.path, options);
  return judged.ok ? { ...judged, document } : { ok: false, lines: judged.lines };
}

/** What a comparison tells of a server, its names replaced where that was asked for. */
function serverReport(
  document: ReportDocument,
  unknown: readonly string[],
  plain: ReportInput,
  redaction: Redaction | undefined,
): ServerReport {
  const input = redaction?.apply(plain) ?? plain;
  const { host, startedAt, finishedAt, ready, readyByProfile, setAside } = input;
  const { exitCode, words, rows, causes } = input;
  const file = plain.configPath ?? '';
  return {
    host,
    startedAt,
    finishedAt,
    ready,
    readyByProfile,
    setAside,
    exitCode,
    words,
    rows,
    firstCause: clean(firstCauseOf(rows, causes)),
    file: redaction?.file(file) ?? file,
    version: document.tool.version,
    savedProfile: document.profile,
    unknown: redaction === undefined ? unknown : unknown.map((id) => redaction.text(id)),
  };
}
