import { didYouMean, suggest } from '../settings/suggest.ts';

/** What the texts behind options, and in their variables, mean. */

export function isOn(value: string, where: string, errors: string[]): boolean {
  switch (value.toLowerCase()) {
    case '':
    case '1':
    case 'true':
    case 'yes':
    case 'on':
      return true;
    case '0':
    case 'false':
    case 'no':
    case 'off':
      return false;
    default:
      errors.push(`${where} takes true or false, not "${value}"`);
      return false;
  }
}

export function isOff(value: string): boolean {
  return ['0', 'false', 'no', 'off'].includes(value.toLowerCase());
}

export function isBare(value: string): boolean {
  return ['', '1', 'true', 'yes', 'on', 'ask'].includes(value.toLowerCase());
}

export function lists(values: readonly string[]): readonly string[] {
  return values
    .flatMap((value) => value.split(','))
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/**
 * `--write-test` and `--write-test=HR`: the first is of all, and of the second too then. A connector may be called `1` or
 * `on`: behind the option (`given`) such words are names, in its twin they switch it on.
 */
export function namesOf(
  values: readonly string[],
  asked: boolean,
  given: boolean,
): boolean | readonly string[] {
  if (!asked) return false;
  if (values.length === 1 && isOff(values[0] ?? '')) return false;
  const isAll = given ? (value: string) => value === '' || value === 'true' : isBare;
  return values.some(isAll) ? true : values;
}

/** A number of seconds, at most a day, in digits; anything else is an error. */
export function secondsOf(value: string, where: string, errors: string[]): number {
  const seconds = /^\s*\d+(?:\.\d+)?\s*$/.test(value) ? Number(value) : Number.NaN;
  if (!(seconds > 0 && seconds <= 86_400))
    errors.push(`${where} takes a number of seconds above 0, at most 86400, not "${value}"`);
  return seconds;
}

export function oneOf<T extends string>(
  where: string,
  allowed: readonly T[],
  value: string | undefined,
  errors: string[],
): T | undefined {
  if (value === undefined) return undefined;
  const found = allowed.find((known) => known === value);
  if (found === undefined) {
    const hint = didYouMean(suggest(value, allowed));
    errors.push(`${where} takes ${allowed.join(', ')}, not "${value}"${hint}`);
  }
  return found;
}
