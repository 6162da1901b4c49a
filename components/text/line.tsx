import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { useTheme } from '../theme/theme-context.ts';
import { cutStyled, type StyledLine, styledWidth } from './styled-text.ts';

interface LineProps {
  readonly content: StyledLine;
  readonly width: number;
  /** Drawn as the cursor's line: over the whole width. */
  readonly selected?: boolean;
  /** One cell at the very end: the place for what moves. */
  readonly children?: ReactNode;
}

/** One line of the screen: exactly one row high, never wider than `width`. */
export function Line({ content, width, selected = false, children }: LineProps) {
  const theme = useTheme();
  const end = children === undefined ? 0 : 1;
  const shown = cutStyled(content, width - end, theme.glyphs.ellipsis);
  const padding = selected || end > 0 ? Math.max(0, width - end - styledWidth(shown)) : 0;
  return (
    <Box width={width} height={1} flexShrink={0} overflowY="hidden">
      <Text wrap="truncate-end">
        {shown.map(({ text, tone }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a line have no other name than their place
          <Text key={index} {...theme.style(tone, selected)}>
            {text}
          </Text>
        ))}
        {padding > 0 && <Text {...theme.style('plain', selected)}>{' '.repeat(padding)}</Text>}
        {children}
      </Text>
    </Box>
  );
}
