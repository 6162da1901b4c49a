import { Box, useIsScreenReaderEnabled, useWindowSize } from 'ink';
import { use, useCallback, useLayoutEffect, useMemo, useRef } from 'react';
import { defined } from '../src/base/defined.ts';
import { plural } from '../src/base/phrases.ts';
import type { Doctor, DoctorRow } from '../src/doctor/view.ts';
import { cursorRow } from './commands/command-context.ts';
import { consented } from './commands/doctor-commands.ts';
import { runCommand } from './commands/run-command.ts';
import type { ScreenActions } from './commands/screen-actions.ts';
import { consentOf, isConsentPage } from './consent/consent.ts';
import { ConsentPanel, consentHeight } from './consent/consent-panel.tsx';
import { linesWith, markedLines, textOf } from './detail/find.ts';
import { FindBar } from './detail/find-bar.tsx';
import { linksIn } from './detail/links.ts';
import { panesOf, widestText } from './detail/panes.ts';
import { Footer } from './frame/footer.tsx';
import { progressOf } from './frame/progress.ts';
import { Rule } from './frame/rule.tsx';
import { messageOverflow, statusLine } from './frame/status-line.ts';
import { TooSmall, tooSmall } from './frame/too-small.tsx';
import { useBell } from './hooks/use-bell.ts';
import { useCommandContext } from './hooks/use-command-context.ts';
import { useDoctorView } from './hooks/use-doctor-view.ts';
import { useNow } from './hooks/use-now.ts';
import { commandOf } from './keys/bindings.ts';
import { keyHints } from './keys/key-hints.ts';
import type { Press } from './keys/press.ts';
import { KeyReceiverContext, useKeyboard } from './keys/use-keyboard.ts';
import { FilterBar } from './list/filter-bar.tsx';
import { cursorOf } from './list/items.ts';
import { type Anchor, viewportOf } from './list/viewport.ts';
import { helpLines } from './pages/help-lines.ts';
import { Body, Page } from './pages/page.tsx';
import { ScreenReaderPage } from './pages/screen-reader.tsx';
import { behindConsent, pageBehind, showsList } from './screen-state.ts';
import { SlotsContext } from './slots.ts';
import { maxScrollTop } from './text/scroll.tsx';
import { useTheme } from './theme/theme-context.ts';

export interface AppProps {
  readonly doctor: Doctor;
  readonly actions: ScreenActions;
  readonly signal: AbortSignal | undefined;
  bell(): void;
  redraw(): void;
  /** The new size of the window is taken. */
  onResized(): void;
  /** The screen is left now: what comes is its end. */
  onLeave(): void;
  /** A key's handler threw: not seen by an error boundary. */
  onCrash(error: unknown): void;
}

/** Keys that answer "leave although checks run?"; any other one takes the question back. */
const leaveAnswers: ReadonlySet<string> = new Set(['quit', 'yes', 'back', 'interrupt', 'redraw']);

/** Keys that only move: they are drawn with the view that is known. */
const moves: ReadonlySet<string> = new Set(['up', 'down', 'page-up', 'page-down', 'home', 'end']);

/** Rows around a row's page: a rule and the keys. */
const detailChrome = 2;

function droppedText(characters: number, pasted: boolean, asks: boolean): string {
  const what = pasted ? 'Pasted text' : 'Keys all at once, as of a paste';
  const dropped = `! ${what}, ${plural(characters, 'character', 'characters')}: dropped, nothing was done.`;
  return asks ? dropped : `${dropped} Text belongs in /`;
}

/** Cells of a line that is heard: the terminal breaks it where it must. */
const unbroken = 2000;

