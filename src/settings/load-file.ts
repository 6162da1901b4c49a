import path from 'node:path';
import { clean } from '../base/text.ts';
import { type OwnerCheck, posixOwnerTrusted } from './owner-trust.ts';
import { inspectFile, readSettingsText, UnsupportedFileName } from './read-file.ts';
import { resolvePaths } from './resolve-paths.ts';
import type { Settings } from './schema.ts';
import { fileErrorText, type SettingsFailure, settingsFailure } from './settings-error.ts';
import { settingsFromText } from './validate.ts';
import { warningsOf } from './warnings.ts';

/** Reads and checks one settings file. Apart from the search, since its readers load only where there is a file. */
export async function loadFile(
  file: string,
  options: LoadOptions,
  bySearch: boolean,
): Promise<LoadedSettings> {
  const facts = await inspectFile(file);
  if (typeof facts === 'string') return settingsFailure(file, facts);
  if (bySearch && options.elevated === true) {
    const distrust = await whyNotTrusted(file, options.ownerCheck);
    if (distrust !== undefined) return settingsFailure(file, distrust);
  }
  const text = await readSettingsText(file).catch((error: unknown) => ({ fault: faultOf(error) }));
  if (typeof text !== 'string') return settingsFailure(file, text.fault);
  const parsed = settingsFromText(text, file);
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
  return error instanceof UnsupportedFileName ? error.message : fileErrorText(error);
}

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
