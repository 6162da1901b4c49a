import { memo } from 'react';
import { type Side, worstSide } from '../../src/results/side-by-side/likeness.ts';
import { sideFinding, sideState } from '../../src/results/side-by-side/side-facts.ts';
import { statusWidth, toneOf } from '../../src/results/status-words.ts';
import type { RowProps } from '../list/row.tsx';
import { Line } from '../text/line.tsx';
import type { StyledText } from '../text/styled-text.ts';
import { pad, textWidth } from '../text/text-width.ts';
import type { Glyphs, Tone } from '../theme/theme.ts';
import { useTheme } from '../theme/theme-context.ts';
import { sideColumns } from './columns.ts';
import { serverLine } from './server-line.ts';

/** One check with a column a server, or one of the servers. */
export const Row = memo(function Row({ row, selected, width }: RowProps) {
  const { glyphs } = useTheme();
  const { compared, server } = row;
  const gutter: StyledText = { text: `${selected ? glyphs.cursor : ' '}  `, tone: 'strong' };
  if (server !== undefined) {
    return (
      <Line width={width} selected={selected} content={[gutter, ...serverLine(row, server, glyphs, width)]} />
    );
  }
  const sides = compared?.sides ?? [];
  const columns = sideColumns(width, sides.length);
  const loud = compared?.likeness === 'split' || compared?.likeness === 'otherwise';
  const titleTone: Tone = loud ? 'strong' : 'plain';
  // The columns say where it is so: the finding alone is of more use than a cut list of names.
  const found = columns.kind === 'signs' ? sideFinding(worstSide(sides)) : row.message;
  const finding: readonly StyledText[] =
    columns.message === 0
      ? []
      : [{ text: ` ${pad(found, columns.message, glyphs.ellipsis)}`, tone: 'plain' }];
  return (
    <Line
      width={width}
      selected={selected}
      content={[
        gutter,
        { text: pad(row.title, columns.title, glyphs.ellipsis), tone: titleTone },
        ...finding,
        ...(columns.kind === 'none' ? [] : sides.flatMap((side) => cells(side, columns.cell, glyphs))),
      ]}
    />
  );
});

/** Room for a word and at least this much of the finding. */
const leastFinding = 6;

function cells(side: Side, width: number, glyphs: Glyphs): readonly StyledText[] {
  const sign = side === undefined ? '-' : glyphs.status(side.status);
  const tone: Tone = side === undefined ? 'quiet' : toneOf(side.status);
  if (width < statusWidth + 3) return [{ text: ' '.repeat(width - textWidth(sign)) + sign, tone }];
  const word = ` ${sign} ${sideState(side)}`;
  const rest = width - textWidth(word);
  if (side === undefined || rest < leastFinding) return [{ text: pad(word, width, glyphs.ellipsis), tone }];
  // A skipped check's finding begins with the reason.
  if (side.status === 'skipped')
    return [{ text: pad(` ${sign} ${sideFinding(side)}`, width, glyphs.ellipsis), tone }];
  return [
    { text: word, tone },
    {
      text: pad(`: ${sideFinding(side)}`, rest, glyphs.ellipsis),
      tone: side.status === 'pass' ? 'quiet' : 'plain',
    },
  ];
}
