import { Box, useIsScreenReaderEnabled } from 'ink';
import { useRef } from 'react';
import { plural } from '../../src/base/phrases.ts';
import type { DoctorView } from '../../src/doctor/view.ts';
import type { Owner } from '../../src/engine/probe.ts';
import { isUnderWay } from '../../src/engine/status.ts';
import { briefText } from '../../src/results/brief-fault.ts';
import { ownerName } from '../../src/results/names.ts';
import { statusWord } from '../../src/results/status-words.ts';
import { useKeyState } from '../hooks/use-key-state.ts';
import { useKeyPresses } from '../keys/use-keyboard.ts';
import { fixOf, othersOf, placeOf, type Todo, todoColumns, todosOf } from '../list/todo.ts';
import { type Cursor, viewportOf } from '../list/viewport.ts';
import { Line } from '../text/line.tsx';
import { type StyledLine, spaceBetween, styled } from '../text/styled-text.ts';
import { cut, pad, wrapText } from '../text/text-width.ts';
import { clock } from '../text/time.ts';
import { useTheme } from '../theme/theme-context.ts';
import { SpokenDoFirst } from './spoken-do-first.tsx';

interface DoFirstPageProps {
  readonly view: DoctorView;
  readonly width: number;
  readonly height: number;
  /** Id of the row that the cursor begins on; where it is none of these, on the first. */
  readonly from: string;
  onOpen(todo: Todo): void;
  onRetry(todo: Todo): void;
  /** Copies the owner's ticket; true once that went well. */
  onCopy(owner: Owner): Promise<boolean>;
  onExport(): void;
  /** `todo`: whose line the cursor stands on. */
  onHelp(todo: string): void;
  onBack(): void;
}

/** The things of one owner, in the order of their numbers; "you" are one too. */
interface Group {
  readonly key: 'you' | Owner;
  readonly todos: readonly Todo[];
}

type PageLine =
  | { readonly kind: 'group'; readonly group: Group }
  | { readonly kind: 'todo'; readonly group: Group; readonly todo: Todo; readonly done: boolean }
  | { readonly kind: 'more'; readonly label: string; readonly text: string }
  | { readonly kind: 'rule'; readonly text: string };

/** Why this one stands before that one (results/do-first.ts). */
const orderRule = 'Order: required, then broken, then what concerns all, then rows freed.';

function ownersOf(todos: readonly Todo[]): readonly Group[] {
  const groups = Map.groupBy(todos, ({ thing }) => (thing.you ? 'you' : thing.owner));
  return [...groups].map(([key, own]) => ({ key, todos: own }));
}

