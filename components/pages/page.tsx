import { Box } from 'ink';
import { use } from 'react';
import { never } from '../../src/base/never.ts';
import type { DoctorView } from '../../src/doctor/view.ts';
import { type CommandContext, cursorItem, cursorRow } from '../commands/command-context.ts';
import { exportReport } from '../commands/doctor-commands.ts';
import { AreaDetail } from '../detail/area-detail.tsx';
import type { Panes } from '../detail/panes.ts';
import { Wall } from '../detail/wall.tsx';
import type { Progress } from '../frame/progress.ts';
import { Rule } from '../frame/rule.tsx';
import { EmptyList } from '../list/empty-list.tsx';
import { List } from '../list/list.tsx';
import { BesideContext } from '../list/spinner.tsx';
import { todoKey, todoPlace } from '../list/todo.ts';
import type { Viewport } from '../list/viewport.ts';
import { behindConsent, pageBehind, showsList } from '../screen-state.ts';
import { SlotsContext } from '../slots.ts';
import { ScrollView } from '../text/scroll.tsx';
import type { StyledLine } from '../text/styled-text.ts';
import { LazyWizard } from '../wizard/lazy-wizard.tsx';
import { Choose } from './choose.tsx';
import { DoFirstPage } from './do-first-page.tsx';
import { ExportPage } from './export-page.tsx';
import { SecretPage } from './secret-page.tsx';

interface PageProps {
  readonly context: CommandContext;
  readonly viewport: Viewport;
  readonly lines: readonly StyledLine[];
  readonly width: number;
  readonly height: number;
  readonly hideCursor: boolean;
  readonly ordered: boolean;
  readonly panes: Panes | undefined;
  readonly progress: Progress | undefined;
}

const titlesOf = new WeakMap<DoctorView, ReadonlyMap<string, string>>();

/** Titles by id; made once a view, since every blocked row in the window asks for one. */
function titles(view: DoctorView): (id: string) => string {
  const known = titlesOf.get(view) ?? new Map(view.rows.map(({ id, title }) => [id, title]));
  titlesOf.set(view, known);
  return (id) => known.get(id) ?? id;
}

/** Everything above the lower rule. */
export function Page(props: PageProps) {
  const { context, lines, width, height, ordered, panes, progress } = props;
  const slots = use(SlotsContext);
  const { state, view, todos } = context;
  const row = cursorRow(context);
  if (behindConsent(state.page).kind === 'detail' && row !== undefined) {
    const { top } = state;
    const todo = todoPlace(row, todos);
    return <slots.Detail row={row} lines={lines} top={top} width={width} height={height} todo={todo} />;
  }
  if (state.page.kind === 'init') return <Body {...props} />;
  const done = progress === undefined ? undefined : progress.done / Math.max(1, progress.total);
  return (
    <Box flexDirection="column" flexShrink={0}>
      <slots.Header view={view} width={width} ordered={ordered} progress={progress} />
      <Rule width={width} done={done} />
      {panes !== undefined && showsList(state.page) ? (
        <Box flexShrink={0} height={height}>
          <BesideContext value={true}>
            <Body {...props} width={panes.list} />
          </BesideContext>
          <Wall height={height} />
          <Beside {...props} width={panes.detail} />
        </Box>
      ) : (
        <Body {...props} />
      )}
    </Box>
  );
}

/** What the list's cursor stands on, in the pane beside it. */
function Beside({ context, lines, width, height }: PageProps) {
  const slots = use(SlotsContext);
  const { view, todos } = context;
  const item = cursorItem(context);
  if (item === undefined) return null;
  switch (item.kind) {
    case 'row':
    case 'todo': {
      const { row } = item;
      const todo = todoPlace(row, todos);
      return (
        <slots.Detail
          row={row}
          lines={lines}
          top={0}
          width={width}
          height={height}
          todo={todo}
          beside={true}
        />
      );
    }
    case 'heading':
    case 'fold':
      return <AreaDetail item={item} view={view} width={width} height={height} />;
    case 'note':
    case 'now':
    case 'now-heading':
    case 'todo-heading':
      return null;
    default:
      return never(item);
  }
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
    case 'find':
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
          titleOf={titles(view)}
        />
      );
    case 'todo':
      return (
        <DoFirstPage
          view={view}
          from={page.at ?? ''}
          width={width}
          height={height}
          onOpen={(todo) => {
            update({
              page: { kind: 'detail', behind: 'todo' },
              cursor: todoKey(todo),
              sticky: undefined,
              top: 0,
              link: 0,
            });
          }}
          onRetry={({ row: { id } }) => {
            if (view.readOnly) return showMessage('Nothing is run of a saved report.', 'warn');
            context.rememberBeforeRetry(id);
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
          onHelp={(todo) => update({ page: { kind: 'help', returnTo: page.returnTo, todo }, top: 0 })}
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
        <LazyWizard
          width={width}
          height={height}
          open={() =>
            actions.openWizard?.() ?? Promise.reject(new Error('An .ecmarc cannot be written here.'))
          }
          onHints={(hints) => update({ page: { kind: 'init', hints } })}
          onLeave={() => {
            close();
            showMessage('Put aside as it stands: i goes on with it.', 'quiet');
          }}
          onDone={(text) => {
            close();
            showMessage(text, 'good');
          }}
          onFault={(text) => {
            close();
            showMessage(text, 'bad');
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
