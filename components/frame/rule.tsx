import { useIsScreenReaderEnabled } from 'ink';
import { Line } from '../text/line.tsx';
import { cutSpans, type Spans, spansWidth } from '../text/styled-text.ts';
import { useTheme } from '../theme/theme-context.ts';

interface RuleProps {
  readonly width: number;
  /** News stands in the rule, so that the lines above never move for it. */
  readonly spans?: Spans | undefined;
}

export function Rule({ width, spans = [] }: RuleProps) {
  const { glyphs } = useTheme();
  // Nobody wants to hear a line.
  if (useIsScreenReaderEnabled()) return null;
  if (spans.length === 0)
    return <Line width={width} spans={[{ text: glyphs.rule.repeat(width), tone: 'quiet' }]} />;
  const text = cutSpans(spans, width - 4, glyphs.ellipsis);
  const rest = Math.max(0, width - 4 - spansWidth(text));
  return (
    <Line
      width={width}
      spans={[
        { text: `${glyphs.rule} `, tone: 'quiet' },
        ...text,
        { text: ` ${glyphs.rule.repeat(rest + 1)}`, tone: 'quiet' },
      ]}
    />
  );
}
