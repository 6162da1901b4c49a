import { Box } from 'ink';
import { use } from 'react';
import { never } from '../../src/base/never.ts';
import { useNow } from '../hooks/use-now.ts';
import { SlotsContext } from '../slots.ts';
import { Line } from '../text/line.tsx';
import { styled } from '../text/styled-text.ts';
import { useTheme } from '../theme/theme-context.ts';
import { columnsFor } from './columns.ts';
import { FoldLine, Heading } from './heading.tsx';
import { type Heading as HeadingItem, headingOf, type Item } from './items.ts';
import { nowHeading, nowLine } from './now.ts';
import { type RowTextContext, rowText } from './row-text.ts';
import { RowSpinner, SpinnerSync } from './spinner.tsx';
import { todoHeading, todoLine } from './todo.ts';
import type { Viewport } from './viewport.ts';

interface ListProps {
  readonly items: readonly Item[];
  readonly index: number;
  readonly viewport: Viewport;
  readonly width: number;
  readonly height: number;
  /** Without a cursor: the last picture that stays behind. */
  readonly hideCursor: boolean;
  titleOf(id: string): string;
}

/** The part of the list that is in the window. Only these rows exist as components, and only they move. */
export function List({ items, index, viewport, width, height, hideCursor, titleOf }: ListProps) {
  const { glyphs, look } = useTheme();
  // The last line says how many are below: one more than the window hides, for that line itself.
  const below = viewport.below > 0 ? viewport.below + 1 : 0;
  const shown = withHeading(
    items.slice(viewport.offset, viewport.offset + height - (below > 0 ? 1 : 0)),
    headingOf(items, viewport.offset),
    index === viewport.offset,
  );
  const running = shown.some((item) => 'row' in item && item.row.status === 'running');
  const now = useNow(1000, running && !look.calm);
  const room = columnsFor(width).message;
  const areasOnly = below > 1 && items.slice(-below).every(({ kind }) => kind === 'heading');
  const above = viewport.above > 0 ? `   ${glyphs.more.up} ${viewport.above} above` : '';
  return (
    <SpinnerSync active={running}>
      <Box flexDirection="column" height={height} flexShrink={0} overflowY="hidden">
        {shown.map((item, i) => {
          const selected = !hideCursor && viewport.offset + i === index;
          const context = { now, calm: look.calm, room, ellipsis: glyphs.ellipsis, selected, titleOf };
          return <ItemLine key={item.key} item={item} context={context} width={width} />;
        })}
        {below > 0 && (
          <Line
            width={width}
            content={[
              styled(
                `${areasOnly ? '  ' : ' '}${glyphs.more.down} ${below} more${areasOnly ? ' areas' : ''}${above}`,
                'quiet',
              ),
            ]}
          />
        )}
      </Box>
    </SpinnerSync>
  );
}

/** The area's heading stays on top while one scrolls in it, but never in place of the cursor. */
function withHeading(
  shown: readonly Item[],
  heading: HeadingItem | undefined,
  onTop: boolean,
): readonly Item[] {
  const [first, ...rest] = shown;
  const inArea = first?.kind === 'row' || first?.kind === 'fold' || first?.kind === 'note';
  return heading === undefined || !inArea || onTop ? shown : [heading, ...rest];
}

interface ItemLineProps {
  readonly item: Item;
  readonly context: RowTextContext;
  readonly width: number;
}

function ItemLine({ item, context, width }: ItemLineProps) {
  const { Row } = use(SlotsContext);
  const theme = useTheme();
  const { selected } = context;
  switch (item.kind) {
    case 'note':
      return (
        <Line
          width={width}
          content={[styled(item.label, item.labelTone ?? 'strong'), styled(item.text, item.tone)]}
        />
      );
    case 'todo-heading':
      return <Line width={width} content={todoHeading(item.todos, item.shown, width)} />;
    case 'todo': {
      const content = todoLine(item.todo, { place: item.place, selected, width, theme });
      return (
        <Line width={width} selected={selected} content={content}>
          {item.row.status === 'running' ? <RowSpinner /> : undefined}
        </Line>
      );
    }
    case 'now-heading':
      return <Line width={width} content={nowHeading(item.running, item.waiting, width, theme.look.calm)} />;
    case 'now':
      return (
        <Line width={width} content={nowLine(item.row, { width, now: context.now, theme })}>
          <RowSpinner />
        </Line>
      );
    case 'fold':
      return <FoldLine item={item} selected={selected} width={width} />;
    case 'heading':
      return <Heading item={item} selected={selected} width={width} />;
    case 'row': {
      const { text, tone } = rowText(item.row, context);
      return <Row row={item.row} text={text} tone={tone} selected={selected} width={width} />;
    }
    default:
      return never(item);
  }
}
