import { memo } from 'react';
import { plural } from '../../src/base/phrases.ts';
import { Line } from '../text/line.tsx';
import { spaceBetween, styled } from '../text/styled-text.ts';
import { useTheme } from '../theme/theme-context.ts';
import type { Heading as HeadingItem } from './items.ts';

interface HeadingProps {
  readonly item: HeadingItem;
  readonly selected: boolean;
  readonly width: number;
}

/** An area: its name, its target, and how many of its rows are fine. */
export const Heading = memo(function Heading({ item, selected, width }: HeadingProps) {
  const { glyphs } = useTheme();
  const problems =
    item.folded && item.problems > 0 && !item.counted
      ? [styled(`${plural(item.problems, 'problem', 'problems')}  `, 'warn')]
      : [];
  return (
    <Line
      width={width}
      selected={selected}
      content={[
        { text: selected ? glyphs.cursor : ' ', tone: 'strong' },
        ...spaceBetween(
          [
            styled(item.name, 'area'),
            styled(item.folded ? ` ${glyphs.folded}` : '', 'area'),
            styled(item.subject === '' ? '' : `  ${item.subject}`, 'area'),
          ],
          [...problems, styled(item.counted ? `${item.total}` : `${item.done} of ${item.total}`, 'quiet')],
          width - 2,
          glyphs.ellipsis,
        ),
      ]}
    />
  );
});
