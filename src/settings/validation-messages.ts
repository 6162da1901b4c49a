import type { z } from 'zod';
import { secretExpected } from './field-schemas.ts';
import { keysAt } from './json-schema.ts';
import { isNameable } from './key-text.ts';
import { didYouMean, suggest } from './suggest.ts';

/** One thing that is wrong, and where. The message never repeats a value: it may be a secret. */
export interface Violation {
  readonly path: readonly PropertyKey[];
  /** Whether the key itself is wrong or what stands behind it. */
  readonly at: 'key' | 'value';
  readonly message: string;
  /** The last key of `path` may be a secret: only where it stands is told. */
  readonly hidden?: true;
  /** It stands for so many more of the same mapping. */
  readonly more?: number;
  /** The key that a misspelt one was probably meant to be. */
  readonly meant?: readonly PropertyKey[];
}

const missing = 'is missing';

/** Of one mapping's unknown keys: with more, the file is something else altogether. */
const mostUnknown = 20;

type Issue = z.core.$ZodIssue;

/** zod's issues as sentences: one a place, a union's by the case that was meant. */
export function violationsOf(error: z.ZodError, input: unknown): Violation[] {
  const violations = new Map<string, Violation>();
  for (const violation of error.issues.flatMap((issue) => violationsOfIssue(issue, [], input))) {
    const place = `${placeOf(violation.path)}${violation.more === undefined ? '' : ' more'}`;
    if (!violations.has(place)) violations.set(place, violation);
  }
  // A key that is missing because it is misspelt is one fault, not two.
  const meant = new Set(
    [...violations.values()].map((violation) => violation.meant && placeOf(violation.meant)),
  );
  return [...violations.values()].filter(
    (violation) => violation.message !== missing || !meant.has(placeOf(violation.path)),
  );
}

/** What stands behind as many faults as are told. */
export function moreOf(count: number): string {
  return `has ${count} more of these`;
}

function placeOf(path: readonly PropertyKey[]): string {
  return JSON.stringify(path.map(String));
}

function violationsOfIssue(issue: Issue, above: readonly PropertyKey[], input: unknown): Violation[] {
  const path = [...above, ...issue.path];
  const value = valueAt(input, path);
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(path);
    const told = issue.keys
      .slice(0, mostUnknown)
      .map((key) => unknownKey([...path, key], key, valueAt(value, [key]), known));
    const more = issue.keys.length - told.length;
    return more === 0 ? told : [...told, { path, at: 'value', message: moreOf(more), more }];
  }
  if (issue.code === 'invalid_union' && issue.message !== secretExpected) {
    const meant = issue.errors.filter(isMeantBranch);
    const [branch] = meant;
    if (branch !== undefined && meant.length === 1) {
      return branch.flatMap((inner) => violationsOfIssue(inner, path, input));
    }
  }
  return [{ path, at: value === null ? 'key' : 'value', message: message(issue, value) }];
}

/** A union's case fits when only what is inside it is wrong: the person meant this one. */
function isMeantBranch(branch: readonly Issue[]): boolean {
  return branch.every(
    (issue) => issue.path.length > 0 || issue.code === 'unrecognized_keys' || issue.code === 'custom',
  );
}

function unknownKey(
  path: readonly PropertyKey[],
  key: string,
  value: unknown,
  known: readonly string[],
): Violation {
  const at = 'key';
  // In the words of our own message: what stands behind `//` is not repeated.
  if (/^\/[/*]/.test(key)) return { path, at, message: 'a comment begins with #', hidden: true };
  if (key === '<<') return { path, at, message: 'unknown key: mappings are not merged here' };
  if (key === '$import') return { path, at, message: 'unknown key: nothing is imported into .ecmarc' };
  const isTop = path.length === 1;
  if (isTop && key === '$schema') return { path, at: 'value', message: 'expected text: where the schema is' };
  // It is no key of the settings themselves.
  const meant = suggest(key, isTop && key.startsWith('$') ? ['$schema'] : known);
  if (meant !== undefined) {
    return { path, at, message: `unknown key, did you mean ${meant}?`, meant: [...path.slice(0, -1), meant] };
  }
  return isNameable(key, value)
    ? { path, at, message: 'unknown key' }
    : { path, at, message: 'a key in here is unknown', hidden: true };
}

function message(issue: Issue, value: unknown): string {
  if (issue.code === 'custom') return issue.message;
  if (value === undefined) return missing;
  if (value === null) return 'has no value: give it one, or leave the key out';
  const isNumberOrFlag = typeof value === 'number' || typeof value === 'boolean';
  if (issue.code === 'invalid_union' && issue.message === secretExpected && isNumberOrFlag) {
    return 'expected text: put quotes around it';
  }
  if (issue.code === 'invalid_type') return typeWords(issue, value);
  if (issue.code === 'invalid_value') {
    const allowed = issue.values.map(String);
    const meant = typeof value === 'string' ? suggest(value, allowed) : undefined;
    return `expected ${listed(allowed)}${didYouMean(meant)}`;
  }
  if (issue.code === 'invalid_key') return 'a key in here is not plain text';
  return issue.message;
}

function typeWords(issue: z.core.$ZodIssueInvalidType, value: unknown): string {
  switch (issue.expected) {
    case 'string':
      return typeof value === 'object' ? 'expected text' : 'expected text: put quotes around it';
    case 'number':
      return typeof value === 'string' ? 'expected a number, without quotes' : 'expected a number';
    case 'int':
      return typeof value === 'string'
        ? 'expected a whole number, without quotes'
        : 'expected a whole number';
    case 'boolean':
      return 'expected true or false, without quotes';
    case 'array':
      return 'expected a list: [a, b], or lines that begin with "- "';
    case 'object':
    case 'record':
      return 'expected keys and values (key: value)';
    default:
      return `expected ${issue.expected}`;
  }
}

function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}
