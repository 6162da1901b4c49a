import { Box } from 'ink';
import { use } from 'react';
import { type CommandContext, cursorRow } from '../commands/command-context.ts';
import { exportReport } from '../commands/doctor-commands.ts';
import { Rule } from '../frame/rule.tsx';
import { EmptyList } from '../list/empty-list.tsx';
import { List } from '../list/list.tsx';
import { todoKey } from '../list/todo.ts';
import type { Viewport } from '../list/viewport.ts';
import { behindConsent, pageBehind } from '../screen-state.ts';
import { SlotsContext } from '../slots.ts';
import { ScrollView } from '../text/scroll.tsx';
import type { StyledLine } from '../text/styled-text.ts';
import { Choose } from './choose.tsx';
import { DoFirstPage } from './do-first-page.tsx';
import { ExportPage } from './export-page.tsx';
import { InitPage } from './init-page.tsx';
import { SecretPage } from './secret-page.tsx';

interface PageProps {
  readonly context: CommandContext;
  readonly viewport: Viewport;
  readonly lines: readonly StyledLine[];
  readonly width: number;
  readonly height: number;
  readonly hideCursor: boolean;
  readonly ordered: boolean;
}

/** Everything above the lower rule. */
export function Page(props: PageProps) {
  const { context, lines, width, height, ordered } = props;
  const slots = use(SlotsContext);
  const { state, view } = context;
  const row = cursorRow(context);
  if (behindConsent(state.page).kind === 'detail' && row !== undefined) {
    return <slots.Detail row={row} lines={lines} top={state.top} width={width} height={height} />;
  }
  return (
    <Box flexDirection="column" flexShrink={0}>
      <slots.Header view={view} width={width} ordered={ordered} />
      <Rule width={width} />
      <Body {...props} />
    </Box>
  );
}

/** What a page shows below the header. */
export function Body({ context, viewport, lines, width, height, hideCursor }: PageProps) {
  const { state, view, doctor, actions, items, index, update, showMessage, showResult } = context;
  const page = behindConsent(state.page);
  const close = () => update({ page: pageBehind(page), top: 0 });
  const empty = () => <EmptyList state={state} view={view} width={width} height={height} />;
  switch (page.kind) {
    case 'list':
    case 'filter':
    case 'detail':
    case 'confirm':
    case 'waive':
      if (index === -1) return empty();
      return (
        <List
          items={items}
          index={index}
          viewport={viewport}
          width={width}
          height={height}
          hideCursor={hideCursor}
          titleOf={(id) => view.rows.find((each) => each.id === id)?.title ?? id}
        />
      );
    case 'todo':
      return (
        <DoFirstPage
          view={view}
          width={width}
          height={height}
          onOpen={(todo) => {
            const { id } = todo.row;
            update({ page: { kind: 'detail' }, cursor: todoKey(todo), sticky: id, top: 0 });
          }}
          onRetry={({ row: { id } }) => {
            if (view.readOnly) return showMessage('Nothing is run of a saved report.', 'warn');
            context.announceRetry(id);
            return doctor.retry(id);
          }}
          onCopy={async (owner) => {
            const copying = actions.copyTicket?.(owner);
            if (copying === undefined) showMessage('Nothing can be copied here: e writes a ticket.', 'warn');
            else showResult(copying);
            return (
              copying?.then(
                () => true,
                () => false,
              ) ?? false
            );
          }}
          onExport={() => exportReport(context)}
          onHelp={() => update({ page: { kind: 'help', returnTo: 'list' }, top: 0 })}
          onBack={close}
        />
      );
    case 'help':
      return <ScrollView lines={lines} top={state.top} width={width} height={height} />;
    case 'export':
      return (
        <ExportPage
          view={view}
          row={cursorRow(context)}
          formats={actions.exportFormats}
          width={width}
          height={height}
          onBack={close}
          onExport={(format, scope) => {
            close();
            if (actions.exportReport !== undefined)
              showResult(actions.exportReport(format, scope).then((path) => `Written: ${path}`));
          }}
        />
      );
    case 'copy':
      return (
        <Choose
          title="Copy which command?"
          options={[
            ...page.commands.map((command, i) => ({ id: String(i), label: command })),
            { id: 'all', label: 'All of them, a line each' },
          ]}
          width={width}
          height={height}
          onBack={close}
          onTake={(id) => {
            close();
            const text = id === 'all' ? page.commands.join('\n') : page.commands[Number(id)];
            if (text !== undefined && actions.copy !== undefined) showResult(actions.copy(text));
          }}
        />
      );
    case 'init':
      return (
        <InitPage
          width={width}
          height={height}
          question={(answers) => actions.initQuestion?.(answers)}
          onBack={close}
          onDone={(answers) => {
            close();
            if (actions.init !== undefined) showResult(actions.init(answers));
          }}
        />
      );
    case 'secrets': {
      const wanted = doctor.wanted();
      const request = wanted.find(({ key }) => key === page.first) ?? wanted[0];
      if (request === undefined) return empty();
      return (
        <SecretPage
          request={request}
          left={wanted.length}
          width={width}
          height={height}
          onBack={close}
          onSecret={(key, text) => {
            doctor.give(key, text);
            if (wanted.length === 1) close();
            showMessage('Taken.', 'good');
          }}
        />
      );
    }
  }
}
