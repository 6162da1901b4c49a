import { suggest } from '../settings/suggest.ts';

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

/** `--write-test` and `--write-test=HR`: the first is of all, and of the second too then. */
export function namesOf(values: readonly string[], given: boolean): boolean | readonly string[] {
  if (!given) return false;
  if (values.length === 1 && isOff(values[0] ?? '')) return false;
  return values.some(isBare) ? true : values;
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
    const close = suggest(value, allowed);
    const hint = close === undefined ? '' : `, did you mean ${close}?`;
    errors.push(`${where} takes ${allowed.join(', ')}, not "${value}"${hint}`);
  }
  return found;
}
