import type { z } from 'zod';
import { fitsSchema } from '../base/fits-schema.ts';
import type { Json } from '../base/json.ts';
import { clean } from '../base/text.ts';
import { probeSchema, type ReportDocument, reportSchema } from '../results/report-schema.ts';
import { schemaVersion } from '../results/schema-version.ts';

/** Longest report that is read, in characters: far over any real one, far under what makes a server slow. */
export const maxReportLength = 64 * 1024 * 1024;

export type ReportReading =
  | { readonly ok: true; readonly document: ReportDocument }
  /** `message` is one line that says what is wrong with the file; `other`: the same of what is no report at all. */
  | { readonly ok: false; readonly message: string; readonly other?: string };

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
    return noReport('it is JSON, but not a report of this program: it has no schemaVersion');
  }
  if ('type' in value && value.type === 'comparison') {
    return noReport('it is a comparison of reports; name the reports that it was made from');
  }
  if (value.schemaVersion !== schemaVersion) {
    const given = clean(String(JSON.stringify(value.schemaVersion))).slice(0, 40);
    return refuse(`its schemaVersion is ${given}; this version reads ${schemaVersion}`);
  }
  if (isDeeperThan(deepest, value)) return refuse(`it is nested more than ${deepest} levels deep`);
  return parsed(value);
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
  return { ok: true, document: fit ? { ...data, settings, probes: rows } : data };
}

function refuse(why: string): ReportReading {
  return { ok: false, message: `not a readable report: ${why}` };
}

function noReport(other: string): ReportReading {
  return { ok: false, message: `not a readable report: ${other}`, other };
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
