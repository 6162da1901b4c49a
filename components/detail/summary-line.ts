import { plural } from '../../src/base/phrases.ts';
import type { DoctorRow } from '../../src/doctor/view.ts';
import { levelName } from '../../src/results/names.ts';
import { clock, duration } from '../text/time.ts';

/** The second line of a row's page: its id and level (`all`: with the requirements), and when it was last tried. */
export function summaryLine(row: DoctorRow): {
  readonly check: string;
  readonly all: string;
  readonly tries: string;
} {
  const check = ` ${row.id}   ${levelName(row.level)}`;
  return { check, all: `${check}   ${row.requirements.join(' ')}`, tries: triesLine(row) };
}

function triesLine(row: DoctorRow): string {
  const last = row.attempts.at(-1);
  if (last === undefined) return row.observedAt === undefined ? 'not tried' : `seen ${clock(row.observedAt)}`;
  return `${plural(row.attempts.length, 'try', 'tries')}, last ${clock(last.startedAt)}, ${duration(last.durationMs)}`;
}
