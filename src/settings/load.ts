import path from 'node:path';
import { clean } from '../base/text.ts';
import { fileErrorText } from './file-error-text.ts';
import { findSettingsFile } from './find-file.ts';
import type { OwnerCheck } from './owner-trust.ts';
import { defaultSettings, type Settings } from './schema.ts';
import { type SettingsFailure, settingsFailure } from './settings-error.ts';

export type { OwnerCheck } from './owner-trust.ts';
export { formatErrors } from './settings-error.ts';

export interface LoadOptions {
  /** `--config`: this file and no search. Relative to `cwd`. */
  readonly configFile?: string | undefined;
  readonly cwd: string;
  readonly home?: string | undefined;
  /** Runs with administrator's rights: a file found by search then counts only with a trusted owner. */
  readonly elevated?: boolean;
  /** How an owner is looked up; without it POSIX systems are known, on Windows no owner is trusted. */
  readonly ownerCheck?: OwnerCheck | undefined;
  /** The moment against which waivers' last days are judged. */
  readonly now?: Date;
}

export type LoadedSettings =
  | {
      readonly ok: true;
      readonly settings: Settings;
      /** The file in use; absent when the search found none and the defaults hold. */
      readonly path?: string;
      /** When the file last changed, ms since 1970. */
      readonly mtimeMs?: number;
      readonly warnings: readonly string[];
      /** True when it was looked for, false when `--config` named it. */
      readonly bySearch: boolean;
    }
  | SettingsFailure;

/**
 * Finds, reads and checks `.ecmarc`. No code of any kind is run and nothing is imported. Never throws: what is
 * wrong (exit 2) comes back as errors, several at once.
 */
export async function loadSettings(options: LoadOptions): Promise<LoadedSettings> {
  const bySearch = options.configFile === undefined;
  let file = bySearch ? undefined : path.resolve(options.cwd, options.configFile ?? '');
  try {
    const search = file === undefined ? await findSettingsFile(options.cwd, options.home) : { warnings: [] };
    file ??= search.path;
    const found = search.warnings.map((warning) => clean(warning));
    if (file === undefined) return { ok: true, settings: defaultSettings, warnings: found, bySearch };
    const { loadFile } = await import('./load-file.ts');
    const loaded = await loadFile(file, options, bySearch);
    return loaded.ok ? { ...loaded, warnings: [...found, ...loaded.warnings] } : loaded;
  } catch (error) {
    return settingsFailure(file ?? options.cwd, fileErrorText(error));
  }
}
