import { moment, plural } from '../../src/base/phrases.ts';
import type { DoctorRow, DoctorView } from '../../src/doctor/view.ts';
import { wrapText } from '../text/text-width.ts';
import type { Tone } from '../theme/theme.ts';
import type { Item } from './items.ts';

/** Lines of the list that are no rows: whose settings these are, further causes, notices of the doctor itself. */

const label = 8;

function note(key: string, name: string, text: string, tone: Tone, width: number): Item[] {
  return wrapText(text, width - label - 2).map(
    (line, i): Item => ({
      kind: 'note',
      key: `${key}:${i}`,
      label: ` ${(i === 0 ? name : '').padEnd(label)} `,
      text: line,
      tone,
    }),
  );
}

const noticeTones = { info: 'quiet', warn: 'warn', error: 'bad' } as const;

/** With many targets down at once the rows themselves tell the rest: the list must not begin pages below. */
const mostCauses = 3;

/**
 * On top of the list, in `room` lines at most: in a small window rows matter more, and the help page has them all.
 * The strongest cause and, without one, the settings stand in the header already.
 */
export function topNotes(
  view: DoctorView,
  { width, room, ordered }: { width: number; room: number; ordered: boolean },
): Item[] {
  // Where what to do first stands on top, it says the causes, and the help page whose settings these are.
  const [first, ...others] = ordered ? [] : view.causes;
  const shown = others.length > mostCauses ? others.slice(0, mostCauses - 1) : others;
  const unsaid = others.length - shown.length;
  const settings = view.readOnly
    ? `a saved report of ${moment(view.finishedAt ?? view.startedAt)}; nothing is run`
    : (view.configPath ?? 'no .ecmarc found: i writes one');
  const notes: readonly Note[] = [
    { urgency: 2, lines: first === undefined ? [] : note('settings', 'Settings', settings, 'quiet', width) },
    ...shown.map((cause) => ({
      urgency: 1,
      lines: note(
        `cause:${cause.id}`,
        'Cause',
        `${cause.text} (${plural(cause.probes.length, 'row', 'rows')})`,
        'plain',
        width,
      ),
    })),
    {
      urgency: 1,
      lines:
        unsaid === 0
          ? []
          : note('causes', 'Cause', `${unsaid} more: n goes from one to the next`, 'plain', width),
    },
    ...view.notices.map(({ kind, text }, i) => ({
      urgency: kind === 'error' ? 0 : 3,
      lines: note(`notice:${i}`, 'Note', text, noticeTones[kind], width),
    })),
  ];
  return fitting(
    notes.filter(({ lines }) => lines.length > 0),
    room,
    width,
  );
}

interface Note {
  /** 0 comes before all others. */
  readonly urgency: number;
  readonly lines: readonly Item[];
}

/** The most urgent notes that have room, in their order; a last line counts those that have none. */
function fitting(notes: readonly Note[], height: number, width: number): Item[] {
  const all = notes.flatMap(({ lines }) => lines);
  if (all.length <= height) return all;
  const shown = new Set<Note>();
  let room = height - 1;
  for (const each of notes.toSorted((one, other) => one.urgency - other.urgency)) {
    // Why nothing can be retried is said whole, whatever room it takes.
    const must = each.urgency === 0 && shown.size === 0;
    if (each.lines.length > room && !must) continue;
    shown.add(each);
    room -= each.lines.length;
  }
  const text = `${plural(notes.length - shown.size, 'more note', 'more notes')}: ? shows them`;
  return [
    ...notes.flatMap((each) => (shown.has(each) ? each.lines : [])),
    ...note('notes', 'Note', text, 'quiet', width),
  ];
}

/** Under the row that asks: what a yes does. */
export function questionNotes(row: DoctorRow, width: number): Item[] {
  const { question } = row;
  if (question === undefined) return [];
  const indent = ' '.repeat(5);
  const line = (key: string, text: string, tone: Tone): Item[] =>
    wrapText(text, width - indent.length).map((piece, i) => ({
      kind: 'note',
      key: `${row.id}:${key}:${i}`,
      label: indent,
      text: piece,
      tone,
    }));
  return [
    ...line('text', question.text, 'ask'),
    ...question.effects.flatMap((effect, i) => line(`effect${i}`, `- ${effect}`, 'plain')),
    ...line('keys', 'y yes    Esc no', 'strong'),
  ];
}
