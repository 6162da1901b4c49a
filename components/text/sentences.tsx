import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { printable } from './text-width.ts';

/** For a screen reader: one sentence a line, no columns and no drawing. */
export function Sentences({
  texts,
  children,
}: {
  readonly texts: readonly string[];
  readonly children?: ReactNode;
}) {
  return (
    <Box flexDirection="column">
      {texts
        .map((text) => printable(text).trim())
        .filter((text) => text !== '')
        .map((text, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: sentences have no other name than their place
          <Text key={i}>{text}</Text>
        ))}
      {children}
    </Box>
  );
}
