import { Box } from 'ink';
import type { DoctorRow } from '../src/doctor/view.ts';
import { levelName, plural, statusWord, toneOf } from '../src/engine/words.ts';
import { useTheme } from './context.ts';
import { Line } from './line.tsx';
import { Rule } from './rule.tsx';
import { Scroll } from './scroll.tsx';
import { between, type Spans, span } from './spans.ts';
import { Spin, Turns } from './spin.tsx';
import { clock, duration } from './words.ts';

export interface DetailProps {
  readonly row: DoctorRow;
  readonly lines: readonly Spans[];
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function triesLine(row: DoctorRow): string {
  const last = row.attempts.at(-1);
  if (last === undefined) return row.observedAt === undefined ? 'not tried' : `seen ${clock(row.observedAt)}`;
  return `${plural(row.attempts.length, 'try', 'tries')}, last ${clock(last.startedAt)}, ${duration(last.durationMs)}`;
}

/** One row's page: who asks, what was found, why it matters, how to mend it, and who does that. */
export function Detail({ row, lines, top, width, height }: DetailProps) {
  const { glyphs } = useTheme();
  const running = row.status === 'running';
  const state = row.question === undefined ? statusWord(row.status) : 'question';
  const verdict = span(`${glyphs.status(row.status)} ${state}`.trimStart(), toneOf(row.status));
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
            [span(` ${row.id}   ${levelName(row.level)}   ${row.requirements.join(' ')}`, 'quiet')],
            [span(triesLine(row), 'quiet')],
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
