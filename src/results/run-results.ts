import type { Profile } from '../engine/status.ts';
import type { FailOn } from './exit-code.ts';
import type { JointCause } from './joint-cause.ts';
import type { Row } from './row.ts';

/** A line about the doctor itself: state not saved, a secret in clear, an `.ecmarc` that no longer reads. */
export interface Notice {
  readonly kind: 'info' | 'warn' | 'error';
  readonly text: string;
}

/**
 * What a run amounts to under one profile, whether it goes on, has ended or was opened again: what the screen shows and
 * the reports tell. Times are ISO 8601.
 */
export interface RunResults {
  readonly tool: { readonly name: string; readonly version: string };
  /** `os`: "Windows Server 2019 Standard 10.0.17763". */
  readonly host: { readonly name: string; readonly os: string; readonly platform: string };
  readonly profile: Profile;
  /** In the order of the list: areas together, problems in their place. */
  readonly rows: readonly Row[];
  readonly ready: boolean;
  /** Keyed by the two profiles' names. */
  readonly readyByProfile: Readonly<Record<Profile, boolean>>;
  /** How many rows that decide were set aside for being ready, by each profile's rules; 0 where it is not ready. */
  readonly setAside: Readonly<Record<Profile, number>>;
  readonly exitCode: number;
  /** What makes the exit code 1; absent: failures. */
  readonly failOn?: FailOn;
  /** The verdict in a sentence or two, for the last lines and the reports. */
  readonly words: string;
  readonly causes: readonly JointCause[];
  readonly notices: readonly Notice[];
  /** The `.ecmarc` in use, or the report that was opened; absent when none was found. */
  readonly configPath?: string;
  /** Judged again from saved reports (`--from`): nothing was looked at now, and nothing can be run. */
  readonly readOnly: boolean;
  readonly startedAt: string;
  /** Absent while something runs. */
  readonly finishedAt?: string;
}
