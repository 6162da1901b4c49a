import { Box } from 'ink';
import type { DoctorRow } from '../../src/doctor/view.ts';
import { Rule } from '../frame/rule.tsx';
import { Spin, Turns } from '../list/spinner.tsx';
import { verdictOf } from '../list/status-label.ts';
import { Line } from '../text/line.tsx';
import { Scroll } from '../text/scroll.tsx';
import { between, type Spans, span } from '../text/styled-text.ts';
import { widthOf } from '../text/text-width.ts';
import { useTheme } from '../theme/theme-context.ts';
import { secondLine } from './summary-line.ts';

export interface DetailProps {
  readonly row: DoctorRow;
  readonly lines: readonly Spans[];
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** One row's page: who asks, what was found, why it matters, how to mend it, and who does that. */
export function Detail({ row, lines, top, width, height }: DetailProps) {
  const { glyphs } = useTheme();
  const running = row.status === 'running';
  const { sign, word, tone } = verdictOf(row);
  const verdict = span(`${glyphs.status(sign)} ${word}`.trimStart(), tone);
  const { asker, all, tries } = secondLine(row);
  return (
    <Turns active={running}>
      <Box flexDirection="column" height={height} flexShrink={0} overflowY="hidden">
        <Line
          width={width}
          spans={between(
            [span(` ${row.title}`, 'strong')],
            [verdict],
            width - (running ? 3 : 1),
            glyphs.ellipsis,
          )}
        >
          {running ? <Spin /> : undefined}
        </Line>
        <Line
          width={width}
          spans={between(
            // The lines below say all of it, whatever is cut here.
            [span(widthOf(all) + 3 + tries.length < width ? all : asker, 'quiet')],
            [span(tries, 'quiet')],
            width - 1,
            glyphs.ellipsis,
          )}
        />
        <Rule width={width} />
        <Scroll lines={lines} top={top} width={width} height={height - 3} />
      </Box>
    </Turns>
  );
}
