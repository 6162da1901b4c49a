import { useIsScreenReaderEnabled } from 'ink';
import { Line } from '../text/line.tsx';
import { cutStyled, type StyledLine, styledWidth } from '../text/styled-text.ts';
import { useTheme } from '../theme/theme-context.ts';

interface RuleProps {
  readonly width: number;
  /** The status line stands in the rule, so that the lines above never move for it. */
  readonly content?: StyledLine | undefined;
  /** As a bar: how much of it is done, from 0 to 1. */
  readonly done?: number | undefined;
}

export function Rule({ width, content = [], done }: RuleProps) {
  const { glyphs } = useTheme();
  // Nobody wants to hear a line.
  if (useIsScreenReaderEnabled()) return null;
  if (done !== undefined) {
    const cells = Math.max(0, Math.min(width, Math.floor(width * done)));
    return (
      <Line
        width={width}
        content={[
          { text: glyphs.bar.repeat(cells), tone: 'live' },
          { text: glyphs.rule.repeat(width - cells), tone: 'quiet' },
        ]}
      />
    );
  }
  if (content.length === 0)
    return <Line width={width} content={[{ text: glyphs.rule.repeat(width), tone: 'quiet' }]} />;
  const text = cutStyled(content, width - 4, glyphs.ellipsis);
  const rest = Math.max(0, width - 4 - styledWidth(text));
  return (
    <Line
      width={width}
      content={[
        { text: `${glyphs.rule} `, tone: 'quiet' },
        ...text,
        { text: ` ${glyphs.rule.repeat(rest + 1)}`, tone: 'quiet' },
      ]}
    />
  );
}
