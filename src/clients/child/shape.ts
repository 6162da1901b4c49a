/** Pieces of a child's answer: it shares its process with somebody else's code, which may write where it must not. */

export type Test = (value: unknown) => boolean;

export function may(value: unknown, test: Test): boolean {
  return value === undefined || test(value);
}

export function isListOf(value: unknown, test: Test): boolean {
  return Array.isArray(value) && value.every(test);
}

export function isText(value: unknown): boolean {
  return typeof value === 'string';
}

export function isTruth(value: unknown): boolean {
  return typeof value === 'boolean';
}

export function isNumber(value: unknown): boolean {
  return Number.isSafeInteger(value);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