/** Root causes in order, by whose hands they need; what was mended meanwhile stays until the page is left. */
export function DoFirstPage(props: DoFirstPageProps) {
  const { view, width, height } = props;
  const theme = useTheme();
  const { glyphs } = theme;
  const reader = useIsScreenReaderEnabled();
  const [chosen, choose] = useKeyState(props.from);
  const [copied, setCopied] = useKeyState<ReadonlyMap<string, string>>(new Map());
  const seen = useRef(new Map<string, Todo>());
  const now = todosOf(view);
  const open = new Set(now.map(({ thing }) => thing.probe));
  for (const todo of now) seen.current.set(todo.thing.probe, todo);
  const all = [...seen.current.values()]
    .flatMap((todo) => {
      const row = view.rows.find(({ id }) => id === todo.row.id);
      return row === undefined ? [] : [{ ...todo, row }];
    })
    .toSorted((one, other) => one.thing.order - other.thing.order);
  const isDone = ({ thing, row }: Todo): boolean => !open.has(thing.probe) && !isUnderWay(row.status);
  const columns = todoColumns(width);
  const room = width - 4 - columns.place - 1;
  /** Whole, on as many lines as it takes. */
  const more = (label: string, text: string | undefined): PageLine[] =>
    (text === undefined ? [] : wrapText(text, room)).map((line, i) => ({
      kind: 'more',
      label: i === 0 ? label : '',
      text: line,
    }));
  const groups = ownersOf(all);
  const cursor = all.find(({ thing }) => thing.probe === chosen) ?? groups[0]?.todos[0];
  const listed = groups.flatMap((group): PageLine[] => [
    { kind: 'group', group },
    ...group.todos.flatMap((todo): PageLine[] => {
      const line: PageLine = { kind: 'todo', group, todo, done: isDone(todo) };
      if (todo.thing.probe !== cursor?.thing.probe || isDone(todo)) return [line];
      const fix = fixOf(todo, view);
      const others = othersOf(todo, view);
      const ends = todo.row.expected;
      return [
        line,
        ...more('Fix', fix),
        ...more('Then', others.length === 0 ? undefined : `the ${others.map(ownerName).join(', the ')}`),
        ...more('Done when', ends),
      ];
    }),
  ]);
  const rule = wrapText(orderRule, width - 2).map((text): PageLine => ({ kind: 'rule', text }));
  const lines: readonly PageLine[] = [...rule, ...listed];
  const order = lines.flatMap((line) => (line.kind === 'todo' ? [line.todo] : []));
  const at = order.findIndex(({ thing }) => thing.probe === cursor?.thing.probe);
  const go = (index: number): void => {
    const todo = order[Math.max(0, Math.min(order.length - 1, index))];
    if (todo !== undefined) choose(todo.thing.probe);
  };
  const goToGroup = (step: 1 | -1): void => {
    const mine = groups.findIndex(({ todos }) =>
      todos.some(({ thing }) => thing.probe === cursor?.thing.probe),
    );
    const first = groups[Math.max(0, Math.min(groups.length - 1, mine + step))]?.todos[0];
    if (first !== undefined) choose(first.thing.probe);
  };
  const copyTicket = (): void => {
    if (cursor === undefined) return;
    const { owner } = cursor.thing;
    const key = cursor.thing.you ? 'you' : owner;
    void props.onCopy(owner).then((well) => {
      if (well) setCopied((before) => new Map(before).set(key, clock(new Date().toISOString()).slice(0, 5)));
    });
  };
  useKeyPresses(
    ({ name }) => {
      if (name === 'up' || name === 'k') go(at - 1);
      else if (name === 'down' || name === 'j') go(at + 1);
      else if (name === 'pageup') go(at - height);
      else if (name === 'pagedown' || name === ' ') go(at + height);
      else if (name === 'home') go(0);
      else if (name === 'end') go(order.length - 1);
      else if (name === '[') goToGroup(-1);
      else if (name === ']') goToGroup(1);
      else if (name === 'escape' || name === 'left' || name === 'd' || name === 'q') props.onBack();
      else if (name === 'e') props.onExport();
      else if (name === '?') props.onHelp(cursor?.thing.probe ?? '');
      else if (name === 'c') copyTicket();
      else if (cursor === undefined) return;
      else if (name === 'return' || name === 'right') props.onOpen(cursor);
      else if (name === 'r') props.onRetry(cursor);
    },
    { text: false },
  );
  const span = columns.text + columns.whose;
  const index = lines.findIndex(
    (line) => line.kind === 'todo' && line.todo.thing.probe === cursor?.thing.probe,
  );
  const place: Cursor = {
    key: '',
    index,
    first: Math.max(0, index - (at === 0 ? 2 : 1)),
    last: Math.min(lines.length - 1, index + 3),
  };
  const { offset, below } = viewportOf(lines.length, height, place, undefined);
  const shown = lines.slice(offset, offset + height - (below > 0 ? 1 : 0));
  const told = ({ key, todos }: Group) => {
    const left = todos.filter((todo) => !isDone(todo));
    const freed = left.reduce((sum, { thing }) => sum + thing.frees, 0);
    return {
      name: key === 'you' ? 'YOU, HERE' : ownerName(key).toUpperCase(),
      left,
      rows: plural(freed, 'row', 'rows'),
      time: copied.get(key),
    };
  };
  if (reader) {
    const own = groups.find(({ todos }) => cursor !== undefined && todos.includes(cursor));
    const { name, left, rows, time } = told(own ?? { key: 'you', todos: [] });
    return (
      <SpokenDoFirst
        view={view}
        rule={orderRule}
        group={`${name}: ${left.length} to do, ${rows}${time === undefined ? '' : `, ticket copied ${time}`}`}
        todo={cursor}
        done={cursor !== undefined && isDone(cursor)}
        at={at + 1}
        total={order.length}
      />
    );
  }
  const contentOf = (line: PageLine): StyledLine => {
    if (line.kind === 'more')
      return [styled(`    ${pad(line.label, columns.place, '')}`, 'area'), styled(line.text)];
    if (line.kind === 'rule') return [styled(` ${line.text}`, 'quiet')];
    if (line.kind === 'group') {
      const { name, left, rows, time } = told(line.group);
      return spaceBetween(
        [
          styled(` ${pad(name, 24, '')} `, 'area'),
          styled(`${left.length} to do`, 'quiet'),
          ...(time === undefined
            ? []
            : [styled(`    ${glyphs.status('pass')} ticket copied ${time}`, 'good')]),
        ],
        [styled(rows, 'quiet')],
        width - 3,
        glyphs.ellipsis,
      );
    }
    const { todo, done } = line;
    const { thing, row } = todo;
    const selected = thing.probe === cursor?.thing.probe;
    const last = row.attempts.at(-1);
    const before = row.attempts.at(-2);
    const was = before === undefined ? '' : `was ${statusWord(before.status)}, `;
    const text = done ? `${row.message}: ${was}now ${statusWord(row.status)}` : thing.text;
    const end = done
      ? styled(last === undefined ? 'done' : `done ${clock(last.startedAt).slice(0, 5)}`, 'good')
      : styled(plural(thing.frees, 'row', 'rows'), 'quiet');
    const number = done ? glyphs.status('pass') : String(thing.order);
    return spaceBetween(
      [
        styled(selected ? glyphs.cursor : ' ', 'strong'),
        styled(`${number.padStart(2)} `, done ? 'good' : selected ? 'strong' : 'quiet'),
        styled(
          `${pad(placeOf(thing, view.rows), columns.place - 1, glyphs.ellipsis)} `,
          selected ? 'strong' : 'plain',
        ),
        styled(
          done ? cut(text, span, glyphs.ellipsis) : briefText(text, thing.recommended ? span - 13 : span),
          done ? 'quiet' : 'strong',
        ),
        ...(thing.recommended && !done ? [styled('  recommended', 'quiet')] : []),
      ],
      [end],
      width - 3,
      glyphs.ellipsis,
    );
  };
  return (
    <Box flexDirection="column" height={height} flexShrink={0} overflowY="hidden">
      {shown.map((line, i) => (
        <Line
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a page have no other name than their place
          key={i}
          width={width}
          selected={line.kind === 'todo' && line.todo.thing.probe === cursor?.thing.probe}
          content={contentOf(line)}
        />
      ))}
      {below > 0 && (
        <Line width={width} content={[styled(`  ${glyphs.more.down} ${below + 1} more`, 'quiet')]} />
      )}
    </Box>
  );
}
