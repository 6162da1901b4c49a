import { Box } from 'ink';
import type { DoctorRow } from '../src/doctor/view.ts';
import { useTheme } from './context.ts';
import { Line } from './line.tsx';
import { widthOf } from './measure.ts';
import { secondLine } from './model/second-line.ts';
import { verdictOf } from './model/verdict.ts';
import { Rule } from './rule.tsx';
import { Scroll } from './scroll.tsx';
import { between, type Spans, span } from './spans.ts';
import { Spin, Turns } from './spin.tsx';

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
