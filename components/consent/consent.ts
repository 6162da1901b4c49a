import type { DoctorRow, DoctorView } from '../../src/doctor/view.ts';
import { rowName } from '../../src/results/names.ts';
import { statusWord } from '../../src/results/status-words.ts';
import { labelledLines } from '../detail/labelled-lines.ts';
import type { Page } from '../screen-state.ts';
import type { StyledLine } from '../text/styled-text.ts';
import { printable } from '../text/text-width.ts';

/** What is kept, sent or written is agreed to by a typed word: no single letter, and no paste, does it by mistake. */
export interface Consent {
  readonly title: string;
  /** What a yes means. */
  readonly facts: readonly StyledLine[];
  readonly fields: readonly ConsentField[];
  /** What Esc leaves undone. */
  readonly no: string;
}

/** One line of text that is asked for before the word. */
export interface ConsentField {
  readonly key: 'reason' | 'until';
  readonly label: string;
  readonly hint: string;
  /** Taken for an empty line. */
  readonly fallback?: string;
  problem(text: string): string | undefined;
}

export function isConsentPage(page: Page): boolean {
  return page.kind === 'confirm' || page.kind === 'waive';
}

/** What is asked on this page about this row; undefined on other pages, and where there is nothing to ask any more. */
export function consentOf(
  page: Page,
  row: DoctorRow | undefined,
  view: DoctorView,
  today: Date,
  width: number,
): Consent | undefined {
  if (row === undefined) return undefined;
  if (page.kind === 'waive') return waiver(row, view, today, width);
  if (page.kind !== 'confirm') return undefined;
  const { question } = row;
  if (question === undefined) return row.open === true ? attestation(row, view, today, width) : undefined;
  if (row.given !== undefined) return undefined;
  return {
    title: `Yes to: ${rowName(row)}`,
    facts: [
      ...labelledLines('You say', [`Yes. ${question.text}`], 'strong', width),
      ...question.effects.flatMap((effect, i) =>
        labelledLines(i === 0 ? 'Does' : '', [`- ${effect}`], 'plain', width),
      ),
    ],
    fields: [],
    no: 'no: nothing is done',
  };
}

function attestation(row: DoctorRow, view: DoctorView, today: Date, width: number): Consent {
  return {
    title: `Confirm: ${rowName(row)}`,
    facts: [
      ...labelledLines('You say', [row.expected ?? `Yes: ${row.message}`], 'strong', width),
      ...labelledLines(
        'Kept',
        [`${keptBy(view, today)}: reports say ${statusWord('attested')}, until you take it back with y.`],
        'plain',
        width,
      ),
    ],
    fields: [],
    no: 'no: nothing is kept',
  };
}

/** How long a waiver lasts where no day is typed, in days. */
const usualDays = 30;

function waiver(row: DoctorRow, view: DoctorView, today: Date, width: number): Consent {
  const now = day(today);
  const later = day(new Date(today.getTime() + usualDays * 86_400_000));
  return {
    title: `Set aside: ${rowName(row)}`,
    facts: [
      ...labelledLines(
        'You say',
        [`${statusWord(row.status)} (${row.message}) is known and accepted here, until a last day.`],
        'strong',
        width,
      ),
      ...labelledLines(
        'Kept',
        [
          `${keptBy(view, today)}: reports say ${statusWord('waived')}, by whom and why, until that day or until you take it back with y.`,
        ],
        'plain',
        width,
      ),
    ],
    fields: [
      {
        key: 'reason',
        label: 'Why',
        hint: 'a reason, for whoever reads the report',
        problem: (text) =>
          printable(text).trim().length < 3 ? 'A reason is needed, in a few words.' : undefined,
      },
      {
        key: 'until',
        label: 'Last day',
        hint: `Enter alone: ${later}`,
        fallback: later,
        problem: (text) => {
          if (!isDay(text.trim())) return `A day, such as ${later}: year, month, day.`;
          return text.trim() < now ? 'That day is over.' : undefined;
        },
      },
    ],
    no: 'no: nothing is kept',
  };
}

function keptBy({ user }: DoctorView, today: Date): string {
  return `${user === undefined ? '' : `by ${user}, `}${day(today)}, for this .ecmarc`;
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** A day of the calendar, as waivers are written: 2027-01-31. */
function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime()) && day(date) === text;
}
