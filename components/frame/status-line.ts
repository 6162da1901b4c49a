import { plural } from '../../src/base/phrases.ts';
import type { DoctorView } from '../../src/doctor/view.ts';
import { promptStatusLine } from '../detail/user-prompt.ts';
import { chosenRows } from '../list/items.ts';
import type { ScreenState } from '../screen-state.ts';
import { problemName } from '../text/names.ts';
import { type StyledLine, styled } from '../text/styled-text.ts';
import { breakLine, cut, textWidth } from '../text/text-width.ts';
import { restOfCounts } from './header.tsx';

/** What the lower rule says, the most urgent thing first; empty when there is nothing to say. */
export function statusLine(
  state: ScreenState,
  view: DoctorView,
  { wanted, width, found = 0 }: { wanted: number; width: number; found?: number },
): StyledLine {
  const going = view.counts.running + view.counts.pending;
  if (state.leaving === 'asked') {
    const unfinished =
      going === 0 ? 'All checks have ended.' : `${plural(going, 'row is', 'rows are')} not finished.`;
    return [styled(`${unfinished} `, 'warn'), styled('q again leaves, Esc stays', 'strong')];
  }
  if (state.leaving === 'stopping') {
    return [styled('Stopping, cleaning up. ', 'warn'), styled('Ctrl+C again leaves at once', 'strong')];
  }
  if (state.message !== undefined) {
    return [styled(messageParts(state.message.text, width)[0], state.message.tone)];
  }
  if (state.page.kind === 'find') return findLine(state.page, found);
  const listed = state.page.kind === 'list' || state.page.kind === 'filter';
  // Whatever is pressed, nothing is tried while it stands, and the note that says so can be far above.
  if (isUnreadable(view) && (listed || state.page.kind === 'detail')) {
    return [
      styled('.ecmarc cannot be used: no retries. ', 'bad'),
      styled(listed ? 'Home' : 'Esc Home', 'strong'),
      styled(': why', 'bad'),
    ];
  }
  const filterNote = listed ? filterLine(state, view) : [];
  if (filterNote.length > 0) return filterNote;
  // Its row can be far down the list, and its time runs.
  const prompt = view.rows.find(({ running }) => running?.prompt !== undefined)?.running?.prompt;
  if (prompt !== undefined && listed) return promptStatusLine(prompt);
  if (wanted > 0 && (listed || state.page.kind === 'detail' || state.page.kind === 'help')) {
    return requestLine(
      plural(wanted, 'password is wanted', 'passwords are wanted'),
      's',
      wanted === 1 ? ' types it' : ' types them',
    );
  }
  const questions = view.rows.filter(({ question }) => question !== undefined).length;
  if (questions > 0 && listed)
    return requestLine(
      plural(questions, 'row asks something', 'rows ask something'),
      'n p',
      ' go from problem to problem',
    );
  return listed ? countsLine(view, !state.rested, width) : [];
}

/** What the header had no room for, once nothing runs; until the first run has ended, what will come. */
function countsLine(view: DoctorView, ordering: boolean, width: number): StyledLine {
  if (view.compared !== undefined) return [];
  if (view.busy)
    return ordering ? [styled('the order of what to do first comes when all have answered', 'quiet')] : [];
  const rest = restOfCounts(view, width);
  const rows = plural(view.rows.length, 'row', 'rows');
  return [styled(rows), ...rest.map(({ text, tone }) => styled(`  ${text}`, tone))];
}

function requestLine(text: string, key: string, does: string): StyledLine {
  return [styled(`${text}: `, 'ask'), styled(key, 'strong'), styled(does, 'ask')];
}

function isUnreadable({ notices }: DoctorView): boolean {
  return notices.some(({ kind }) => kind === 'error');
}

/** A message as far as the rule has room for it, and the rest. */
function messageParts(text: string, width: number): readonly [string, string] {
  return breakLine(text, width - 5);
}

const whole = '  ? shows it whole';

/** A message too long for the rule goes on in the bottom line, until the next key; the help page has all of it. */
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

/** How many lines of the page have the word, and which of them this is. */
function findLine({ text, at }: { readonly text: string; readonly at: number }, found: number): StyledLine {
  if (text.trim() === '') return [styled('Find: a word on this page', 'quiet')];
  const which = found === 0 ? '  not on this page' : `  ${at + 1} of ${plural(found, 'line', 'lines')}`;
  return [styled(`Find: ${text}`, 'live'), styled(which, 'quiet')];
}

/** Why not all rows are listed. */
function filterLine(state: ScreenState, view: DoctorView): StyledLine {
  const { many } = problemName(view);
  const some = `  ${chosenRows(view, state).length} of ${view.rows.length}`;
  if (state.filter !== '' || state.page.kind === 'filter') {
    const also = state.problemsOnly ? `, ${many} only` : '';
    const clears = state.page.kind === 'filter' ? '' : '  Esc clears';
    return [styled(`Filter: ${state.filter}`, 'live'), styled(some + also + clears, 'quiet')];
  }
  const only = `${many.charAt(0).toUpperCase()}${many.slice(1)} only`;
  return state.problemsOnly ? [styled(only, 'live'), styled(`${some}  Tab shows all`, 'quiet')] : [];
}
