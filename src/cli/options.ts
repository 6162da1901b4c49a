import type { FailOn } from '../results/exit-code.ts';
import type { ProfileName } from '../settings/profiles.ts';

/**
 * What each option takes: nothing, one text, texts (comma-separated and repeatable), files, perhaps a text (`maybe`), or
 * perhaps names (`names`: behind `=` and repeatable; without one it is of all).
 */
export const kinds = {
  config: 'one',
  profile: 'one',
  only: 'many',
  skip: 'many',
  plain: 'flag',
  json: 'flag',
  events: 'flag',
  report: 'files',
  from: 'files',
  baseline: 'one',
  redact: 'flag',
  'event-log': 'flag',
  'write-test': 'names',
  'fail-on': 'one',
  timeout: 'one',
  wait: 'one',
  list: 'flag',
  explain: 'one',
  init: 'maybe',
  completion: 'one',
  ascii: 'flag',
  'no-color': 'flag',
  color: 'flag',
  calm: 'flag',
  readme: 'flag',
  version: 'flag',
  help: 'flag',
} as const satisfies Record<string, 'one' | 'many' | 'files' | 'flag' | 'maybe' | 'names'>;

export type Name = keyof typeof kinds;
/** Every option, in the order of the help. */
export const optionNames = Object.keys(kinds) as readonly Name[];

export const initKinds = ['ldap', 'sql', 'custom', 'example'] as const;
export const shells = ['powershell', 'bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];
export type InitKind = (typeof initKinds)[number];

/** The command line and its environment twins, checked. Nothing has been read or asked yet. */
export interface Options {
  readonly config?: string;
  readonly profile?: ProfileName;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly plain: boolean;
  readonly json: boolean;
  readonly events: boolean;
  readonly report: readonly string[];
  readonly from: readonly string[];
  readonly baseline?: string;
  readonly redact: boolean;
  /** How the run ended, as an event in Windows' Application log. */
  readonly eventLog: boolean;
  /** Of every target, or of the connectors that are named. */
  readonly writeTest: boolean | readonly string[];
  readonly failOn: FailOn;
  readonly timeoutMs?: number;
  /** How long to look again at what did not pass. */
  readonly waitMs?: number;
  readonly list: boolean;
  /** Id of a probe or a requirement. */
  readonly explain?: string;
  readonly completion?: Shell;
  /** Asked for without a kind: `ask`. */
  readonly init?: InitKind | 'ask';
  readonly ascii: boolean;
  /** What flags and NO_COLOR / FORCE_COLOR say; undefined leaves it to the terminal. */
  readonly color?: boolean;
  readonly calm: boolean;
  readonly readme: boolean;
  readonly version: boolean;
  readonly help: boolean;
}
