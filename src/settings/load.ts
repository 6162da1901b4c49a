import path from 'node:path';
import { clean } from '../engine/text.ts';
import { findSettings, inspectFile } from './find.ts';
import { parseSettings, type SettingsError } from './parse.ts';
import { resolvePaths } from './paths.ts';
import { readText, UnreadableName } from './read.ts';
import { reason } from './reason.ts';
import { defaultSettings, type Settings } from './schema.ts';
import { type OwnerCheck, posixOwnerTrusted } from './trust.ts';
import { warningsOf } from './warnings.ts';

export { formatErrors, type SettingsError } from './parse.ts';
export type { OwnerCheck } from './trust.ts';

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

export type Loaded =
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
  | { readonly ok: false; readonly errors: readonly SettingsError[]; readonly path?: string };

/**
 * Finds, reads and checks `.ecmarc`. No code of any kind is run and nothing is imported. Never throws: what is
 * wrong (exit 2) comes back as errors, several at once.
 */
export async function loadSettings(options: LoadOptions): Promise<Loaded> {
  const bySearch = options.configFile === undefined;
  let file = bySearch ? undefined : path.resolve(options.cwd, options.configFile ?? '');
  try {
    const search = file === undefined ? await findSettings(options.cwd, options.home) : { warnings: [] };
    file ??= search.path;
    const found = search.warnings.map((warning) => clean(warning));
    if (file === undefined) return { ok: true, settings: defaultSettings, warnings: found, bySearch };
    const loaded = await loadFile(file, options, bySearch);
    return loaded.ok ? { ...loaded, warnings: [...found, ...loaded.warnings] } : loaded;
  } catch (error) {
    return failed(file ?? options.cwd, reason(error));
  }
}

async function loadFile(file: string, options: LoadOptions, bySearch: boolean): Promise<Loaded> {
  const facts = await inspectFile(file);
  if (typeof facts === 'string') return failed(file, facts);
  if (bySearch && options.elevated === true) {
    const distrust = await whyNotTrusted(file, options.ownerCheck);
    if (distrust !== undefined) return failed(file, distrust);
  }
  const text = await readText(file).catch((error: unknown) => ({ fault: faultOf(error) }));
  if (typeof text !== 'string') return failed(file, text.fault);
  const parsed = parseSettings(text, file);
  if (!parsed.ok) return { ...parsed, path: file };
  const settings = resolvePaths(parsed.settings, path.dirname(file));
  const warnings = warningsOf({ ...parsed, settings, mode: facts.mode, now: options.now ?? new Date() });
  return {
    ok: true,
    settings,
    path: file,
    mtimeMs: facts.mtimeMs,
    warnings: warnings.map((warning) => clean(`${file} ${warning}`)),
    bySearch,
  };
}

async function whyNotTrusted(file: string, check: OwnerCheck | undefined): Promise<string | undefined> {
  const known = check ?? (process.platform === 'win32' ? undefined : posixOwnerTrusted);
  const trust = (await known?.(file)) ?? { trusted: false, reason: 'its owner cannot be looked up here' };
  if (trust.trusted) return undefined;
  return (
    `was found by search but is not used with administrator's rights: ${trust.reason ?? 'its owner is not trusted'}. ` +
    `If it is the right one, name it: --config "${file}"`
  );
}

function faultOf(error: unknown): string {
  return error instanceof UnreadableName ? error.message : reason(error);
}

function failed(file: string, message: string): Loaded {
  return { ok: false, errors: [{ file, message }], path: file };
}
