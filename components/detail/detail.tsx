import { Box } from 'ink';
import type { DoctorRow } from '../../src/doctor/view.ts';
import { rowName } from '../../src/results/names.ts';
import { Rule } from '../frame/rule.tsx';
import { RowSpinner, SpinnerSync } from '../list/spinner.tsx';
import { statusLabel } from '../list/status-label.ts';
import { Line } from '../text/line.tsx';
import { ScrollView } from '../text/scroll.tsx';
import { type StyledLine, spaceBetween, styled } from '../text/styled-text.ts';
import { useTheme } from '../theme/theme-context.ts';
import { widestText } from './panes.ts';
import { summarySpans } from './summary-line.ts';

export interface DetailProps {
  readonly row: DoctorRow;
  readonly lines: readonly StyledLine[];
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Its place among what is to be done. */
  readonly todo?: string | undefined;
  /** It stands beside the list. */
  readonly beside?: boolean;
}

/** One row's page: who asks, what was found, why it matters, how to mend it, and who does that. */
export function Detail({ row, lines, top, width: all, height, todo, beside = false }: DetailProps) {
  const { glyphs } = useTheme();
  const width = Math.min(all, widestText);
  const running = row.status === 'running';
  const { sign, word, tone } = statusLabel(row);
  const verdict = styled(`${glyphs.status(sign)} ${word}`.trimStart(), tone);
  const summary = summarySpans(row, todo, width - 1);
  return (
    <SpinnerSync active={running}>
      <Box flexDirection="column" height={height} flexShrink={0} overflowY="hidden">
        <Line
          width={width}
          content={spaceBetween(
            [styled(` ${rowName(row)}`, 'strong')],
            [verdict],
            width - (running ? 3 : 1),
            glyphs.ellipsis,
          )}
        >
          {running ? <RowSpinner /> : undefined}
        </Line>
        <Line width={width} content={spaceBetween(...summary, width - 1, glyphs.ellipsis)} />
        {beside ? <Line width={width} content={[]} /> : <Rule width={all} />}
        <ScrollView lines={lines} top={top} width={width} height={height - 3} />
      </Box>
    </SpinnerSync>
  );
}
