import type { Counts, DoctorRow, DoctorView } from '../../src/doctor/view.ts';
import type { Status } from '../../src/engine/status.ts';
import { isTrouble, tallyOf } from '../../src/engine/tally.ts';
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

type CountNames = readonly [status: Status, tone: Tone, one: string, many: string, short: string];

/** In the order of what matters first; what does not fit falls off at the end. */
const countNames: readonly CountNames[] = [
  ['fail', 'bad', 'failed', 'failed', 'fail'],
  ['crashed', 'bad', 'crashed', 'crashed', 'crashed'],
  ['timed-out', 'bad', 'timed out', 'timed out', 'time-out'],
  ['warn', 'warn', 'warning', 'warnings', 'warn'],
  ['manual', 'ask', 'question', 'questions', 'ask'],
  ['unknown', 'ask', 'unknown', 'unknown', 'unknown'],
  ['cancelled', 'warn', 'cancelled', 'cancelled', 'stopped'],
  ['running', 'live', 'running', 'running', 'run'],
  ['blocked', 'quiet', 'blocked', 'blocked', 'blocked'],
  ['pass', 'good', 'passed', 'passed', 'pass'],
  ['attested', 'answered', 'attested', 'attested', 'attested'],
  ['waived', 'answered', 'waived', 'waived', 'waived'],
  ['pending', 'quiet', 'waiting', 'waiting', 'wait'],
  ['skipped', 'quiet', 'skipped', 'skipped', 'skip'],
];

const optionalStatuses: ReadonlySet<Status> = new Set(['attested', 'waived', 'pending', 'skipped']);

export function countWords(counts: Counts): CountWord[] {
  return countNames
    .map(([status, tone, one, many, short]) => ({
      status,
      tone,
      count: counts[status],
      long: `${counts[status]} ${counts[status] === 1 ? one : many}`,
      short: `${counts[status]} ${short}`,
      optional: optionalStatuses.has(status),
    }))
    .filter(({ count }) => count > 0);
}
