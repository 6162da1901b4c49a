import { stripVTControlCharacters } from 'node:util';

export interface WrapOptions {
  /** Cells that a text takes; without it one a character, and none for colours. */
  readonly widthOf?: (text: string) => number;
  /** Pieces of a word that no line has room for; without it such a word stays whole. */
  readonly splitWord?: (word: string, width: number) => readonly string[];
}

/** One line in lines of at most `width` cells, broken between words. */
export function wrapLine(text: string, width: number, options: WrapOptions = {}): string[] {
  const { widthOf = uncolouredLength, splitWord = (word) => [word] } = options;
  if (widthOf(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = splitWord(word, width);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return [...lines, line];
}

/**
 * Lines broken between words so that the terminal does not break them within. Indented lines are commands, to be
 * copied whole: they stay.
 */
export function wrapLines(text: string, width: number): string {
  if (!(width >= 20)) return text;
  return text
    .split('\n')
    .flatMap((line) => (line.startsWith(' ') ? [line] : wrapLine(line, width)))
    .join('\n');
}

function uncolouredLength(text: string): number {
  return stripVTControlCharacters(text).length;
}
