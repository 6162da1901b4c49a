import type { DoctorRow, DoctorView } from '../../src/doctor/view.ts';
import { fixCommands } from '../commands/doctor-commands.ts';
import type { Item } from '../list/items.ts';
import type { ScreenState } from '../screen-state.ts';
import { problemName } from '../text/names.ts';
import { bindings, type Command, liveCommands } from './bindings.ts';
import type { KeyHint } from './key-hint.ts';

export type { KeyHint } from './key-hint.ts';

function hint(command: Command, does: string): KeyHint {
  return { keys: bindings.find((binding) => binding.command === command)?.keys ?? '', does, command };
}

const move: KeyHint = { keys: 'Up Down', does: 'move' };
const areas: KeyHint = { keys: '[ ]', does: 'area' };

export const keyHintSets = {
  list: [
    hint('open', 'open'),
    hint('retry', 'retry'),
    hint('filter', 'filter'),
    hint('help', 'help'),
    hint('quit', 'quit'),
    hint('problems', 'problems'),
    hint('retry-not-passed', 'retry not passed'),
    move,
    hint('retry-all', 'retry all'),
    hint('export', 'export'),
    hint('watch', 'watch'),
    hint('profile', 'profile'),
    areas,
  ],
  todo: [
    hint('open', 'open'),
    hint('do-first', 'do first'),
    hint('problems', 'problems'),
    hint('filter', 'filter'),
    hint('retry', 'retry'),
    hint('help', 'help'),
    hint('quit', 'quit'),
    hint('copy', 'copy'),
    hint('watch', 'watch'),
    areas,
  ],
  heading: [
    move,
    hint('open', 'fold'),
    hint('next-problem', 'next problem'),
    hint('filter', 'filter'),
    hint('problems', 'problems'),
    hint('help', 'help'),
    hint('quit', 'quit'),
    areas,
  ],
  compared: [
    hint('open', 'open'),
    hint('next-problem', 'next difference'),
    hint('problems', 'differences'),
    hint('filter', 'filter'),
    hint('help', 'help'),
    hint('quit', 'quit'),
    move,
    hint('export', 'export'),
    hint('profile', 'profile'),
  ],
  comparedHeading: [
    move,
    hint('open', 'fold'),
    hint('next-problem', 'next difference'),
    hint('problems', 'differences'),
    hint('filter', 'filter'),
    hint('help', 'help'),
    hint('quit', 'quit'),
  ],
  comparedDetail: [
    hint('next-problem', 'next difference'),
    hint('copy', 'copy'),
    hint('back', 'back'),
    hint('export', 'export'),
    hint('profile', 'profile'),
  ],
  question: [hint('yes', 'yes'), hint('back', 'no'), move, hint('open', 'open'), hint('help', 'help')],
  manual: [
    move,
    hint('yes', 'confirm'),
    hint('open', 'open'),
    hint('next-problem', 'next problem'),
    hint('problems', 'problems'),
    hint('help', 'help'),
    hint('quit', 'quit'),
  ],
  answered: [
    move,
    hint('yes', 'take back'),
    hint('open', 'open'),
    hint('filter', 'filter'),
    hint('help', 'help'),
    hint('quit', 'quit'),
  ],
  secret: [
    hint('open', 'type the password'),
    move,
    hint('right', 'open'),
    hint('filter', 'filter'),
    hint('help', 'help'),
    hint('quit', 'quit'),
  ],
  manualDetail: [
    hint('yes', 'confirm'),
    hint('retry', 'retry'),
    hint('next-problem', 'next problem'),
    hint('back', 'back'),
    hint('export', 'ticket'),
  ],
  answeredDetail: [
    hint('yes', 'take back'),
    hint('retry', 'retry'),
    hint('next-problem', 'next problem'),
    hint('back', 'back'),
  ],
  secretDetail: [
    hint('open', 'type the password'),
    hint('next-problem', 'next problem'),
    hint('back', 'back'),
  ],
  detail: [
    hint('retry', 'retry'),
    hint('watch', 'watch'),
    hint('copy', 'copy command'),
    hint('next-problem', 'next problem'),
    hint('back', 'back'),
    hint('filter', 'find'),
    hint('export', 'ticket'),
  ],
  linksDetail: [
    hint('retry', 'retry'),
    hint('watch', 'watch'),
    hint('copy', 'copy'),
    hint('open', 'open row'),
    hint('next-problem', 'next problem'),
    hint('back', 'back'),
    hint('filter', 'find'),
    hint('export', 'ticket'),
  ],
  prompt: [
    hint('copy', 'copy the code'),
    hint('open', 'open'),
    move,
    hint('retry', 'new code'),
    hint('help', 'help'),
    hint('quit', 'quit'),
  ],
  promptDetail: [
    hint('copy', 'copy the code'),
    hint('retry', 'new code'),
    hint('back', 'back'),
    hint('help', 'help'),
  ],
  blocked: [
    hint('open', 'go to the cause'),
    hint('retry', 'retry'),
    hint('next-problem', 'next problem'),
    hint('back', 'back'),
  ],
  todoPage: [
    hint('open', 'open'),
    { keys: 'c', does: 'copy ticket' },
    hint('export', 'all tickets'),
    hint('retry', 'retry'),
    { keys: '[ ]', does: 'owner' },
    hint('help', 'help'),
    hint('back', 'back'),
  ],
  consent: [
    { keys: 'Enter', does: 'confirm' },
    { keys: 'Esc', does: 'no: nothing is kept or done' },
  ],
  find: [
    { keys: 'Enter', does: 'next' },
    { keys: 'Esc', does: 'leave' },
  ],
  filter: [
    { keys: 'Enter', does: 'keep' },
    { keys: 'Esc', does: 'leave' },
    { keys: 'Up Down', does: 'move' },
  ],
  help: [{ keys: 'Up Down', does: 'scroll' }, hint('back', 'back')],
  choose: [
    { keys: 'Up Down', does: 'move' },
    { keys: 'Enter', does: 'take' },
    { keys: 'Esc', does: 'back' },
  ],
  ask: [
    { keys: 'Enter', does: 'next' },
    { keys: 'Esc', does: 'back' },
  ],
} satisfies Readonly<Record<string, readonly KeyHint[]>>;

