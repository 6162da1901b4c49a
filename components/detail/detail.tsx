import { Box } from 'ink';
import type { DoctorRow } from '../../src/doctor/view.ts';
import { Rule } from '../frame/rule.tsx';
import { RowSpinner, SpinnerSync } from '../list/spinner.tsx';
import { statusLabel } from '../list/status-label.ts';
import { Line } from '../text/line.tsx';
import { ScrollView } from '../text/scroll.tsx';
import { type StyledLine, spaceBetween, styled } from '../text/styled-text.ts';
import { textWidth } from '../text/text-width.ts';
import { useTheme } from '../theme/theme-context.ts';
import { summaryLine } from './summary-line.ts';

export interface DetailProps {
  readonly row: DoctorRow;
  readonly lines: readonly StyledLine[];
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** One row's page: who asks, what was found, why it matters, how to mend it, and who does that. */
export function Detail({ row, lines, top, width, height }: DetailProps) {
  const { glyphs } = useTheme();
  const running = row.status === 'running';
  const { sign, word, tone } = statusLabel(row);
  const verdict = styled(`${glyphs.status(sign)} ${word}`.trimStart(), tone);
  const { check, all, tries } = summaryLine(row);
  return (
    <SpinnerSync active={running}>
      <Box flexDirection="column" height={height} flexShrink={0} overflowY="hidden">
        <Line
          width={width}
          content={spaceBetween(
            [styled(` ${row.title}`, 'strong')],
            [verdict],
            width - (running ? 3 : 1),
            glyphs.ellipsis,
          )}
        >
          {running ? <RowSpinner /> : undefined}
        </Line>
        <Line
          width={width}
          content={spaceBetween(
            // The lines below say all of it, whatever is cut here.
            [styled(textWidth(all) + 3 + tries.length < width ? all : check, 'quiet')],
            [styled(tries, 'quiet')],
            width - 1,
            glyphs.ellipsis,
          )}
        />
        <Rule width={width} />
        <ScrollView lines={lines} top={top} width={width} height={height - 3} />
      </Box>
    </SpinnerSync>
  );
}
