import type { Tone } from '../theme/theme.ts';
import { cut, printable, textWidth } from './text-width.ts';

/** A piece of a line in one tone. A line is a list of them. */
export interface StyledText {
  readonly text: string;
  readonly tone: Tone;
  /** Id of a row that it names, and that can be gone to. */
  readonly link?: string;
}

export type StyledLine = readonly StyledText[];

export function styled(text: string, tone: Tone = 'plain'): StyledText {
  return { text: printable(text), tone };
}

export function styledWidth(line: StyledLine): number {
  return line.reduce((sum, { text }) => sum + textWidth(text), 0);
}

export function cutStyled(line: StyledLine, width: number, ellipsis: string): StyledText[] {
  let room = width;
  const kept: StyledText[] = [];
  for (const { text, tone } of line) {
    const shown = cut(text, room, ellipsis);
    if (shown !== '') kept.push({ text: shown, tone });
    room -= textWidth(shown);
    if (shown !== text || room <= 0) break;
  }
  return kept;
}

/** `left` at the left edge, `right` at the right one; `left` is cut when both do not fit into `width`. */
export function spaceBetween(
  left: StyledLine,
  right: StyledLine,
  width: number,
  ellipsis: string,
): StyledText[] {
  const end = cutStyled(right, width, ellipsis);
  const endWidth = styledWidth(end);
  if (endWidth === 0) return cutStyled(left, width, ellipsis);
  const start = cutStyled(left, Math.max(0, width - endWidth - 1), ellipsis);
  const gap = Math.max(0, width - endWidth - styledWidth(start));
  return [...start, { text: ' '.repeat(gap), tone: 'plain' }, ...end];
}
