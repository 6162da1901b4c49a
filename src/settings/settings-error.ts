import { clean } from '../base/text.ts';

/** One thing that is wrong in a file, in our words: no line and no value is ever quoted. Lines and columns from 1. */
export interface SettingsError {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** `connectors[0].target.ldap.url` */
  readonly key?: string;
  readonly message: string;
}

/** Nothing could be loaded: what is wrong (exit 2). */
export interface SettingsFailure {
  readonly ok: false;
  readonly errors: readonly SettingsError[];
  readonly path?: string;
}

/** A line each: `C:\x\.ecmarc:3:3 connectors[0].tagret: unknown key, did you mean target?` */
export function formatErrors(errors: readonly SettingsError[]): string[] {
  return errors.map(({ file, line, column, key, message }) => {
    const place = line === undefined ? file : `${file}:${line}:${column ?? 1}`;
    return clean(`${place} ${key === undefined ? '' : `${key}: `}${message}`);
  });
}

/** Settings that cannot be used, for one reason about the whole file. */
export function settingsFailure(file: string, message: string): SettingsFailure {
  return { ok: false, errors: [{ file, message }], path: file };
}

/** Why a file could not be had, in words that follow its name. */
export function fileErrorText(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'no code';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'cannot be read: access is denied';
    case 'EISDIR':
      return 'is a folder, not a file';
    case 'EBUSY':
      return 'cannot be read: another program has it open';
    case 'ELOOP':
      return 'is a link that leads nowhere';
    default:
      return `cannot be read (${code})`;
  }
}
