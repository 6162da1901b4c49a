import type { DoctorRow, DoctorView } from '../../src/doctor/view.ts';
import { areaName } from '../../src/results/names.ts';
import { statusWord } from '../../src/results/status-words.ts';
import { type StyledLine, styled } from '../text/styled-text.ts';
import { pad, textWidth } from '../text/text-width.ts';
import { seconds } from '../text/time.ts';
import type { Theme } from '../theme/theme.ts';
import type { Item } from './items.ts';
import { shortAddress } from './short-address.ts';
import { todoColumns } from './todo.ts';

/** While the first run goes on: what runs now, in the lines in which what to do first will stand. */

export function nowItems(view: DoctorView, most: number, low: boolean): Item[] {
  const running = view.rows.filter(({ status }) => status === 'running');
  const shown = running.slice(0, most);
  const more = running.length - shown.length;
  const blank = (key: string): Item => ({ kind: 'note', key, label: '', text: '', tone: 'plain' });
  return [
    { kind: 'now-heading', key: 'now', running: running.length, waiting: view.counts.pending },
    ...shown.map((row): Item => ({ kind: 'now', key: `now:${row.id}`, row })),
    // As many lines as what to do first will have: nothing below moves when the run ends.
    ...Array.from({ length: most - shown.length }, (_, i) => blank(`now:free${i}`)),
    { kind: 'note', key: 'now:more', label: '', text: more === 0 ? '' : `    ${more} more`, tone: 'quiet' },
    ...(low ? [] : [blank('now:end')]),
  ];
}

interface NowColumns {
  readonly place: number;
  readonly title: number;
  /** 0 where there is no room for it. */
  readonly waits: number;
}

const gutter = 4;
const left = 6;
/** The word, and the cell that moves. */
const verdict = 9;

function nowColumns(width: number): NowColumns {
  const { place } = todoColumns(width);
  const room = width - gutter - place - left - verdict;
  const title = room < 44 ? room : 28;
  return { place, title, waits: room - title };
}

export function nowHeading(running: number, waiting: number, width: number, calm: boolean): StyledLine {
  const { place, title, waits } = nowColumns(width);
  const text = `${running} running${waiting === 0 ? '' : `, ${waiting} wait their turn`}`;
  const head = ' NOW'.padEnd(12);
  const room = gutter + place + title - head.length;
  return [
    styled(head, 'area'),
    styled(pad(text, room, ''), 'quiet'),
    styled(waits === 0 ? '' : pad('waits for', waits, ''), 'quiet'),
    styled(calm ? 'within' : ' left', 'quiet'),
  ];
}

/** What is waited for: too long, it loses what stands in parentheses, then its domain, never its port. */
function fitting(text: string, room: number): string {
  if (textWidth(text) <= room) return text;
  const brief = text.replace(/ \([^()]*\)$/, '');
  return shortAddress(brief, room) || brief;
}

export function nowLine(
  row: DoctorRow,
  { width, now, theme }: { width: number; now: number; theme: Theme },
): StyledLine {
  const { place, title, waits } = nowColumns(width);
  const { ellipsis } = theme.glyphs;
  const { since, waitingFor = '' } = row.running ?? { since: '' };
  const spent = theme.look.calm ? 0 : now - Date.parse(since);
  const rest = Math.max(0, Math.ceil((row.deadlineMs - (Number.isFinite(spent) ? spent : 0)) / 1000));
  return [
    styled(' '.repeat(gutter)),
    styled(`${pad(row.connector ?? areaName(row.area).toUpperCase(), place - 1, ellipsis)} `),
    styled(`${pad(row.title, title - 1, ellipsis)} `),
    styled(waits === 0 ? '' : `${pad(fitting(waitingFor, waits - 1), waits - 1, ellipsis)} `, 'quiet'),
    styled(`${seconds(rest).padStart(left - 1)} `),
    styled(`  ${statusWord('running')}`, 'live'),
  ];
}
