import type { ReactNode } from 'react';
import { plural } from '../../src/base/phrases.ts';
import type { DoctorView } from '../../src/doctor/view.ts';
import { levelName, profileName, rowName } from '../../src/results/names.ts';
import { headerCounts } from '../frame/counts.ts';
import { settingsLine } from '../frame/header.tsx';
import type { Progress } from '../frame/progress.ts';
import { readiness } from '../frame/readiness.ts';
import { foldLabel } from '../list/heading.tsx';
import type { Item } from '../list/items.ts';
import { rowText } from '../list/row-text.ts';
import { statusLabel } from '../list/status-label.ts';
import { whoseShort } from '../list/todo.ts';
import type { ScreenState } from '../screen-state.ts';
import { Sentences } from '../text/sentences.tsx';
import type { StyledLine } from '../text/styled-text.ts';

interface ReaderProps {
  readonly view: DoctorView;
  readonly state: ScreenState;
  readonly items: readonly Item[];
  readonly index: number;
  readonly lines: readonly StyledLine[];
  /** Of the first run, while it goes on. */
  readonly progress?: Progress | undefined;
  /** What the rule above the keys says on other screens, whole. */
  readonly statusLine: string;
  /** A page that asks: it says itself what it asks. */
  readonly children?: ReactNode;
}

function sentence(item: Item | undefined, view: DoctorView): string {
  if (item === undefined) return 'No row is shown.';
  if (item.kind === 'note') return item.text;
  if (item.kind === 'todo-heading' || item.kind === 'now-heading') return '';
  if (item.kind === 'fold') {
    const { word } = foldLabel(item);
    const said = item.text.includes(word) ? '' : `: ${word}`;
    return `${item.text}${said}, ${item.folded ? 'folded' : 'open'}.`;
  }
  if (item.kind === 'heading') {
    const { summary } = item;
    const tally =
      summary === undefined
        ? plural(item.total, 'row', 'rows')
        : // "4 pass" says that all of it passes.
          [summary.sign === 'pass' && summary.others !== '' ? '' : summary.verdict, summary.others]
            .filter((text) => text !== '')
            .join(', ');
    const name = item.subject === '' ? item.name : `${item.name}, ${item.subject}`;
    return `Area ${name}: ${tally}, ${item.folded ? 'folded' : 'open'}.`;
  }
  const { row } = item;
  if (item.kind === 'todo') {
    const { thing } = item.todo;
    const freed = plural(thing.frees, 'row', 'rows');
    return `Do first, ${thing.order}: ${item.place}: ${thing.text}. Whose: ${whoseShort(thing)}. Frees ${freed}.`;
  }
  const titleOf = (id: string) => view.rows.find((each) => each.id === id)?.title ?? id;
  const { text } = rowText(row, {
    now: Date.now(),
    calm: true,
    room: 1000,
    ellipsis: '',
    selected: false,
    titleOf,
  });
  return sentences([`${row.title}: ${statusLabel(row).word}`, text, levelName(row.level)]);
}

function sentences(texts: readonly string[]): string {
  return texts
    .filter((text) => text !== '')
    .map((text, i, all) => (i === all.length - 1 || /[.?!]$/.test(text) ? text : `${text}.`))
    .join(' ');
}

function bodyTexts({ view, state, items, index, lines, children }: ReaderProps): string[] {
  const item = items[index];
  if (state.page.kind === 'list' || state.page.kind === 'filter') {
    const rows = items.filter(({ kind }) => kind === 'row');
    const place = item?.kind === 'row' ? [`Row ${rows.indexOf(item) + 1} of ${rows.length}.`] : [];
    const effects = item?.kind === 'row' ? (item.row.question?.effects ?? []) : [];
    const answer = effects.length > 0 ? ['y yes, Escape no.'] : [];
    return [[...place, sentence(item, view)].join(' '), ...effects, ...answer];
  }
  if (children !== undefined) return [];
  // A line of what to do first says what is to be done, not which check found it.
  const opened =
    item?.kind === 'todo' && state.page.kind !== 'help'
      ? [`${rowName(item.row)}: ${statusLabel(item.row).word}. ${levelName(item.row.level)}`]
      : [];
  return [sentence(item, view), ...opened, ...lines.map(spokenLine)];
}

/** The label is told apart from its text: "Expected: 3 GB or more". */
function spokenLine(line: StyledLine): string {
  const [label = '', ...rest] = line.map(({ text }) => text.trim());
  const told = rest.filter((text) => text !== '').join(' ');
  return line[0]?.tone === 'area' && label !== '' && told !== '' ? `${label}: ${told}` : `${label} ${told}`;
}

/** For a screen reader: no columns, no drawing; the verdict, then what the cursor is on, in sentences. */
export function ScreenReaderPage(props: ReaderProps) {
  const { view, progress, children } = props;
  const counts = headerCounts(view).map(({ text }) => text);
  const settings = settingsLine(view).map(({ text }) => text.trim());
  const texts = [
    `${readiness(view).word}, judged for ${profileName(view.profile)}. ${counts.join(', ')}.`,
    progress === undefined ? '' : `${progress.done} of ${progress.total} have answered.`,
    settings.join(' '),
    // Where what to do first is listed, it says the causes, each with its connector.
    ...(props.items.some(({ kind }) => kind === 'todo') ? [] : view.causes).map(
      ({ text }) => `Cause: ${text}`,
    ),
    ...view.notices.map(({ text }) => `Note: ${text}`),
    ...bodyTexts(props),
    props.statusLine,
    children === undefined
      ? 'Up and Down move, Enter opens, Escape goes back, question mark helps, q quits.'
      : '',
  ];
  return <Sentences texts={texts}>{children}</Sentences>;
}