/** The whole screen: one row less than the window, one column less (the last cell makes old consoles scroll). */
export function App({ doctor, actions, signal, bell, redraw, onResized, onLeave, onCrash }: AppProps) {
  const theme = useTheme();
  const { detailLines } = use(SlotsContext);
  const reader = useIsScreenReaderEnabled();
  const { columns, rows } = useWindowSize();
  useLayoutEffect(() => {
    if (columns > 0 && rows > 0) onResized();
  }, [columns, rows, onResized]);
  const width = columns - 1;
  const height = rows - 1;
  const [view, catchUp] = useDoctorView(doctor);
  const panes = reader || view.compared !== undefined ? undefined : panesOf(width);
  const shared = useCommandContext({
    doctor,
    view,
    catchUp,
    actions,
    signal,
    width: panes?.list ?? width,
    height,
    redraw,
    onLeave,
  });
  const { state, items, index, ordered, update, showMessage } = shared;
  const row = cursorRow(shared);
  const onDetail = behindConsent(state.page).kind === 'detail';
  const consent = consentOf(state.page, row, view, new Date(), width);
  const whole = onDetail || state.page.kind === 'init';
  const room = whole ? height - detailChrome : shared.room;
  const wanted = consent === undefined ? 0 : consentHeight(consent);
  // Where there is no room for both, the question has the window.
  const panelHeight = wanted < room ? wanted : height - 2;
  const bodyHeight = Math.max(1, room - panelHeight);

  const beside = panes !== undefined && showsList(state.page) && row !== undefined;
  const first = !state.rested && view.busy && view.compared === undefined;
  const ticks = first || ((onDetail || beside) && row?.status === 'running');
  // What is read aloud does not count seconds.
  const motionless = theme.look.calm || reader;
  const now = useNow(1000, ticks && !motionless);
  const progress = first ? progressOf(view, motionless ? undefined : now) : undefined;
  const textWidth = beside ? panes.detail : onDetail ? Math.min(width, widestText) : width;
  const lines = useMemo(() => {
    if ((onDetail || beside) && row !== undefined) {
      const { calm } = theme.look;
      const { ellipsis, cursor } = theme.glyphs;
      const link = beside ? {} : { link: state.link };
      const form = reader ? { width: unbroken, spoken: true } : { width: textWidth };
      return detailLines(row, { view, now, calm, ellipsis, cursor, ...form, ...link });
    }
    return state.page.kind === 'help' ? helpLines(view, state.lastMessage, theme, width) : [];
  }, [
    detailLines,
    onDetail,
    beside,
    row,
    view,
    width,
    textWidth,
    now,
    theme,
    state.page.kind,
    state.lastMessage,
    state.link,
    reader,
  ]);
  const pageHeight = onDetail ? bodyHeight - 3 : bodyHeight;
  const maxTop = maxScrollTop(lines.length, pageHeight);
  const { page } = state;
  const found = page.kind === 'find' ? linesWith(lines, page.text) : [];
  const shownLines = page.kind === 'find' ? markedLines(lines, page.text) : lines;
  const find = (text: string, at: number): void => {
    if (page.kind !== 'find') return;
    const places = linesWith(lines, text);
    const next = places.length === 0 ? 0 : (at + places.length) % places.length;
    const line = places[next];
    update({
      page: { ...page, text, at: next },
      ...defined({ top: line === undefined ? undefined : Math.max(0, Math.min(maxTop, line - 1)) }),
    });
  };

  // A question that comes stands first on the page.
  const asks = onDetail && row?.question !== undefined;
  useLayoutEffect(() => {
    if (asks) update({ top: 0 });
  }, [asks, update]);

  const anchor = useRef<Anchor>(undefined);
  const cursor = cursorOf(items, index);
  const viewport = viewportOf(items.length, bodyHeight, cursor, anchor.current);
  useLayoutEffect(() => {
    anchor.current = { key: cursor.key, index, offset: viewport.offset };
  });

  const context = {
    ...shared,
    pageSize: Math.max(1, bodyHeight - 2),
    maxTop,
    pageHeight,
    links: useMemo(() => (onDetail ? linksIn(lines) : []), [onDetail, lines]),
  };
  const onPress = (press: Press) => {
    const command = commandOf(press);
    if (command === undefined || !moves.has(command)) catchUp();
    update({ presses: state.presses + 1 });
    if (state.message !== undefined && command !== 'redraw') update({ message: undefined });
    if (command === undefined || (state.leaving === 'stopping' && command !== 'interrupt')) return;
    if (state.leaving === 'asked' && !leaveAnswers.has(command)) update({ leaving: undefined });
    runCommand(command, context);
  };
  const handlers = useKeyboard({
    handler: onPress,
    onDropped: (characters, pasted) => {
      // A text is no answer to whether to leave.
      if (state.leaving === 'asked') update({ leaving: undefined });
      if (state.leaving === undefined || state.leaving === 'asked')
        showMessage(droppedText(characters, pasted, state.page.kind === 'init'), 'warn');
    },
    onCrash,
  });
  const ring = useCallback(
    (passed: DoctorRow) => {
      bell();
      showMessage(`Passes now: ${passed.title}`, 'good');
    },
    [bell, showMessage],
  );
  useBell(view, ring);

  // What was asked is no question any more (its row runs, or is gone): the page goes.
  const idle = isConsentPage(state.page) && consent === undefined;
  useLayoutEffect(() => {
    if (idle) update({ page: pageBehind(state.page) });
  }, [idle, update, state.page]);

  const panel =
    consent === undefined || row === undefined ? undefined : (
      <ConsentPanel
        key={consent.title}
        consent={consent}
        width={width}
        height={panelHeight}
        onYes={(values) => consented(context, row, values)}
        onNo={() => update({ page: pageBehind(state.page) })}
      />
    );
  const plainPage = state.page.kind === 'list' || onDetail || state.page.kind === 'help';
  const hasLeft = state.leaving === 'gone';
  const status = statusLine(state, view, {
    wanted: doctor.wanted().length,
    found: found.length,
    width,
  });
  const filterBar = (
    <FilterBar
      text={state.filter}
      width={width}
      onText={(filter) => update({ filter, sticky: undefined })}
      onMove={(command) => runCommand(command, context)}
      onKeep={() => update({ page: { kind: 'list' } })}
      onLeave={() => update({ page: { kind: 'list' }, filter: '' })}
    />
  );
  const shown = {
    context,
    viewport,
    lines: shownLines,
    width,
    height: bodyHeight,
    hideCursor: hasLeft,
    ordered,
    panes,
    progress,
  };
  const bar =
    page.kind === 'find' ? (
      <FindBar
        text={page.text}
        width={width}
        onText={(text) => find(text, 0)}
        onNext={(step) => find(page.text, page.at + step)}
        onLeave={() => update({ page: pageBehind(page) })}
      />
    ) : page.kind === 'filter' ? (
      filterBar
    ) : undefined;
  if (reader) {
    const line = page.kind === 'find' ? lines[found[page.at] ?? -1] : undefined;
    const told = [...status, ...(line === undefined ? [] : [{ text: `: ${textOf(line).trim()}` }])];
    const spoken = hasLeft ? '' : (state.message?.text ?? told.map(({ text }) => text).join(''));
    return (
      <KeyReceiverContext value={handlers}>
        <ScreenReaderPage
          view={view}
          state={state}
          items={items}
          index={index}
          lines={lines}
          progress={progress}
          statusLine={spoken}
        >
          {bar ?? panel ?? (plainPage ? undefined : <Body {...shown} />)}
        </ScreenReaderPage>
      </KeyReceiverContext>
    );
  }
  if (tooSmall(columns, rows)) return <TooSmall columns={columns} rows={rows} />;
  return (
    <KeyReceiverContext value={handlers}>
      <Box flexDirection="column" width={width} height={height} overflowY="hidden">
        {room > panelHeight && <Page {...shown} />}
        {panel}
        <Rule width={width} content={status} />
        {bar ?? (
          <Footer
            width={width}
            hints={hasLeft ? [] : keyHints(state, items[index], view, context.links.length > 0)}
            overflow={messageOverflow(state, width, theme.glyphs.ellipsis)}
          />
        )}
      </Box>
    </KeyReceiverContext>
  );
}
