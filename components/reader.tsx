import { Box, Text } from 'ink';
import type { DoctorView } from '../src/doctor/view.ts';
import { levelName, plural, statusWord } from '../src/engine/words.ts';
import { settingsLine } from './header.tsx';
import { safe } from './measure.ts';
import { finding } from './model/finding.ts';
import type { Item } from './model/items.ts';
import type { ScreenState } from './model/state.ts';
import { tally } from './model/tally.ts';
import type { Spans } from './spans.ts';
import { profileName, readiness } from './words.ts';

interface ReaderProps {
  readonly view: DoctorView;
  readonly state: ScreenState;
  readonly items: readonly Item[];
  readonly index: number;
  readonly lines: readonly Spans[];
}

function sentence(item: Item | undefined, view: DoctorView): string {
  if (item === undefined) return 'No check is shown.';
  if (item.kind === 'note') return item.text;
  if (item.kind === 'heading') {
    const tally = item.counted ? plural(item.total, 'row', 'rows') : `${item.done} of ${item.total} passed`;
    return `Area ${item.name} ${item.subject}, ${tally}, ${item.folded ? 'folded' : 'open'}.`;
  }
  const { row } = item;
  const titleOf = (id: string) => view.rows.find((each) => each.id === id)?.title ?? id;
  const { text } = finding(row, {
    now: Date.now(),
    calm: true,
    room: 1000,
    ellipsis: '',
    selected: false,
    titleOf,
  });
  return [`${row.title}: ${statusWord(row.status)}`, text, levelName(row.level)]
    .filter((part) => part !== '')
    .join('. ');
}

function bodyTexts({ view, state, items, index, lines }: ReaderProps): string[] {
  const item = items[index];
  if (state.page.kind === 'list') {
    const rows = items.filter(({ kind }) => kind === 'row');
    const place = item?.kind === 'row' ? [`Check ${rows.indexOf(item) + 1} of ${rows.length}.`] : [];
    const effects = item?.kind === 'row' ? (item.row.question?.effects ?? []) : [];
    const answer = effects.length > 0 ? ['y yes, Escape no.'] : [];
    return [[...place, sentence(item, view)].join(' '), ...effects, ...answer];
  }
  return [sentence(item, view), ...lines.map((spans) => spans.map(({ text }) => text.trim()).join(' '))];
}

/** For a screen reader: no columns, no drawing; the verdict, then what the cursor is on, in sentences. */
export function Reader(props: ReaderProps) {
  const { view, state } = props;
  const { problems, words } = tally(view);
  const counts = [plural(problems, 'problem', 'problems'), ...words.map(({ long }) => long)];
  const settings = settingsLine(view).map(({ text }) => text.trim());
  const leaving = {
    asked: `${plural(view.counts.running + view.counts.pending, 'check is', 'checks are')} not finished. q again leaves, Escape stays.`,
    stopping: 'Stopping, cleaning up. Control C again leaves at once.',
    gone: '',
  };
  const texts = [
    `${readiness(view).word}, judged for ${profileName(view.profile).long}. ${counts.join(', ')}.`,
    settings.join(' '),
    ...view.causes.map(({ text }) => `Cause: ${text}`),
    ...view.notices.map(({ text }) => `Note: ${text}`),
    ...bodyTexts(props),
    state.leaving === undefined ? '' : leaving[state.leaving],
    state.message?.text ?? '',
    'Up and Down move, Enter opens, Escape goes back, question mark helps, q quits.',
  ];
  return (
    <Box flexDirection="column">
      {texts
        .map((text) => safe(text).trim())
        .filter((text) => text !== '')
        .map((text, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: sentences have no other name than their place
          <Text key={i}>{text}</Text>
        ))}
    </Box>
  );
}
