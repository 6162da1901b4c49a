import { Box } from 'ink';
import { Line } from '../text/line.tsx';
import { span } from '../text/styled-text.ts';

/** The first picture, while the settings are read and the checks are made of them. */
export function Opening({ width }: { readonly width: number }) {
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Line width={width} spans={[span(' '), span('ECMA Connector Host doctor', 'strong')]} />
      <Line width={width} spans={[span(' '), span('Reading the settings', 'quiet')]} />
    </Box>
  );
}
