import { Box } from 'ink';
import { Line } from '../text/line.tsx';
import { styled } from '../text/styled-text.ts';

/** The first picture, while the settings are read and the checks are made of them. */
export function Loading({ width }: { readonly width: number }) {
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Line width={width} content={[styled(' '), styled('ECMA Connector Host doctor', 'strong')]} />
      <Line width={width} content={[styled(' '), styled('Reading the settings', 'quiet')]} />
    </Box>
  );
}
