import { memo } from 'react';
import { isUnderWay } from '../../src/engine/status.ts';
import { Line } from '../text/line.tsx';
import { spaceBetween, styled } from '../text/styled-text.ts';
import { cut, pad, textWidth } from '../text/text-width.ts';
import { useTheme } from '../theme/theme-context.ts';
import { columnsFor } from './columns.ts';
import type { Fold, Heading as HeadingItem } from './items.ts';
import { shortAddress } from './short-address.ts';
import { statusLabel } from './status-label.ts';

interface HeadingProps {
  readonly item: HeadingItem;
  readonly selected: boolean;
  readonly width: number;
}

/** Cells of an area's name. */
const nameWidth = 15;

/** An area: its name, its target, its rows by verdict, and the worst of them in the column of verdicts. */
export const Heading = memo(function Heading({ item, selected, width }: HeadingProps) {
  const { glyphs } = useTheme();
  const sign = item.folded ? glyphs.folded : glyphs.more.down;
  const start = [
    { text: `${selected ? glyphs.cursor : ' '} `, tone: 'strong' as const },
    styled(`${sign} `, 'area'),
  ];
  if (item.summary === undefined) {
    const left = [
      { text: selected ? glyphs.cursor : ' ', tone: 'strong' as const },
      styled(item.name, 'area'),
      styled(item.folded ? ` ${glyphs.folded}` : '', 'area'),
    ];
    return (
      <Line
        width={width}
        selected={selected}
        content={spaceBetween(left, [styled(`${item.total}`, 'quiet')], width - 1, glyphs.ellipsis)}
      />
    );
  }
  const { summary } = item;
  const { state } = columnsFor(width);
  // The verdict stands where those of the rows stand; where its number needs one cell more, that cell is before it.
  const verdict = `${glyphs.status(summary.sign)} ${summary.verdict}`;
  const room = width - 4 - nameWidth - 1 - Math.max(state, textWidth(verdict)) - 1;
  const others = cut(summary.others, room, glyphs.ellipsis);
  const free = room - textWidth(others) - (others === '' ? 0 : 1);
  const subject = shortAddress(item.subject, free);
  return (
    <Line
      width={width}
      selected={selected}
      content={[
        ...start,
        styled(`${pad(item.name, nameWidth, glyphs.ellipsis)} `, 'area'),
        styled(`${pad(subject, room - textWidth(others), '')}${others} `, 'quiet'),
        styled(verdict, summary.tone),
      ]}
    />
  );
});

/** Of a kind of rows that is tried again, that it is. */
export function foldLabel({ fold, rows }: Fold): ReturnType<typeof statusLabel> {
  const status = { wait: 'blocked', pass: 'pass', skipped: 'skipped' } as const;
  const running = rows.find((row) => isUnderWay(row.status));
  return statusLabel({ status: running?.status ?? status[fold] });
}

interface FoldProps {
  readonly item: Fold;
  readonly selected: boolean;
  readonly width: number;
}

/** What says nothing within an area: how many rows, and their verdict where the rows' own stand. */
export function FoldLine({ item, selected, width }: FoldProps) {
  const { glyphs } = useTheme();
  const { sign, word, tone } = foldLabel(item);
  const { state } = columnsFor(width);
  const room = width - 6 - state - 1;
  return (
    <Line
      width={width}
      selected={selected}
      content={[
        { text: `${selected ? glyphs.cursor : ' '}   `, tone: 'strong' },
        styled(`${item.folded ? glyphs.folded : glyphs.more.down} `, 'area'),
        styled(`${pad(item.text, room, glyphs.ellipsis)} `, 'quiet'),
        styled(`${glyphs.status(sign)} ${word}`, tone),
      ]}
    />
  );
}
