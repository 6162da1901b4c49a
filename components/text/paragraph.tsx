import { Box, Text, useIsScreenReaderEnabled } from 'ink';
import type { Tone } from '../theme/theme.ts';
import { Line } from './line.tsx';
import { styled } from './styled-text.ts';
import { printable, wrapText } from './text-width.ts';

/** How many lines a paragraph takes. */
export function paragraphHeight(text: string, width: number): number {
  return wrapText(text, width - 2).length;
}

interface ParagraphProps {
  readonly text: string;
  readonly tone: Tone;
  readonly width: number;
}

/** Text of several lines, one cell in from the edge. */
export function Paragraph({ text, tone, width }: ParagraphProps) {
  if (useIsScreenReaderEnabled()) return <Text>{printable(text)}</Text>;
  return (
    <Box flexDirection="column" flexShrink={0}>
      {wrapText(text, width - 2).map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name than their place
        <Line key={i} width={width} content={[styled(` ${line}`, tone)]} />
      ))}
    </Box>
  );
}
