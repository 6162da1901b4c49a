import { keysAt } from './json-schema.ts';
import { isNameable, keyText } from './key-text.ts';
import { parseYaml, type SyntaxProblem } from './parse-yaml.ts';
import { type Settings, settingsSchema } from './schema.ts';
import type { SettingsError } from './settings-error.ts';
import { moreOf, type Violation, violationsOf } from './validation-messages.ts';

export type ParsedSettings =
  | { readonly ok: true; readonly settings: Settings; readonly raw: unknown }
  | { readonly ok: false; readonly errors: readonly SettingsError[] };

/** Text of an `.ecmarc` to settings; an empty one gives the defaults. Never throws. */
export function settingsFromText(text: string, file: string): ParsedSettings {
  const document = parseYaml(text);
  if (!document.ok)
    return { ok: false, errors: document.problems.map((problem) => syntaxError(file, problem)) };
  const raw = document.value ?? {};
  const checked = checkSettings(raw);
  if (checked.ok) return { ok: true, settings: checked.settings, raw };
  const { told, more } = apart(checked.violations);
  const errors = told.map((violation) => ({
    file,
    ...document.locate(violation.path, violation.at),
    ...keyOf(toldPath(violation)),
    message: violation.message,
  }));
  return { ok: false, errors: atMost(errors.sort(byPlace), more, file) };
}

/** A key that stands there twice is named with its path, as far as none of it may be a secret. */
function syntaxError(file: string, { twice, ...problem }: SyntaxProblem): SettingsError {
  if (twice === undefined) return { file, ...problem };
  const { path, value } = twice;
  const secret = path.findIndex((step, index) => {
    const isKnown =
      typeof step === 'number' || step === '$schema' || keysAt(path.slice(0, index)).includes(String(step));
    // What stands above it has a value: this key.
    return !isKnown && !isNameable(String(step), index === path.length - 1 ? value : true);
  });
  return { file, ...problem, ...keyOf(secret === -1 ? path : path.slice(0, secret)) };
}

function toldPath({ path, hidden }: Violation): readonly PropertyKey[] {
  return hidden === true ? path.slice(0, -1) : path;
}

function keyOf(path: readonly PropertyKey[]): { readonly key?: string } {
  return path.length === 0 ? {} : { key: keyText(path) };
}

/** More than a screen of faults helps nobody. */
const mostErrors = 20;

function atMost(errors: readonly SettingsError[], uncounted: number, file: string): SettingsError[] {
  const told = errors.slice(0, mostErrors);
  const more = errors.length - told.length + uncounted;
  return more === 0 ? told : [...told, { file, message: moreOf(more) }];
}

/** What is told in its place, and how many there are besides. */
function apart(violations: readonly Violation[]): {
  readonly told: readonly Violation[];
  readonly more: number;
} {
  const told = violations.filter(({ more }) => more === undefined);
  return { told, more: violations.reduce((sum, { more = 0 }) => sum + more, 0) };
}

function byPlace(one: SettingsError, other: SettingsError): number {
  return (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0);
}

/** Settings that stand in a saved report, checked as those of a file are. `key` says where they stand there. */
export function settingsFromReport(value: unknown, file: string, key = 'settings'): ParsedSettings {
  const checked = checkSettings(value);
  if (checked.ok) return { ok: true, settings: checked.settings, raw: value };
  const { told, more } = apart(checked.violations);
  const errors = told.map((violation) => ({
    file,
    key: keyText([key, ...toldPath(violation)]),
    message: violation.message,
  }));
  return { ok: false, errors: atMost(errors, more, file) };
}

function checkSettings(raw: unknown) {
  const result = settingsSchema.safeParse(withoutEditorKey(raw));
  return result.success
    ? { ok: true as const, settings: result.data }
    : { ok: false as const, violations: violationsOf(result.error, raw) };
}

/** `$schema` tells an editor where the schema is: nothing to the doctor. */
function withoutEditorKey(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return raw;
  if (!('$schema' in raw) || typeof raw.$schema !== 'string') return raw;
  const { $schema: _schema, ...rest } = raw;
  return rest;
}
