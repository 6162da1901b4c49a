import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';

const folder = join(import.meta.dirname, 'golden');

/** Compares with a recorded file. `UPDATE_GOLDEN=1` records anew; the difference is then read by a person. */
export function expectGolden(name: string, text: string): void {
  // An ending of its own, so that no formatter or linter mends what is to be kept as it was written.
  const path = join(folder, `${name}.golden`);
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  expect(text).toBe(readFileSync(path, 'utf8'));
}

/** Characters that no format may let through: controls but line feeds, and marks that reorder a line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it looks for control characters
export const obeyed = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;
