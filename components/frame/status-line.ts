import type { DoctorRow, DoctorView } from '../../src/doctor/view.ts';
import { plural } from '../../src/engine/words.ts';
import { commandsOf } from '../commands/doctor-commands.ts';
import { promptStatusLine } from '../detail/user-prompt.ts';
import { type KeyHint, keyHintSets, liveCommands } from '../keys/bindings.ts';
import type { Item } from '../list/items.ts';
import type { ScreenState } from '../screen-state.ts';
import { soughtName } from '../text/names.ts';
import { type StyledLine, styled } from '../text/styled-text.ts';
import { breakLine, cut, textWidth } from '../text/text-width.ts';

/** What the lower rule says, the most urgent first; empty when there is nothing to say. */
export function statusLine(
  state: ScreenState,
  view: DoctorView,
  items: readonly Item[],
  wanted: number,
  width: number,
): StyledLine {
  const going = view.counts.running + view.counts.pending;
  if (state.leaving === 'asked') {
    const still =
      going === 0 ? 'All checks have ended.' : `${plural(going, 'check is', 'checks are')} not finished.`;
    return [styled(`${still} `, 'warn'), styled('q again leaves, Esc stays', 'strong')];
  }
  if (state.leaving === 'stopping') {
    return [styled('Stopping, cleaning up. ', 'warn'), styled('Ctrl+C again leaves at once', 'strong')];
  }
  if (state.message !== undefined) {
    return [styled(messageParts(state.message.text, width)[0], state.message.tone)];
  }
  const listed = state.page.kind === 'list' || state.page.kind === 'filter';
  // Whatever is pressed, nothing is tried while it stands, and the note that says so can be far above.
  if (isUnreadable(view) && (listed || state.page.kind === 'detail')) {
    return [
      styled('.ecmarc cannot be used: no retries. ', 'bad'),
      styled(listed ? 'Home' : 'Esc Home', 'strong'),
      styled(': why', 'bad'),
    ];
  }
  const chosen = listed ? choiceSpans(state, view, items) : [];
  if (chosen.length > 0) return chosen;
  // Its row can be far down the list, and its time runs.
  const prompt = view.rows.find(({ running }) => running?.prompt !== undefined)?.running?.prompt;
  if (prompt !== undefined && listed) return promptStatusLine(prompt);
  if (wanted > 0 && (listed || state.page.kind === 'detail' || state.page.kind === 'help')) {
    return asking(
      plural(wanted, 'password is wanted', 'passwords are wanted'),
      's',
      wanted === 1 ? ' types it' : ' types them',
    );
  }
  const questions = view.rows.filter(({ question }) => question !== undefined).length;
  if (questions > 0 && listed)
    return asking(
      plural(questions, 'check asks something', 'checks ask something'),
      'n p',
      ' go from problem to problem',
    );
  return [];
}

function asking(text: string, key: string, does: string): StyledLine {
  return [styled(`${text}: `, 'ask'), styled(key, 'strong'), styled(does, 'ask')];
}

function isUnreadable({ notices }: DoctorView): boolean {
  return notices.some(({ kind }) => kind === 'error');
}

/** News as far as the rule has room for it, and the rest. */
function messageParts(text: string, width: number): readonly [string, string] {
  return breakLine(text, width - 5);
}

const whole = '  ? shows it whole';

/** News too long for the rule goes on in the bottom line, until the next key; the help page has all of it. */
export function messageOverflow(
  { message, leaving }: ScreenState,
  width: number,
  ellipsis: string,
): StyledLine | undefined {
  if (message === undefined || leaving !== undefined) return undefined;
  const [, rest] = messageParts(message.text, width);
  if (rest === '') return undefined;
  const line = `  ${rest}`;
  return textWidth(line) <= width
    ? [styled(line, message.tone)]
    : [styled(cut(line, width - whole.length, ellipsis), message.tone), styled(whole, 'quiet')];
}

/** Why not all rows are listed. */
function choiceSpans(state: ScreenState, view: DoctorView, items: readonly Item[]): StyledLine {
  const { many } = soughtName(view);
  const some = `  ${items.filter(({ kind }) => kind === 'row').length} of ${view.rows.length}`;
  if (state.filter !== '' || state.page.kind === 'filter') {
    const also = state.problemsOnly ? `, ${many} only` : '';
    const clears = state.page.kind === 'filter' ? '' : '  Esc clears';
    return [styled(`Filter: ${state.filter}`, 'live'), styled(some + also + clears, 'quiet')];
  }
  const only = `${many.charAt(0).toUpperCase()}${many.slice(1)} only`;
  return state.problemsOnly ? [styled(only, 'live'), styled(`${some}  Tab shows all`, 'quiet')] : [];
}

/** The keys that matter where the person is, and that do something there. */
export function keyHints(
  state: ScreenState,
  item: Item | undefined,
  { readOnly }: DoctorView,
): readonly KeyHint[] {
  const row = item?.kind === 'row' ? item.row : undefined;
  return offersOn(state, item).filter(({ command }) => {
    if (command === undefined) return true;
    if (readOnly && liveCommands.has(command)) return false;
    if (row === undefined) return true;
    if (command === 'watch') return row.watched !== undefined || row.status !== 'pass';
    return command !== 'copy' || isCopyable(row);
  });
}

function isCopyable(row: DoctorRow): boolean {
  return row.compared !== undefined || row.running?.prompt !== undefined || commandsOf(row).length > 0;
}

function offersOn(state: ScreenState, item: Item | undefined): readonly KeyHint[] {
  const row: DoctorRow | undefined = item?.kind === 'row' ? item.row : undefined;
  const asks = row !== undefined && row.question === undefined && row.status === 'manual' && row.answerable;
  const given = row?.given !== undefined;
  const wants = row?.wants !== undefined;
  const prompt = row?.running?.prompt !== undefined;
  const aside = row?.heading !== undefined;
  switch (state.page.kind) {
    case 'list':
      if (aside) return keyHintSets.compared;
      if (row?.question !== undefined) return keyHintSets.question;
      if (wants) return keyHintSets.secret;
      if (asks) return keyHintSets.manual;
      if (given) return keyHintSets.answered;
      if (prompt) return keyHintSets.prompt;
      if (item?.kind === 'heading') return item.counted ? keyHintSets.comparedHeading : keyHintSets.heading;
      return keyHintSets.list;
    case 'detail':
      if (aside) return keyHintSets.comparedDetail;
      if (row?.question !== undefined) return keyHintSets.question;
      if (wants) return keyHintSets.secretDetail;
      if (asks) return keyHintSets.manualDetail;
      if (given) return keyHintSets.answeredDetail;
      if (prompt) return keyHintSets.promptDetail;
      return row?.blockedBy === undefined ? keyHintSets.detail : keyHintSets.blocked;
    case 'help':
      return keyHintSets.help;
    case 'filter':
      return keyHintSets.filter;
    case 'export':
    case 'copy':
      return keyHintSets.choose;
    case 'init':
    case 'secrets':
      return keyHintSets.ask;
  }
}
