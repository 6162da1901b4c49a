import type { DoctorRow, DoctorView } from '../../src/doctor/view.ts';
import { plural } from '../../src/engine/words.ts';
import { commandsOf } from '../commands/doctor-commands.ts';
import { toldRule } from '../detail/user-prompt.ts';
import { type Offer, offers, running } from '../keys/bindings.ts';
import type { Item } from '../list/items.ts';
import type { ScreenState } from '../screen-state.ts';
import { soughtName } from '../text/names.ts';
import { type Spans, span } from '../text/styled-text.ts';
import { breakOnce, cut, widthOf } from '../text/text-width.ts';

/** What the lower rule says, the most urgent first; empty when there is nothing to say. */
export function ruleSpans(
  state: ScreenState,
  view: DoctorView,
  items: readonly Item[],
  wanted: number,
  width: number,
): Spans {
  const going = view.counts.running + view.counts.pending;
  if (state.leaving === 'asked') {
    const still =
      going === 0 ? 'All checks have ended.' : `${plural(going, 'check is', 'checks are')} not finished.`;
    return [span(`${still} `, 'warn'), span('q again leaves, Esc stays', 'strong')];
  }
  if (state.leaving === 'stopping') {
    return [span('Stopping, cleaning up. ', 'warn'), span('Ctrl+C again leaves at once', 'strong')];
  }
  if (state.message !== undefined) {
    return [span(messageParts(state.message.text, width)[0], state.message.tone)];
  }
  const listed = state.page.kind === 'list' || state.page.kind === 'filter';
  // Whatever is pressed, nothing is tried while it stands, and the note that says so can be far above.
  if (isUnreadable(view) && (listed || state.page.kind === 'detail')) {
    return [
      span('.ecmarc cannot be used: no retries. ', 'bad'),
      span(listed ? 'Home' : 'Esc Home', 'strong'),
      span(': why', 'bad'),
    ];
  }
  const chosen = listed ? choiceSpans(state, view, items) : [];
  if (chosen.length > 0) return chosen;
  // Its row can be far down the list, and its time runs.
  const told = view.rows.find(({ running }) => running?.told !== undefined)?.running?.told;
  if (told !== undefined && listed) return toldRule(told);
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

function asking(text: string, key: string, does: string): Spans {
  return [span(`${text}: `, 'ask'), span(key, 'strong'), span(does, 'ask')];
}

function isUnreadable({ notices }: DoctorView): boolean {
  return notices.some(({ kind }) => kind === 'error');
}

/** News as far as the rule has room for it, and the rest. */
function messageParts(text: string, width: number): readonly [string, string] {
  return breakOnce(text, width - 5);
}

const whole = '  ? shows it whole';

/** News too long for the rule goes on in the bottom line, until the next key; the help page has all of it. */
export function messageRest(
  { message, leaving }: ScreenState,
  width: number,
  ellipsis: string,
): Spans | undefined {
  if (message === undefined || leaving !== undefined) return undefined;
  const [, rest] = messageParts(message.text, width);
  if (rest === '') return undefined;
  const line = `  ${rest}`;
  return widthOf(line) <= width
    ? [span(line, message.tone)]
    : [span(cut(line, width - whole.length, ellipsis), message.tone), span(whole, 'quiet')];
}

/** Why not all rows are listed. */
function choiceSpans(state: ScreenState, view: DoctorView, items: readonly Item[]): Spans {
  const { many } = soughtName(view);
  const some = `  ${items.filter(({ kind }) => kind === 'row').length} of ${view.rows.length}`;
  if (state.filter !== '' || state.page.kind === 'filter') {
    const also = state.problemsOnly ? `, ${many} only` : '';
    const clears = state.page.kind === 'filter' ? '' : '  Esc clears';
    return [span(`Filter: ${state.filter}`, 'live'), span(some + also + clears, 'quiet')];
  }
  const only = `${many.charAt(0).toUpperCase()}${many.slice(1)} only`;
  return state.problemsOnly ? [span(only, 'live'), span(`${some}  Tab shows all`, 'quiet')] : [];
}

/** The keys that matter where the person is, and that do something there. */
export function offersFor(
  state: ScreenState,
  item: Item | undefined,
  { frozen }: DoctorView,
): readonly Offer[] {
  const row = item?.kind === 'row' ? item.row : undefined;
  return offersOn(state, item).filter(({ command }) => {
    if (command === undefined) return true;
    if (frozen && running.has(command)) return false;
    if (row === undefined) return true;
    if (command === 'watch') return row.watched !== undefined || row.status !== 'pass';
    return command !== 'copy' || isCopyable(row);
  });
}

function isCopyable(row: DoctorRow): boolean {
  return row.compared !== undefined || row.running?.told !== undefined || commandsOf(row).length > 0;
}

function offersOn(state: ScreenState, item: Item | undefined): readonly Offer[] {
  const row: DoctorRow | undefined = item?.kind === 'row' ? item.row : undefined;
  const asks = row !== undefined && row.question === undefined && row.status === 'manual' && row.answerable;
  const given = row?.given !== undefined;
  const wants = row?.wants !== undefined;
  const told = row?.running?.told !== undefined;
  const aside = row?.heading !== undefined;
  switch (state.page.kind) {
    case 'list':
      if (aside) return offers.aside;
      if (row?.question !== undefined) return offers.question;
      if (wants) return offers.wants;
      if (asks) return offers.manual;
      if (given) return offers.given;
      if (told) return offers.told;
      if (item?.kind === 'heading') return item.counted ? offers.asideHeading : offers.heading;
      return offers.list;
    case 'detail':
      if (aside) return offers.asideDetail;
      if (row?.question !== undefined) return offers.question;
      if (wants) return offers.wantsDetail;
      if (asks) return offers.manualDetail;
      if (given) return offers.givenDetail;
      if (told) return offers.toldDetail;
      return row?.blockedBy === undefined ? offers.detail : offers.blocked;
    case 'help':
      return offers.help;
    case 'filter':
      return offers.filter;
    case 'export':
    case 'copy':
      return offers.choose;
    case 'init':
    case 'secrets':
      return offers.ask;
  }
}
