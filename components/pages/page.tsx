import { Box } from 'ink';
import { use } from 'react';
import { chosenRow, type Stage } from '../commands/command-context.ts';
import { Rule } from '../frame/rule.tsx';
import { Empty } from '../list/empty-list.tsx';
import { List } from '../list/list.tsx';
import type { Frame } from '../list/viewport.ts';
import { behind } from '../screen-state.ts';
import { PartsContext } from '../slots.ts';
import { Scroll } from '../text/scroll.tsx';
import type { Spans } from '../text/styled-text.ts';
import { Choose } from './choose.tsx';
import { ExportPage } from './export-page.tsx';
import { InitPage } from './init-page.tsx';
import { SecretPage } from './secret-page.tsx';

interface PageProps {
  readonly stage: Stage;
  readonly frame: Frame;
  readonly lines: readonly Spans[];
  readonly width: number;
  readonly height: number;
  readonly still: boolean;
}

/** Everything above the lower rule. */
export function Page(props: PageProps) {
  const { stage, lines, width, height } = props;
  const parts = use(PartsContext);
  const { state, view } = stage;
  const row = chosenRow(stage);
  if (state.page.kind === 'detail' && row !== undefined) {
    return <parts.Detail row={row} lines={lines} top={state.top} width={width} height={height} />;
  }
  return (
    <Box flexDirection="column" flexShrink={0}>
      <parts.Header view={view} width={width} />
      <Rule width={width} />
      <Body {...props} />
    </Box>
  );
}

/** What a page shows below the header. */
export function Body({ stage, frame, lines, width, height, still }: PageProps) {
  const { state, view, doctor, actions, items, index, set, say, tell } = stage;
  const { page } = state;
  const close = () => set({ page: behind(page), top: 0 });
  const empty = () => <Empty state={state} view={view} width={width} height={height} />;
  switch (page.kind) {
    case 'list':
    case 'filter':
    case 'detail':
      if (index === -1) return empty();
      return (
        <List
          items={items}
          index={index}
          frame={frame}
          width={width}
          height={height}
          still={still}
          titleOf={(id) => view.rows.find((each) => each.id === id)?.title ?? id}
        />
      );
    case 'help':
      return <Scroll lines={lines} top={state.top} width={width} height={height} />;
    case 'export':
      return (
        <ExportPage
          view={view}
          row={chosenRow(stage)}
          formats={actions.exportFormats}
          width={width}
          height={height}
          onBack={close}
          onExport={(format, scope) => {
            close();
            if (actions.exportReport !== undefined)
              tell(actions.exportReport(format, scope).then((path) => `Written: ${path}`));
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
            if (text !== undefined && actions.copy !== undefined) tell(actions.copy(text));
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
            if (actions.init !== undefined) tell(actions.init(answers));
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
            say('Taken.', 'good');
          }}
        />
      );
    }
  }
}
