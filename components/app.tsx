import { Box, useIsScreenReaderEnabled, useWindowSize } from 'ink';
import { use, useCallback, useLayoutEffect, useMemo, useRef } from 'react';
import type { Doctor, DoctorRow } from '../src/doctor/view.ts';
import { chosenRow } from './commands/command-context.ts';
import { perform } from './commands/run-command.ts';
import type { ScreenActions } from './commands/screen-actions.ts';
import { Footer } from './frame/footer.tsx';
import { Rule } from './frame/rule.tsx';
import { messageRest, offersFor, ruleSpans } from './frame/status-line.ts';
import { TooSmall, tooSmall } from './frame/too-small.tsx';
import { useBell } from './hooks/use-bell.ts';
import { useStage } from './hooks/use-command-context.ts';
import { useNow } from './hooks/use-now.ts';
import { commandOf, type Press } from './keys/bindings.ts';
import { PressContext, useKeyboard } from './keys/use-keyboard.ts';
import { FilterBar } from './list/filter-bar.tsx';
import { cursorOf } from './list/items.ts';
import { type Anchor, frameOf } from './list/viewport.ts';
import { helpLines } from './pages/help-lines.ts';
import { Body, Page } from './pages/page.tsx';
import { Reader } from './pages/screen-reader.tsx';
import { PartsContext } from './slots.ts';
import { lastTop } from './text/scroll.tsx';
import { useTheme } from './theme/theme-context.ts';

export interface AppProps {
  readonly doctor: Doctor;
  readonly actions: ScreenActions;
  readonly signal: AbortSignal | undefined;
  bell(): void;
  redraw(): void;
  /** The new size of the window is taken. */
  resized(): void;
  /** A key's handler threw: not seen by an error boundary. */
  onCrash(error: unknown): void;
}

/** Keys that answer "leave although checks run?"; any other one takes the question back. */
const answers: ReadonlySet<string> = new Set(['quit', 'yes', 'back', 'interrupt', 'redraw']);

/** Rows around the body: three of header and a rule above it, a rule and the keys below. */
const listChrome = 6;
const detailChrome = 2;
/** How much of the list the notes on top of it may take. */
const noteShare = 0.4;

/** The whole screen: one row less than the window, one column less (the last cell makes old consoles scroll). */
export function App({ doctor, actions, signal, bell, redraw, resized, onCrash }: AppProps) {
  const theme = useTheme();
  const { detailLines } = use(PartsContext);
  const reader = useIsScreenReaderEnabled();
  const { columns, rows } = useWindowSize();
  useLayoutEffect(() => {
    if (columns > 0 && rows > 0) resized();
  }, [columns, rows, resized]);
  const width = columns - 1;
  const height = rows - 1;
  const noteRoom = Math.floor((height - listChrome) * noteShare);
  const core = useStage({ doctor, actions, signal, width, noteRoom, redraw });
  const { view, state, items, index, set, say } = core;
  const row = chosenRow(core);
  const onDetail = state.page.kind === 'detail';
  const bodyHeight = Math.max(1, height - (onDetail ? detailChrome : listChrome));

  const now = useNow(1000, onDetail && row?.status === 'running' && !theme.look.calm);
  const lines = useMemo(() => {
    if (onDetail && row !== undefined) {
      const { calm } = theme.look;
      return detailLines(row, { view, width, now, calm, ellipsis: theme.glyphs.ellipsis });
    }
    return state.page.kind === 'help' ? helpLines(view, state.said, theme, width) : [];
  }, [detailLines, onDetail, row, view, width, now, theme, state.page.kind, state.said]);

  // A question that comes stands first on the page.
  const asks = onDetail && row?.question !== undefined;
  useLayoutEffect(() => {
    if (asks) set({ top: 0 });
  }, [asks, set]);

  const anchor = useRef<Anchor>(undefined);
  const cursor = cursorOf(items, index);
  const frame = frameOf(items.length, bodyHeight, cursor, anchor.current);
  useLayoutEffect(() => {
    anchor.current = { key: cursor.key, index, offset: frame.offset };
  });

  const stage = {
    ...core,
    page: Math.max(1, bodyHeight - 2),
    lastTop: lastTop(lines.length, onDetail ? bodyHeight - 3 : bodyHeight),
  };
  const handlers = useKeyboard((press: Press) => {
    const command = commandOf(press);
    if (state.message !== undefined && command !== 'redraw') set({ message: undefined });
    if (command === undefined || (state.leaving === 'stopping' && command !== 'interrupt')) return;
    if (state.leaving === 'asked' && !answers.has(command)) set({ leaving: undefined });
    perform(command, stage);
  }, onCrash);
  const ring = useCallback(
    (passed: DoctorRow) => {
      bell();
      say(`Passes now: ${passed.title}`, 'good');
    },
    [bell, say],
  );
  useBell(view, ring);

  const plainPage = state.page.kind === 'list' || onDetail || state.page.kind === 'help';
  const gone = state.leaving === 'gone';
  const rule = ruleSpans(state, view, items, doctor.wanted().length, width);
  const filterBar = (
    <FilterBar
      text={state.filter}
      width={width}
      onText={(filter) => set({ filter, sticky: undefined })}
      onMove={(command) => perform(command, stage)}
      onKeep={() => set({ page: { kind: 'list' } })}
      onLeave={() => set({ page: { kind: 'list' }, filter: '' })}
    />
  );
  if (reader) {
    const body = (
      <Body stage={stage} frame={frame} lines={lines} width={width} height={bodyHeight} still={gone} />
    );
    const news = gone ? '' : (state.message?.text ?? rule.map(({ text }) => text).join(''));
    return (
      <PressContext value={handlers}>
        <Reader view={view} state={state} items={items} index={index} lines={lines} news={news}>
          {plainPage ? undefined : state.page.kind === 'filter' ? filterBar : body}
        </Reader>
      </PressContext>
    );
  }
  if (tooSmall(columns, rows)) return <TooSmall columns={columns} rows={rows} />;
  return (
    <PressContext value={handlers}>
      <Box flexDirection="column" width={width} height={height} overflowY="hidden">
        <Page stage={stage} frame={frame} lines={lines} width={width} height={bodyHeight} still={gone} />
        <Rule width={width} spans={rule} />
        {state.page.kind === 'filter' ? (
          filterBar
        ) : (
          <Footer
            width={width}
            offers={gone ? [] : offersFor(state, items[index], view)}
            instead={messageRest(state, width, theme.glyphs.ellipsis)}
          />
        )}
      </Box>
    </PressContext>
  );
}
