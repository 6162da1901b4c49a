import type { Offer } from '../keys/bindings.ts';
import { Line } from '../text/line.tsx';
import { type Spans, span, spansWidth } from '../text/styled-text.ts';
import { useTheme } from '../theme/theme-context.ts';

interface FooterProps {
  readonly offers: readonly Offer[];
  readonly width: number;
  /** Something more urgent than keys. */
  readonly instead: Spans | undefined;
}

/** The bottom line: the keys that matter on this page, as many as fit. */
export function Footer({ offers, width, instead }: FooterProps) {
  const { glyphs } = useTheme();
  if (instead !== undefined) return <Line width={width} spans={instead} />;
  const spans: Spans[] = [];
  let room = width - 1;
  for (const { keys, does } of offers) {
    const name = keys === 'Up Down' ? `${glyphs.more.up}${glyphs.more.down}` : keys;
    const piece = [span(` ${name} `, 'strong'), span(`${does} `, 'quiet')];
    room -= spansWidth(piece);
    if (room < 0) break;
    spans.push(piece);
  }
  return <Line width={width} spans={spans.flat()} />;
}
