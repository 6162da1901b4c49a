/** Characters that JSON allows raw and a terminal or a log viewer may obey: controls, and marks that reorder text. */
const obeyed = /[\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;

/**
 * JSON text that is safe to print: what a terminal could obey stands as `\uXXXX`, so a reader gets back the very
 * same value. `indent` 0 gives one line.
 */
export function jsonText(value: unknown, indent: number): string {
  // These characters can only stand inside strings, where an escape means the same.
  return JSON.stringify(value, undefined, indent).replace(
    obeyed,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
