/**
 * Patterns of `.ecmarc` that the validation and the JSON Schema share, or by which the schema says what the validation
 * asks of `URL`. A JSON Schema's patterns know no flags: what takes either case says so letter by letter.
 */

/** A pattern for this text in upper and lower case. */
export function inAnyCase(text: string): string {
  return text
    .replaceAll(/[.\\]/g, '\\$&')
    .replaceAll(/[a-z]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
}

export function oneOfInAnyCase(texts: readonly string[]): string {
  return `(?:${texts.map(inAnyCase).join('|')})`;
}

/** From 1 to 65535. */
export const portPattern = '0*(?:6553[0-5]|655[0-2]\\d|65[0-4]\\d{2}|6[0-4]\\d{3}|[1-5]\\d{4}|[1-9]\\d{0,3})';

const host = '(?:\\[[0-9A-Fa-f:.]+\\]|[^\\s/?#@:\\\\\\[\\]<>^|]+)';
const hostAndPort = `${host}(?::(?:${portPattern}|0*))?`;

/** `bare`: nothing follows the port. `credentials`: a user and a password may stand before the host. */
export function addressPattern(
  schemes: readonly string[],
  { bare = false, credentials = false }: { readonly bare?: boolean; readonly credentials?: boolean },
): string {
  const who = credentials ? '(?:(?:[^/?#\\\\%]|%[0-9A-Fa-f]{2})*@)?' : '(?::?@)?';
  const end = bare ? '/?\\??#?\\s*$' : '(?:[/?#\\\\]|\\s*$)';
  return `^\\s*${oneOfInAnyCase(schemes)}://${who}${hostAndPort}${end}`;
}

/** An address in which a user or a password stands. */
export const withCredentialsPattern = '//[^/?#\\\\]*[^:@/?#\\\\][^/?#\\\\]*@';
