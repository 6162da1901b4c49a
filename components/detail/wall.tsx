import { Box, Text } from 'ink';
import { useTheme } from '../theme/theme-context.ts';
import { wallWidth } from './panes.ts';

/** The line between the list and the detail beside it. */
export function Wall({ height }: { readonly height: number }) {
  const theme = useTheme();
  const line = ` ${theme.glyphs.wall}`;
  return (
    <Box width={wallWidth} height={height} flexShrink={0} overflowY="hidden">
      <Text {...theme.style('quiet', false)}>{Array.from({ length: height }, () => line).join('\n')}</Text>
    </Box>
  );
}
