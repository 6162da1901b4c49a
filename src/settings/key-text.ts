import { clean } from '../base/text.ts';

/** More of a key helps nobody to find it. */
const longestKey = 60;

/** `["connectors", 0, "name"]` as people write it. Keys are text from outside: cleaned, and cut where they are long. */
export function keyText(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      const word = shortKey(String(step));
      if (!/^[\p{L}\p{M}\p{N}_$-]+$/u.test(word)) return `[${JSON.stringify(word)}]`;
      return index === 0 ? word : `.${word}`;
    })
    .join('');
}

/** A name that is none of ours, for a message. */
export function shortKey(text: string): string {
  const letters = [...clean(text.slice(0, longestKey * 4))];
  const isWhole = letters.length <= longestKey && text.length <= longestKey * 4;
  return isWhole ? letters.join('') : `${letters.slice(0, longestKey).join('')}...`;
}

/**
 * Whether an unknown key may be named. Text without a colon (`{ password, s3cret }`) is read as a key without a value, and
 * an address or a token may hold a secret: of these only the place is told.
 */
export function isNameable(key: string, value: unknown): boolean {
  if (value === null || value === undefined) return false;
  // $schema and what is written like a variable: $env:X, ${X}.
  return /^(?:\$[\p{L}\p{M}\p{N}_{}:.$-]{0,39}|[\p{L}\p{M}\p{N}_][\p{L}\p{M}\p{N}_. -]{0,39})$/u.test(
    clean(key),
  );
}
