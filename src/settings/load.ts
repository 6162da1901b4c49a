import path from 'node:path';
import { clean } from '../base/text.ts';
import { defaultSettings } from './default-settings.ts';
import { findSettingsFile } from './find-file.ts';
import type { LoadedSettings, LoadOptions } from './load-file.ts';

import { fileErrorText, settingsFailure } from './settings-error.ts';

export type { LoadedSettings, LoadOptions } from './load-file.ts';
export type { OwnerCheck } from './owner-trust.ts';
export { formatErrors } from './settings-error.ts';

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
