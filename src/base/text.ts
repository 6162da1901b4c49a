/**
 * Text from outside (servers, files, people) made safe to show: no control characters, no escape sequences, no
 * characters that reorder a line. Line breaks become spaces unless kept; tabs always do.
 */
export function clean(text: string, keepLines = false): string {
  if (!suspicious.test(text)) return text.toWellFormed();
  const lines = keepLines
    ? text.replace(/\r\n?/g, '\n').replaceAll('\t', ' ')
    : text.replace(/[\r\n\t]+/g, ' ');
  return lines
    .replace(escapeSequences, '')
    .replace(controls, '')
    .replace(reordering, '')
    .replace(/[\u2028\u2029]/g, ' ')
    .toWellFormed();
}

/** Most text needs none of it: every text of every row comes through here whenever a view is made. */
const suspicious =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\ufff9-\ufffb\p{Default_Ignorable_Code_Point}]/u;

/** A sequence that is never ended is only disarmed: it must not swallow the words behind it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with ESC
const escapeSequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes
const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g;

/**
 * Direction marks, embeddings, overrides and isolates, the byte order mark, and what is not seen at all: joiners and spaces
 * of no width, fillers, variants, tags. A name with one of them looks like another name.
 */
const reordering = /[\u202a-\u202e\ufff9-\ufffb\p{Default_Ignorable_Code_Point}]/gu;

/** What was thrown, in words. Anything can be thrown, also what cannot be turned into text. */
export function faultText(error: unknown): string {
  try {
    return String(error);
  } catch {
    return 'something that has no text';
  }
}

/** As a part of a regular expression that means just this text. */
export function asPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** The same beginning with a capital letter. */
export function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
