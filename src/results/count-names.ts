import { plural } from '../base/phrases.ts';
import type { Status } from '../engine/status.ts';

/** How many rows have a status, as the header and the reports say it: what matters first. */
const countNames: Readonly<Record<Status, readonly [one: string, many: string, short: string]>> = {
  fail: ['failed', 'failed', 'fail'],
  crashed: ['crashed', 'crashed', 'crashed'],
  'timed-out': ['timed out', 'timed out', 'time-out'],
  warn: ['warning', 'warnings', 'warn'],
  manual: ['question', 'questions', 'ask'],
  unknown: ['unknown', 'unknown', 'unknown'],
  cancelled: ['cancelled', 'cancelled', 'stopped'],
  running: ['running', 'running', 'run'],
  pending: ['waiting', 'waiting', 'wait'],
  blocked: ['blocked', 'blocked', 'blocked'],
  pass: ['passed', 'passed', 'pass'],
  attested: ['attested', 'attested', 'attested'],
  waived: ['waived', 'waived', 'waived'],
  skipped: ['skipped', 'skipped', 'skip'],
};

/** The statuses in the order of the counts. */
export const countOrder = Object.keys(countNames) as readonly (keyof typeof countNames)[];

/** "1 warning", "2 warnings". */
export function countName(status: Status, count: number): string {
  const [one, many] = countNames[status];
  return plural(count, one, many);
}

/** The same where there is little room: "2 warn". */
function shortCountName(status: Status, count: number): string {
  return `${count} ${countNames[status][2]}`;
}
