import { Box, Text, useIsScreenReaderEnabled } from 'ink';
import type { Tone } from '../theme/theme.ts';
import { Line } from './line.tsx';
import { span } from './styled-text.ts';
import { safe, wrap } from './text-width.ts';

/** How many lines a paragraph takes. */
export function paragraphHeight(text: string, width: number): number {
  return wrap(text, width - 2).length;
}

interface ParagraphProps {
  readonly text: string;
  readonly tone: Tone;
  readonly width: number;
}

/** Text of several lines, one cell in from the edge. */
export function Paragraph({ text, tone, width }: ParagraphProps) {
  if (useIsScreenReaderEnabled()) return <Text>{safe(text)}</Text>;
  return (
    <Box flexDirection="column" flexShrink={0}>
      {wrap(text, width - 2).map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name than their place
        <Line key={i} width={width} spans={[span(` ${line}`, tone)]} />
      ))}
    </Box>
  );
}
