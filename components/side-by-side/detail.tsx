import { Box } from 'ink';
import { levelName } from '../../src/results/names.ts';
import { likenessName } from '../../src/results/side-by-side/likeness.ts';
import type { DetailProps } from '../detail/detail.tsx';
import { Rule } from '../frame/rule.tsx';
import { Line } from '../text/line.tsx';
import { ScrollView } from '../text/scroll.tsx';
import { type StyledText, spaceBetween, styled } from '../text/styled-text.ts';
import type { Glyphs } from '../theme/theme.ts';
import { useTheme } from '../theme/theme-context.ts';
import { numberOf, readySpan } from './server-line.ts';

/** One check on all servers, or one server. */
export function Detail({ row, lines, top, width, height }: DetailProps) {
  const { glyphs } = useTheme();
  const second =
    row.server === undefined
      ? `${row.id}   ${levelName(row.level)}   ${row.requirements.join(' ')}`
      : row.server.file;
  const title = row.server === undefined ? row.title : `${numberOf(row)} ${row.title}`;
  return (
    <Box flexDirection="column" height={height} flexShrink={0} overflowY="hidden">
      <Line
        width={width}
        content={spaceBetween(
          [styled(` ${title}`, 'strong')],
          [stateSpan(row, glyphs)],
          width - 1,
          glyphs.ellipsis,
        )}
      />
      <Line width={width} content={[styled(` ${second}`, 'quiet')]} />
      <Rule width={width} />
      <ScrollView lines={lines} top={top} width={width} height={height - 3} />
    </Box>
  );
}

function stateSpan({ compared, server }: DetailProps['row'], glyphs: Glyphs): StyledText {
  if (server !== undefined) return readySpan(server, glyphs);
  if (compared === undefined) return styled('');
  return styled(likenessName(compared.likeness, compared.sides.length), compared.differs ? 'warn' : 'quiet');
}
