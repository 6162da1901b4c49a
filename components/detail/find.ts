import type { StyledLine, StyledText } from '../text/styled-text.ts';

/** A word that is looked for on a row's page. */

export function textOf(line: StyledLine): string {
  return line.map(({ text }) => text).join('');
}

/** Numbers of the lines that have the text, whatever its case. */
export function linesWith(lines: readonly StyledLine[], text: string): readonly number[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  return lines.flatMap((line, index) => (textOf(line).toLowerCase().includes(wanted) ? [index] : []));
}

/** The same lines, with the text marked where it stands. */
export function markedLines(lines: readonly StyledLine[], text: string): readonly StyledLine[] {
  const wanted = text.trim().toLowerCase();
  return wanted === '' ? lines : lines.map((line) => marked(line, wanted));
}

function marked(line: StyledLine, wanted: string): StyledLine {
  const whole = textOf(line).toLowerCase();
  // Some letters change their length with their case: places would not agree.
  if (!whole.includes(wanted) || whole.length !== textOf(line).length) return line;
  const found = new Set<number>();
  for (let at = whole.indexOf(wanted); at !== -1; at = whole.indexOf(wanted, at + wanted.length)) {
    for (let i = 0; i < wanted.length; i += 1) found.add(at + i);
  }
  let start = 0;
  return line.flatMap((piece) => {
    const parts = split(piece, (i) => found.has(start + i));
    start += piece.text.length;
    return parts;
  });
}

function split(piece: StyledText, isFound: (index: number) => boolean): StyledText[] {
  const parts: { text: string; found: boolean }[] = [];
  for (let i = 0; i < piece.text.length; i += 1) {
    const last = parts.at(-1);
    if (last !== undefined && last.found === isFound(i)) last.text += piece.text[i];
    else parts.push({ text: piece.text[i] ?? '', found: isFound(i) });
  }
  return parts.map(({ text, found }) =>
    found ? { ...piece, text, tone: 'mark' as const } : { ...piece, text },
  );
}
