import type { KeyHint } from '../keys/key-hints.ts';

import { Line } from '../text/line.tsx';
import { type StyledLine, styled, styledWidth } from '../text/styled-text.ts';
import { useTheme } from '../theme/theme-context.ts';

interface FooterProps {
  readonly hints: readonly KeyHint[];
  readonly width: number;
  /** Something more urgent than keys. */
  readonly overflow: StyledLine | undefined;
}

/** The bottom line: the keys that matter on this page, as many as fit. */
export function Footer({ hints, width, overflow }: FooterProps) {
  const { glyphs } = useTheme();
  if (overflow !== undefined) return <Line width={width} content={overflow} />;
  const pieces: StyledLine[] = [];
  let room = width - 1;
  for (const { keys, does } of hints) {
    const name = keys === 'Up Down' ? `${glyphs.more.up}${glyphs.more.down}` : keys;
    const piece = [styled(` ${name} `, 'strong'), styled(`${does} `, 'quiet')];
    room -= styledWidth(piece);
    if (room < 0) break;
    pieces.push(piece);
  }
  return <Line width={width} content={pieces.flat()} />;
}
