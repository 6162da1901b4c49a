import * as z from 'zod';
import { fitsSchema } from '../base/fits-schema.ts';
import type { Json } from '../base/json.ts';
import { clean } from '../base/text.ts';
import { probeSchema, type ReportDocument, reportSchema } from '../results/report-schema.ts';
import { schemaVersion } from '../results/schema-version.ts';

/** Longest report that is read, in characters: far over any real one, far under what makes a server slow. */
export const maxReportLength = 64 * 1024 * 1024;

export type ReportReading =
  | { readonly ok: true; readonly document: ReportDocument }
  /** `message` is one line that says what is wrong with the file; `other`: what it is, where it is no report at all. */
  | { readonly ok: false; readonly message: string; readonly other?: NoReport };

/** What can lie beside reports. `why` it is none: our own words. */
export type NoReport =
  | { readonly kind: 'comparison' | 'foreign'; readonly why: string }
  /** In a report's place it says that this server could not be looked at. */
  | { readonly kind: 'not-seen'; readonly why: string; readonly host: string; readonly reason: string };

/** Reads a saved report (`--from`, `--baseline`). Never throws; text in it is as hostile as any. */
export function readReport(text: string): ReportReading {
  if (text.length > maxReportLength) return refuse(`it is longer than ${maxReportLength / 1024 / 1024} MiB`);
  const json = text.replace(/^\uFEFF/, '');
  if (json.trim() === '') return refuse('it is empty');
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return refuse(whyNotJson(json));
  }
  if (typeof value !== 'object' || value === null || !('schemaVersion' in value)) {
    return noReport({
      kind: 'foreign',
      why: 'it is JSON, but not a report of this program: it has no schemaVersion',
    });
  }
  if ('type' in value && value.type === 'comparison') {
    return noReport({
      kind: 'comparison',
      why: 'it is a comparison of reports; name the reports that it was made from',
    });
  }
  if (value.schemaVersion !== schemaVersion) {
    const given = clean(String(JSON.stringify(value.schemaVersion))).slice(0, 40);
    return refuse(`its schemaVersion is ${given}; this version reads ${schemaVersion}`);
  }
  if (isDeeperThan(deepest, value)) return refuse(`it is nested more than ${deepest} levels deep`);
  if ('type' in value && value.type === 'not-seen') return notSeen(value);
  return parsed(value);
}

/** Nobody else writes these: what a playbook puts in the place of a report that did not come. */
const notSeenSchema = z.object({ host: z.object({ name: z.string().min(1) }), why: z.string() });

/** Of a DNS name, and of a reason that one line can carry. */
const longestName = 253;
const longestReason = 500;

function notSeen(value: object): ReportReading {
  const { success, data, error } = notSeenSchema.safeParse(value);
  if (!success) return refuse(firstIssue(error));
  const host = clean(data.host.name).trim().slice(0, longestName);
  const reason = clean(data.why).trim().slice(0, longestReason);
  return noReport({
    kind: 'not-seen',
    why: `it says that ${host} could not be looked at`,
    host,
    reason,
  });
}

/** Far deeper than any report: what comes behind goes into values by itself, and must come out again. */
const deepest = 100;

/** Is there a value within so many others? Never goes further down than that. */
function isDeeperThan(depth: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth === 0) return true;
  if (Array.isArray(value)) return value.some((item) => isDeeperThan(depth - 1, item));
  for (const item of Object.values(value)) if (isDeeperThan(depth - 1, item)) return true;
  return false;
}

const isProbe = fitsSchema(probeSchema);

/** Nearly all of a report is its rows: where they are as they should be, they are taken as they stand. */
function parsed(value: object): ReportReading {
  const { settings } = value as { readonly settings?: Json };
  const rows = 'probes' in value && Array.isArray(value.probes) ? value.probes : [];
  const fit = settings !== undefined && rows.every(isProbe);
  // What JSON.parse gave is JSON: the settings need no look of their own.
  const { success, data, error } = reportSchema.safeParse(
    fit ? { ...value, settings: null, probes: [] } : value,
  );
  if (!success) return refuse(firstIssue(error));
  const document = fit ? { ...data, settings, probes: rows } : data;
  const fault = whyNotOneRun(document);
  return fault === undefined ? { ok: true, document } : refuse(fault);
}

/** What no run of this program writes: it was put together, or changed by hand. */
function whyNotOneRun({ startedAt, finishedAt, probes }: ReportDocument): string | undefined {
  for (const [key, time] of Object.entries({ startedAt, finishedAt }))
    if (Number.isNaN(Date.parse(time))) return `${key}: expected a time, such as 2027-01-31T08:00:00Z`;
  const seen = new Set<string>();
  for (const { id } of probes) {
    // Which of the two is so, nobody knows.
    if (seen.has(id)) return clean(`probes: ${id.slice(0, 80)} stands there twice`);
    seen.add(id);
  }
  return undefined;
}

function refuse(why: string): ReportReading {
  return { ok: false, message: `not a readable report: ${why}` };
}

function noReport(other: NoReport): ReportReading {
  return { ok: false, message: `not a readable report: ${other.why}`, other };
}

/** The parser's own words quote the text; these do not. */
function whyNotJson(text: string): string {
  const first = text.trimStart()[0];
  if (first !== '{') return first === '<' ? 'it is XML or HTML, not JSON' : 'it is not JSON';
  if (/^\{"type":/.test(text)) return 'it holds events, one a line; the report is the last line';
  return text.trimEnd().endsWith('}') ? 'it is not valid JSON' : 'it is cut off before its end';
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'it does not fit the report schema';
  const path = issue.path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('');
  const more = error.issues.length > 1 ? ` (and ${error.issues.length - 1} more)` : '';
  return clean(`${path.replace(/^\./, '')}: ${issue.message}${more}`).slice(0, 300);
}
