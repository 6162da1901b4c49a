import type { DoctorRow } from '../../src/doctor/view.ts';
import { isUnderWay } from '../../src/engine/status.ts';
import { isTrouble } from '../../src/results/tally.ts';

/** Rows that want somebody to do something. Echoes of another row (`blocked`) are not problems of their own. */
export function isProblem(row: DoctorRow): boolean {
  // Side by side, what differs is what is looked for; of one server alone nothing does.
  if (row.heading !== undefined) {
    const [first, ...others] = row.compared?.sides ?? [];
    if (others.length > 0) return row.compared?.differs === true;
    return first !== undefined && isTrouble(first.status, first.reason);
  }
  if (row.question !== undefined || row.wants !== undefined) return true;
  return isTrouble(row.status, row.reason);
}

/**
 * What `Tab`, `n` and `p` look for: problems, and those that are being tried again. Until the new try has an answer
 * the old one is all that is known, and a list cut down to problems must not empty and fill under the eyes.
 */
export function isSearched(row: DoctorRow): boolean {
  if (isProblem(row)) return true;
  if (!isUnderWay(row.status)) return false;
  const last = row.attempts.at(-1);
  return last !== undefined && isTrouble(last.status, undefined);
}

/** A row that could be better, but stops nobody: its title is not shouted. */
export function isEmphasised(row: DoctorRow): boolean {
  return row.status === 'fail' || row.status === 'crashed' || row.status === 'timed-out';
}

/** The next (`step` 1) or previous (-1) problem after the row `from`, going round; undefined when there is none. */
export function nextProblem(rows: readonly DoctorRow[], from: string, step: 1 | -1): string | undefined {
  const start = rows.findIndex((row) => row.id === from);
  const first = start === -1 && step === -1 ? 0 : start;
  for (let i = 1; i <= rows.length; i += 1) {
    const index = (((first + step * i) % rows.length) + rows.length) % rows.length;
    const row = rows[index];
    if (row !== undefined && isSearched(row)) return row.id;
  }
  return undefined;
}
