import type { Profile } from '../../engine/status.ts';
import type { Row } from '../row.ts';
import type { Likeness, Side } from './likeness.ts';

/** One server's report, its facts judged under the comparison's profile. Times are ISO 8601. */
export interface ServerReport {
  readonly file: string;
  readonly host: { readonly name: string; readonly os: string; readonly platform: string };
  /** Of the program that made the report, and the profile by which it judged then. */
  readonly version: string;
  readonly savedProfile: Profile;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly ready: boolean;
  readonly readyByProfile: Readonly<Record<Profile, boolean>>;
  /** As in `RunResults`. */
  readonly setAside: Readonly<Record<Profile, number>>;
  readonly exitCode: number;
  /** The server's verdict in a sentence or two. */
  readonly words: string;
  /** What to do there first; empty where nothing keeps it from being ready. */
  readonly firstCause?: string;
  readonly rows: readonly Row[];
  /** Ids of its checks that this version does not know, and so cannot judge. */
  readonly unknown: readonly string[];
}

/** So many rows that decide, on so many servers. */
export interface SetAside {
  readonly rows: number;
  readonly servers: number;
}

/** A server with the name that it has in the comparison: the host's, made unique. */
export interface ComparedServer extends ServerReport {
  readonly label: string;
}

/** One probe on all servers. */
export interface ComparedRow {
  readonly id: string;
  readonly title: string;
  readonly area: string;
  readonly connector?: string;
  readonly likeness: Likeness;
  /** In what matters: the verdict, or what was found of a problem. */
  readonly differs: boolean;
  /** In the order of the servers. */
  readonly sides: readonly Side[];
}

/** A file that a folder or a wildcard named and that is no report. `why` is our own words. */
export interface FileLeftOut {
  readonly file: string;
  readonly why: string;
}

/** A server of which there is no report, since it could not be looked at. `file` says so. */
export interface ServerNotSeen {
  readonly name: string;
  readonly why: string;
  readonly file: string;
}

/** What is told beside the reports. */
export interface Besides {
  /** What stood beside the reports and is none: nobody knows whether a server's was meant. */
  readonly filesLeftOut: readonly FileLeftOut[];
  /** They keep all from being ready: what was not seen is unknown. */
  readonly notSeen: readonly ServerNotSeen[];
}

/** Several servers' reports side by side, under one profile. */
export interface ServerComparison extends Besides {
  readonly profile: Profile;
  readonly servers: readonly ComparedServer[];
  /** What differs first, what is the same last. */
  readonly rows: readonly ComparedRow[];
  /** Checks that were chosen for no server. */
  readonly notChosen: number;
  /** How they differ, in a sentence or two. */
  readonly words: string;
  /** What a reader must know first: other versions, other ages. */
  readonly cautions: readonly string[];
  /** Every server is, and each was looked at. */
  readonly ready: boolean;
  /** A server that is ready is so only for the checks that were chosen, in its report or now. */
  readonly readyForChosen: boolean;
  /** What servers that are ready had to set aside for it. */
  readonly setAside: SetAside;
  readonly readyByProfile: Readonly<Record<Profile, boolean>>;
  /** The worst of the servers'; of one that was not seen: 3. */
  readonly exitCode: number;
}

/** A comparison as it is written and shown. Texts need not be clean: every format cleans what it writes. */
export interface ComparisonReport extends ServerComparison {
  readonly tool: { readonly name: string; readonly version: string };
  /** When the comparison was made, ISO 8601: the reports' ages are told as of then. */
  readonly madeAt: string;
  /** As in a single run's report: the exit code is a 3 for that alone. */
  readonly unwritten?: boolean;
}
