import { Box } from 'ink';
import { Line } from './line.tsx';
import type { ScreenState } from './model/state.ts';
import { span } from './spans.ts';

interface EmptyProps {
  readonly state: ScreenState;
  /** What the list was cut down to. */
  readonly sought: string;
  readonly width: number;
  readonly height: number;
}

/** Why the list shows nothing, and the key that changes that. */
export function Empty({ state, sought, width, height }: EmptyProps) {
  const text =
    state.filter !== ''
      ? 'No check has these words. Esc clears the filter.'
      : state.problemsOnly
        ? `No ${sought}. Tab shows all checks.`
        : 'No checks are chosen.';
  return (
    <Box flexDirection="column" height={height} flexShrink={0}>
      <Line width={width} spans={[span(`   ${text}`, 'quiet')]} />
    </Box>
  );
}
