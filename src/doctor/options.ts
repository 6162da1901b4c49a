import type { JsonObject } from '../base/json.ts';
import type { EcmaProbe } from '../clients/environment.ts';
import type { EngineEvent } from '../engine/scheduler.ts';
import type { Platform } from '../platform/types.ts';
import type { FailOn } from '../results/exit-code.ts';
import type { ProfileName } from '../settings/profiles.ts';
import type { Settings } from '../settings/schema.ts';
import type { Configuration, Reading } from './configuration.ts';
import type { SavedState } from './saved-state.ts';
import type { DoctorView } from './view.ts';

/** Which probes were chosen on the command line, by globs. */
export interface Choice {
  readonly only: readonly string[];
  readonly skip: readonly string[];
}

export interface DoctorOptions {
  readonly tool: { readonly name: string; readonly version: string };
  readonly platform: Platform;
  readonly configuration: Configuration;
  /** Reads `.ecmarc` again: a retry counts on what was mended there. */
  readonly read: (before: Configuration) => Promise<Reading>;
  readonly probesFor: (settings: Settings) => readonly EcmaProbe[];
  readonly profile?: ProfileName;
  readonly choice: Choice;
  /** `--write-test`: effects were agreed to beforehand, on every target or on the connectors that are named. */
  readonly writeTest: boolean | readonly string[];
  readonly failOn: FailOn;
  /** Upper bound of the run that `start` begins, in milliseconds. */
  readonly timeoutMs?: number;
  readonly state: SavedState;
  /** The report that is saved as the last results. */
  readonly encode: (view: DoctorView, settings: Settings) => JsonObject;
  /** The larger part of `encode`, by and by. */
  readonly encodeAhead?: (view: DoctorView) => Promise<void>;
  readonly onEvent?: (event: EngineEvent) => void;
  /** An `.ecmarc` was begun by questions and put aside. */
  readonly draft?: boolean;
}

/** What a run itself goes by, without what is shown and kept of it. */
export interface SessionOptions
  extends Pick<
    DoctorOptions,
    'platform' | 'configuration' | 'read' | 'probesFor' | 'profile' | 'choice' | 'writeTest' | 'timeoutMs'
  > {
  readonly state: Pick<SavedState, 'refusals' | 'journal'>;
}
