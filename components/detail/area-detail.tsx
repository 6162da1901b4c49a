import { Box } from 'ink';
import { plural } from '../../src/base/phrases.ts';
import type { DoctorView } from '../../src/doctor/view.ts';
import type { Fold, Heading } from '../list/items.ts';
import { areaKey, isLeftOut } from '../list/items.ts';
import { isSearched } from '../list/problems.ts';
import { rowText } from '../list/row-text.ts';
import { statusLabel } from '../list/status-label.ts';
import { Line } from '../text/line.tsx';
import { ScrollView } from '../text/scroll.tsx';
import { type StyledLine, spaceBetween, styled } from '../text/styled-text.ts';
import { wrapText } from '../text/text-width.ts';
import { useTheme } from '../theme/theme-context.ts';

interface AreaDetailProps {
  readonly item: Heading | Fold;
  readonly view: DoctorView;
  readonly width: number;
  readonly height: number;
}

/** Beside a heading: what is asked of its area, and what was found, the problems first. */
export function AreaDetail({ item, view, width, height }: AreaDetailProps) {
  const { glyphs } = useTheme();
  const rows =
    item.kind === 'fold'
      ? item.rows
      : view.rows.filter((row) => areaKey(row) === item.key && !isLeftOut(row));
  const problems = rows.filter(isSearched);
  const shown = [...problems, ...rows.filter((row) => !isSearched(row))];
  const titleOf = (id: string) => view.rows.find((row) => row.id === id)?.title ?? id;
  const lines = shown.flatMap((row): StyledLine[] => {
    const { sign, word, tone } = statusLabel(row);
    const context = { now: 0, calm: true, room: width, ellipsis: glyphs.ellipsis, selected: false, titleOf };
    const head = spaceBetween(
      [styled(` ${row.title}`, isSearched(row) ? 'strong' : 'plain')],
      [styled(`${glyphs.status(sign)} ${word}`.trimStart(), tone)],
      width - 1,
      glyphs.ellipsis,
    );
    const text = isSearched(row) ? rowText(row, context).text : '';
    return [
      head,
      ...(text === '' ? [] : wrapText(text, width - 5).map((line) => [styled(`   ${line}`, 'quiet')])),
    ];
  });
  const subject = item.kind === 'fold' ? '' : item.subject;
  const title = item.kind === 'fold' ? item.text : item.name;
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0} overflowY="hidden">
      <Line width={width} content={[styled(` ${title}`, 'strong')]} />
      <Line
        width={width}
        content={spaceBetween(
          [styled(` ${subject}`, 'quiet')],
          [styled(plural(rows.length, 'row', 'rows'), 'quiet')],
          width - 1,
          glyphs.ellipsis,
        )}
      />
      <Line width={width} content={[]} />
      <ScrollView lines={lines} top={0} width={width} height={height - 3} />
    </Box>
  );
}
