import { plural } from '../base/phrases.ts';
import type { Status } from '../engine/status.ts';

/** How many rows have a status, as the header and the reports say it: what matters first. */
const countNames: Readonly<Record<Status, readonly [one: string, many: string]>> = {
  fail: ['failed', 'failed'],
  crashed: ['crashed', 'crashed'],
  'timed-out': ['timed out', 'timed out'],
  warn: ['warning', 'warnings'],
  manual: ['question', 'questions'],
  unknown: ['unknown', 'unknown'],
  cancelled: ['cancelled', 'cancelled'],
  running: ['running', 'running'],
  pending: ['waiting', 'waiting'],
  blocked: ['blocked', 'blocked'],
  pass: ['passed', 'passed'],
  attested: ['attested', 'attested'],
  waived: ['waived', 'waived'],
  skipped: ['skipped', 'skipped'],
};

/** The statuses in the order of the counts. */
export const countOrder = Object.keys(countNames) as readonly (keyof typeof countNames)[];

/** "1 warning", "2 warnings". */
export function countName(status: Status, count: number): string {
  const [one, many] = countNames[status];
  return plural(count, one, many);
}
