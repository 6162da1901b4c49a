import type { DoctorRow, DoctorView } from '../../src/doctor/view.ts';
import { isTrouble, tallyOf } from '../../src/engine/tally.ts';
import { isProblem } from '../list/problems.ts';
import { type CountWord, countWords } from '../text/names.ts';

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
  const word = { status, tone, count, long: `${count} ${long}`, short: `${count} ${short}`, spare: false };
  return count === 0 ? [] : [word];
}
