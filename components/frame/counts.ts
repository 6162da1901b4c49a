import type { DoctorRow, DoctorView } from '../../src/doctor/view.ts';
import type { Status } from '../../src/engine/status.ts';
import { countName, countOrder, shortCountName } from '../../src/results/count-names.ts';
import { toneOf } from '../../src/results/status-words.ts';
import type { StatusCounts } from '../../src/results/tally.ts';
import { isTrouble, tallyOf } from '../../src/results/tally.ts';
import { isProblem } from '../list/problems.ts';
import type { Tone } from '../theme/theme.ts';

/** What the header counts, in words; the reports' last lines count the same. */
export interface HeaderCounts {
  readonly problems: number;
  readonly words: readonly CountWord[];
}

/** A row that only asks for a yes is no problem: without one it is left out, and that is all. */
function isCounted(row: DoctorRow): boolean {
  return row.heading === undefined ? isTrouble(row.status, row.reason) : isProblem(row);
}

export function headerCounts(view: DoctorView): HeaderCounts {
  const { problems, unset, echoes, counts } = tallyOf(view.rows, view.causes, isCounted);
  const words = countWords(counts);
  // What nobody has to do anything about comes last.
  const firstQuiet = words.findIndex(({ status }) => !isTrouble(status, undefined));
  const at = firstQuiet === -1 ? words.length : firstQuiet;
  return {
    problems,
    words: [
      ...words.slice(0, at),
      ...extra(unset.length, 'skipped', 'not set', 'unset', 'ask'),
      ...extra(echoes.size, 'blocked', 'of the same cause', 'same cause', 'quiet'),
      ...words.slice(at),
    ],
  };
}

function extra(
  count: number,
  status: CountWord['status'],
  long: string,
  short: string,
  tone: CountWord['tone'],
): readonly CountWord[] {
  const word = { status, tone, count, long: `${count} ${long}`, short: `${count} ${short}`, optional: false };
  return count === 0 ? [] : [word];
}

export interface CountWord {
  readonly status: Status;
  readonly tone: Tone;
  readonly count: number;
  readonly long: string;
  readonly short: string;
  /** Needs nobody's attention. */
  readonly optional: boolean;
}

/** What does not fit falls off at the end: of what only waits for its turn the header says so late. */
const order: readonly Status[] = [
  ...countOrder.filter((status) => status !== 'pending' && status !== 'skipped'),
  'pending',
  'skipped',
];

const optionalStatuses: ReadonlySet<Status> = new Set(['attested', 'waived', 'pending', 'skipped']);

export function countWords(counts: StatusCounts): CountWord[] {
  return order
    .map((status) => ({
      status,
      tone: toneOf(status),
      count: counts[status],
      long: countName(status, counts[status]),
      short: shortCountName(status, counts[status]),
      optional: optionalStatuses.has(status),
    }))
    .filter(({ count }) => count > 0);
}
