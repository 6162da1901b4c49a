import { Box } from 'ink';
import { plural } from '../../src/base/phrases.ts';
import type { DoctorView } from '../../src/doctor/view.ts';
import type { ScreenState } from '../screen-state.ts';
import { Line } from '../text/line.tsx';
import { problemName } from '../text/names.ts';
import { styled } from '../text/styled-text.ts';
import { makeFilter } from './filter.ts';

interface EmptyProps {
  readonly state: ScreenState;
  readonly view: DoctorView;
  readonly width: number;
  readonly height: number;
}

/** Why the list shows nothing, and the key that changes that. */
export function EmptyList({ state, view, width, height }: EmptyProps) {
  const none = `No ${problemName(view).many}${view.busy ? ' so far' : ''}.`;
  const matches = makeFilter(state.filter);
  const hidden = state.problemsOnly && matches !== undefined ? view.rows.filter(matches).length : 0;
  const { one } = problemName(view);
  const text =
    state.filter !== ''
      ? hidden > 0
        ? `No ${one} has these words; ${plural(hidden, 'other row', 'other rows')} ${hidden === 1 ? 'has' : 'have'} them. Tab shows all.`
        : 'No row has these words. Esc clears the filter.'
      : state.problemsOnly
        ? `${none} Tab shows all.`
        : 'No checks are chosen.';
  return (
    <Box flexDirection="column" height={height} flexShrink={0}>
      <Line width={width} content={[styled(`   ${text}`, 'quiet')]} />
    </Box>
  );
}
