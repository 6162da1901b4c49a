import stringWidth from 'string-width';
import { clean } from '../../src/base/text.ts';
import { wrapLine } from '../../src/base/wrap.ts';
import { singleWidth } from './single-width.ts';

/** Cells, cutting and wrapping: every text goes through here on its way to the screen, so no line is ever too wide. */

/** Signs whose width is ambiguous (UAX #11) count one cell, or two where the console draws them so. */
let ambiguousIsNarrow = true;
let plain = singleWidth;

/** The terminal is one for all that is drawn, so this is decided once, when a screen opens. */
export function setAmbiguousWide(wide: boolean): void {
  ambiguousIsNarrow = !wide;
  plain = wide ? ascii : singleWidth;
}

const ascii = /^[ -~]*$/;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** Width in terminal cells: double-width characters count 2, combining marks 0. */
export function textWidth(text: string): number {
  return plain.test(text) ? text.length : stringWidth(text, { ambiguousIsNarrow });
}

/** One line, no control bytes, nothing invisible that a terminal and we could measure differently. */
export function printable(text: string): string {
  return singleWidth.test(text) ? text : clean(text).replace(ignorable, '');
}

// The zero-width joiner and variation selectors make sequences that terminals draw one, two or four cells wide.
const ignorable = /\p{Default_Ignorable_Code_Point}+/gu;

/** The longest beginning of `text` that fits into `width` cells. */
function head(text: string, width: number): string {
  if (plain.test(text)) return text.slice(0, Math.max(0, width));
  let used = 0;
  let end = 0;
  for (const { segment, index } of segmenter.segment(text)) {
    used += textWidth(segment);
    if (used > width) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}

/** The text if it fits, else its beginning and `ellipsis`. */
export function cut(text: string, width: number, ellipsis: string): string {
  const line = printable(text);
  if (textWidth(line) <= width) return line;
  const room = width - textWidth(ellipsis);
  return room <= 0 ? head(line, width) : head(line, room).trimEnd() + ellipsis;
}

/** Exactly `width` cells: cut or padded on the right. */
export function pad(text: string, width: number, ellipsis: string): string {
  const line = cut(text, width, ellipsis);
  return line + ' '.repeat(Math.max(0, width - textWidth(line)));
}

/** Hard pieces of at most `width` cells; the pieces joined are the text again. For commands. */
export function splitByWidth(text: string, width: number): string[] {
  let rest = printable(text);
  const pieces: string[] = [];
  while (textWidth(rest) > width) {
    const piece = head(rest, Math.max(1, width));
    // A character wider than the whole width cannot be shown: take it as it is rather than loop for ever.
    const taken = piece === '' ? rest.slice(0, 1) : piece;
    pieces.push(taken);
    rest = rest.slice(taken.length);
  }
  pieces.push(rest);
  return pieces;
}

/** The text in two: what fits into `width` cells, broken between words where that leaves half a line, and the rest. */
export function breakLine(text: string, width: number): readonly [first: string, rest: string] {
  const line = printable(text);
  if (textWidth(line) <= width) return [line, ''];
  const [piece = ''] = splitByWidth(line, width);
  const blank = line[piece.length] === ' ' ? piece.length : piece.lastIndexOf(' ');
  const end = blank > piece.length / 2 ? blank : piece.length;
  return [line.slice(0, end).trimEnd(), line.slice(end).trimStart()];
}

/** Lines of at most `width` cells, broken between words where possible. Line breaks in the text are kept. */
export function wrapText(text: string, width: number): string[] {
  return text
    .split(/\r\n?|\n/)
    .flatMap((paragraph) =>
      wrapLine(printable(paragraph), Math.max(1, width), { widthOf: textWidth, splitWord: splitByWidth }),
    );
}
