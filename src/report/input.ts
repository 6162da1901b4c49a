import type { Json } from '../base/json.ts';
import type { Profile } from '../engine/status.ts';
import type { Comparison } from '../results/baseline.ts';
import type { Row } from '../results/row.ts';

/** One cause behind several rows. */
export interface ReportCause {
  readonly id: string;
  readonly text: string;
  readonly probes: readonly string[];
}

/** A line about the doctor itself, such as a secret that stands in clear. */
export interface ReportNotice {
  readonly kind: 'info' | 'warn' | 'error';
  readonly text: string;
}

/**
 * Everything that the formats read: a run (finished, cancelled or opened again) under one profile. Times are ISO
 * 8601, durations milliseconds. Texts need not be clean: every format cleans and escapes what it writes.
 */
export interface ReportInput {
  readonly tool: { readonly name: string; readonly version: string };
  readonly profile: Profile;
  /** What `.ecmarc` says, secrets already left out. */
  readonly settings: Json;
  readonly host: { readonly name: string; readonly os: string; readonly platform: string };
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly durationMs: number;
  readonly ready: boolean;
  /** Keyed by the two profiles' names. */
  readonly readyByProfile: Readonly<Record<Profile, boolean>>;
  readonly exitCode: number;
  /** The verdict in a sentence or two. */
  readonly words: string;
  readonly causes: readonly ReportCause[];
  /** In the order of the list. */
  readonly rows: readonly Row[];
  readonly configPath?: string;
  /** That file was named, not found by searching: whoever looks again has to name it too. */
  readonly configNamed?: boolean;
  readonly notices: readonly ReportNotice[];
  /** Judged again from a saved report: nothing was looked at now. */
  readonly saved?: boolean;
  /** How it differs from an earlier report, when one was given. */
  readonly comparison?: Comparison;
}
