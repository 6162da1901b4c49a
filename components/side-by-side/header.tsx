import { Box } from 'ink';
import { plural } from '../../src/base/phrases.ts';
import { readyScope } from '../../src/results/readiness.ts';
import type { ServerComparison } from '../../src/results/side-by-side/server-comparison.ts';
import { statusWidth } from '../../src/results/status-words.ts';
import { type HeaderProps, titleSpans } from '../frame/header.tsx';
import { Line } from '../text/line.tsx';
import { type StyledText, styled } from '../text/styled-text.ts';
import { cut, pad, textWidth } from '../text/text-width.ts';
import type { Theme } from '../theme/theme.ts';
import { useTheme } from '../theme/theme-context.ts';
import { sideColumns } from './columns.ts';

/** Three lines: program and profile; how the servers differ; the servers' names or numbers above their columns. */
export function Header({ view, width }: HeaderProps) {
  const theme = useTheme();
  const { compared } = view;
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Line width={width} content={titleSpans(view, width, theme.glyphs.ellipsis)} />
      <Line width={width} content={[styled(` ${view.words}`)]} />
      <Line width={width} content={compared === undefined ? [] : columnSpans(compared, width, theme)} />
    </Box>
  );
}

function columnSpans(
  compared: ServerComparison,
  width: number,
  { glyphs: { ellipsis } }: Theme,
): readonly StyledText[] {
  const { servers } = compared;
  const columns = sideColumns(width, servers.length);
  const start = 3 + columns.title + (columns.message === 0 ? 0 : columns.message + 1);
  const left = ` ${readyCount(compared, start - 1)}`;
  const head = styled(pad(left, start, ellipsis), compared.ready ? 'good' : 'bad');
  if (columns.kind === 'none') return [head];
  return [
    head,
    ...servers.map(({ label, ready: isReady }, index): StyledText => {
      const number = String(index + 1);
      const tone = isReady ? 'good' : 'bad';
      if (columns.cell < statusWidth + 3) return { text: number.padStart(columns.cell), tone };
      return {
        text: pad(
          ` ${number} ${middle(label, columns.cell - number.length - 2, ellipsis)}`,
          columns.cell,
          ellipsis,
        ),
        tone,
      };
    }),
  ];
}

/** "2 of 3 servers ready, 1 not seen, 30 set aside"; where that is too long, in fewer words. */
export function readyCount(
  { servers, readyForChosen, setAside, notSeen }: ServerComparison,
  room: number,
): string {
  const ready = servers.filter((server) => server.ready).length;
  const count = servers.length + notSeen.length;
  const unseen = notSeen.length === 0 ? [] : [`${notSeen.length} not seen`];
  const waived = setAside.rows === 0 ? [] : [String(setAside.rows)];
  const long = [
    `${ready} of ${plural(count, 'server', 'servers')} ready${readyScope(readyForChosen)}`,
    ...unseen,
    ...waived.map((rows) => `${rows} set aside`),
  ].join(', ');
  if (textWidth(long) <= room || unseen.length + waived.length === 0) return long;
  const part = readyForChosen ? ['a part'] : [];
  return [`${ready} of ${count} ready`, ...unseen, ...waived.map((rows) => `${rows} waived`), ...part].join(
    ', ',
  );
}

/** Names of servers mostly differ at their ends: a long one loses its middle. */
function middle(label: string, width: number, ellipsis: string): string {
  const [whole, end] = [cut(label, 1000, ''), Math.floor((width - textWidth(ellipsis)) / 2)];
  if (textWidth(whole) <= width || end < 2) return whole;
  const last = [...whole].slice(-end).join('');
  return cut(whole, width - textWidth(last), ellipsis) + last;
}
