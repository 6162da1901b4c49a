import type { Command } from '../keys/bindings.ts';
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

/** What gets a person on who is at a loss. */
const wayOut: ReadonlySet<Command> = new Set(['help', 'quit', 'back']);

/** The bottom line: the keys that matter on this page, as many as fit. */
export function Footer({ hints, width, overflow }: FooterProps) {
  const { glyphs } = useTheme();
  if (overflow !== undefined) return <Line width={width} content={overflow} />;
  const pieces = hints.map(({ keys, does, command }) => {
    const name = keys === 'Up Down' ? `${glyphs.more.up}${glyphs.more.down}` : keys;
    const piece = [styled(` ${name} `, 'strong'), styled(`${does} `, 'quiet')];
    return { piece, width: styledWidth(piece), always: command !== undefined && wayOut.has(command) };
  });
  // The ways out have their place first.
  let room = width - 1 - pieces.reduce((sum, each) => sum + (each.always ? each.width : 0), 0);
  let full = false;
  const shown = pieces.filter(({ width: own, always }) => {
    if (always) return true;
    room -= own;
    full ||= room < 0;
    return !full;
  });
  return <Line width={width} content={shown.flatMap(({ piece }) => piece)} />;
}