/** The keys that matter where the person is, and that do something there. */
export function keyHints(
  state: ScreenState,
  item: Item | undefined,
  view: DoctorView,
  hasLinks = false,
): readonly KeyHint[] {
  const { readOnly } = view;
  const row = item?.kind === 'row' || item?.kind === 'todo' ? item.row : undefined;
  const [main, ...others] = hintsOnPage(state, item, hasLinks);
  const begin = beginsHere(state, row, view)
    ? [hint('init', view.draft ? 'go on with .ecmarc' : 'write .ecmarc')]
    : [];
  const { one } = problemName(view);
  return [...(main === undefined ? [] : [main]), ...begin, ...others]
    .filter(({ command }) => {
      if (command === undefined) return true;
      if (readOnly && liveCommands.has(command)) return false;
      if (row === undefined) return true;
      if (command === 'watch') return row.watched !== undefined || row.status !== 'pass';
      return command !== 'copy' || isCopyable(row);
    })
    .map((hint) => ({ ...hint, does: hint.does.replace('difference', one) }));
}

/** Without any `.ecmarc` the questions that write one are what comes next, in the list and on a page that wants it. */
function beginsHere({ page }: ScreenState, row: DoctorRow | undefined, view: DoctorView): boolean {
  if (view.configPath !== undefined || view.readOnly || view.compared !== undefined) return false;
  if (row?.question !== undefined || row?.wants !== undefined) return false;
  return page.kind === 'list' || (page.kind === 'detail' && row?.reason === 'not-configured');
}

function isCopyable(row: DoctorRow): boolean {
  return row.compared !== undefined || row.running?.prompt !== undefined || fixCommands(row).length > 0;
}

function hintsOnPage(state: ScreenState, item: Item | undefined, hasLinks: boolean): readonly KeyHint[] {
  const row: DoctorRow | undefined = item?.kind === 'row' || item?.kind === 'todo' ? item.row : undefined;
  const asks = row !== undefined && row.question === undefined && row.status === 'manual' && row.answerable;
  const given = row?.given !== undefined;
  const wants = row?.wants !== undefined;
  const hasPrompt = row?.running?.prompt !== undefined;
  const sideBySide = row?.heading !== undefined;
  switch (state.page.kind) {
    case 'list':
      if (sideBySide) return keyHintSets.compared;
      if (row?.question !== undefined) return keyHintSets.question;
      if (wants) return keyHintSets.secret;
      if (item?.kind === 'todo') return keyHintSets.todo;
      if (asks) return keyHintSets.manual;
      if (given) return keyHintSets.answered;
      if (hasPrompt) return keyHintSets.prompt;
      if (item?.kind === 'heading') return item.counted ? keyHintSets.comparedHeading : keyHintSets.heading;
      if (item?.kind === 'fold') return keyHintSets.heading;
      return keyHintSets.list;
    case 'detail':
      if (sideBySide) return keyHintSets.comparedDetail;
      if (row?.question !== undefined) return keyHintSets.question;
      if (wants) return keyHintSets.secretDetail;
      if (asks) return keyHintSets.manualDetail;
      if (given) return keyHintSets.answeredDetail;
      if (hasPrompt) return keyHintSets.promptDetail;
      if (hasLinks) return keyHintSets.linksDetail;
      return row?.blockedBy === undefined ? keyHintSets.detail : keyHintSets.blocked;
    case 'help':
      return keyHintSets.help;
    case 'find':
      return keyHintSets.find;
    case 'filter':
      return keyHintSets.filter;
    case 'export':
    case 'copy':
      return keyHintSets.choose;
    case 'init':
      return state.page.hints ?? keyHintSets.ask;
    case 'secrets':
      return keyHintSets.ask;
    case 'confirm':
    case 'waive':
      return keyHintSets.consent;
    case 'todo':
      return keyHintSets.todoPage;
  }
}
