import { stripVTControlCharacters } from 'node:util';

/**
 * Lines broken between words so that the terminal does not break them within. Indented lines are commands, to be
 * copied whole: they stay. Colours take no room.
 */
export function wrapWords(text: string, width: number): string {
  if (!(width >= 20)) return text;
  return text
    .split('\n')
    .map((line) => (line.startsWith(' ') ? line : wrapLine(line, width).join('\n')))
    .join('\n');
}

/** One line in pieces of at most `width` cells, broken between words. */
export function wrapLine(line: string, width: number): readonly string[] {
  const lines = [''];
  let used = 0;
  for (const word of line.split(' ')) {
    const { length } = stripVTControlCharacters(word);
    if (used > 0 && used + 1 + length > width) {
      lines.push(word);
      used = length;
    } else {
      lines[lines.length - 1] += used === 0 ? word : ` ${word}`;
      used += (used === 0 ? 0 : 1) + length;
    }
  }
  return lines;
}
