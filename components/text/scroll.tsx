import { Box } from 'ink';
import { useTheme } from '../theme/theme-context.ts';
import { Line } from './line.tsx';
import { type StyledLine, styled } from './styled-text.ts';
import { cut } from './text-width.ts';

/** The furthest that `length` lines can be scrolled in a window of `height`. */
export function maxScrollTop(length: number, height: number): number {
  return length <= height ? 0 : length - height + 1;
}

/** What is told further down, by the labels in front of it. */
function labelsOf(lines: readonly StyledLine[]): string {
  const labels = lines.flatMap(([first]) => (first?.tone === 'area' ? first.text.trim() : []));
  const names = labels.filter((label) => label !== '');
  return names.length === 0 ? '' : `: ${names.join(', ')}`;
}

interface ScrollProps {
  readonly lines: readonly StyledLine[];
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A window over lines, with what is left below (or above) in its last line. */
export function ScrollView({ lines, top, width, height }: ScrollProps) {
  const { more, ellipsis } = useTheme().glyphs;
  const fits = lines.length <= height;
  const from = Math.min(top, maxScrollTop(lines.length, height));
  const shown = lines.slice(from, from + (fits ? height : height - 1));
  const below = lines.length - from - shown.length;
  const names = below > 0 ? labelsOf(lines.slice(-below)) : '';
  const left = below > 0 ? `${more.down} ${below} more lines${names}` : `${more.up} ${from} lines above`;
  return (
    <Box flexDirection="column" height={height} flexShrink={0} overflowY="hidden">
      {shown.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a page have no other name than their place
        <Line key={i} content={line} width={width} />
      ))}
      {!fits && <Line content={[styled(cut(` ${left}`, width - 1, ellipsis), 'quiet')]} width={width} />}
    </Box>
  );
}
