/** Where a name in a text ends. Whoever finds names and whoever replaces them go by the same signs. */

/** What a name is made of, for a set in a pattern: letters and digits of every script. */
export const letters = '\\p{L}\\p{N}_';

/** Scripts that set no space between words, or hang endings on foreign ones: a name in other letters ends there. */
export const unspaced = [
  'Han',
  'Hiragana',
  'Katakana',
  'Bopomofo',
  'Hangul',
  'Thai',
  'Lao',
  'Khmer',
  'Myanmar',
]
  .map((script) => `\\p{Script_Extensions=${script}}`)
  .join('');

/** A letter with which a word goes on, for a pattern. */
export const joining = `(?:(?![${unspaced}])[${letters}])`;

const isUnspaced = new RegExp(`[${unspaced}]`, 'u');
const unspacedEnds = new RegExp(
  `(?<=(?=[${unspaced}])\\p{L})(?=${joining})|(?<=${joining})(?=(?=[${unspaced}])\\p{L})`,
  'gu',
);
/** A new line as programs write one into a value, right behind the end of a sentence or a quote; not within a path. */
const writtenLine = /(?<=[.,;!?)"'\]>])\\[nrt](?=[\p{L}\p{N}])/gu;

/** The text with a space in place of each. */
export function withoutWrittenLines(text: string): string {
  return text.includes('\\') ? text.replace(writtenLine, ' ') : text;
}

/** The text with a space wherever a word ends without one; undefined where there is no such place. */
export function spacedOut(text: string): string | undefined {
  if (!isUnspaced.test(text)) return undefined;
  const spaced = text.replace(unspacedEnds, ' ');
  return spaced === text ? undefined : spaced;
}

/** Stands there the letter of a new line? */
export function isOfWrittenLine(text: string, index: number): boolean {
  return text[index - 1] === '\\' && /[nrt]/.test(text[index] ?? '');
}

/** For a pattern: no digits of an escape of ASCII, behind its sign. */
export const notEscaped = '(?!(?<=%)[2-7][0-9a-f])';

const otherAtEnd = new RegExp(`[${unspaced}].*[^${unspaced}]$`, 'su');

/** Is there a word of such a script in it, in front of another in other letters? */
export function hasWordBefore(text: string): boolean {
  return otherAtEnd.test(text);
}

const oneJoining = new RegExp(`^${joining}$`, 'u');

/**
 * How close to a place of a text is what stands before it? `inside`: nothing begins there. `beside`: only what is no word,
 * as an address. `free`: anything can begin.
 */
export function standsBefore(text: string, index: number): 'inside' | 'beside' | 'free' {
  const code = text.charCodeAt(index - 1);
  if (index === 0) return 'free';
  if (code < 0x80) {
    const one = String.fromCharCode(code);
    if (!/\w/.test(one)) return 'free';
    return isOfWrittenLine(text, index - 1) ? 'free' : 'inside';
  }
  // Between the two halves of a letter.
  if (code >= 0xd800 && code <= 0xdbff) return 'inside';
  const first = code >= 0xdc00 && code <= 0xdfff && index > 1 ? index - 2 : index - 1;
  return oneJoining.test(text.slice(first, index)) ? 'beside' : 'free';
}
