import type { DoctorRow, DoctorView } from '../../src/doctor/view.ts';
import { countByStatus } from '../../src/engine/readiness.ts';
import { type CountWord, countWords } from '../words.ts';
import { isProblem } from './problems.ts';

/** What the header counts: every row once, and what has to be mended once. */
export interface Tally {
  /** Rows to do something about; rows that one joint cause explains are one. */
  readonly problems: number;
  readonly words: readonly CountWord[];
}

/** A row that shows the same cause as the row which stands for it. */
function echoesOf({ causes, rows }: DoctorView): ReadonlySet<DoctorRow> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const echoes = causes.flatMap(({ probes }) => {
    const trouble = probes.map((id) => byId.get(id)).filter((row) => row !== undefined && isProblem(row));
    return trouble.slice(1).flatMap((row) => row ?? []);
  });
  return new Set(echoes);
}

export function tally(view: DoctorView): Tally {
  const echoes = echoesOf(view);
  const own = view.rows.filter((row) => !echoes.has(row));
  const unset = own.filter((row) => row.status === 'skipped' && isProblem(row));
  const rest = own.filter((row) => !unset.includes(row));
  const words = countWords(countByStatus(rest));
  const firstQuiet = words.findIndex(({ status }) => quiet.has(status));
  const at = firstQuiet === -1 ? words.length : firstQuiet;
  return {
    problems: own.filter(isProblem).length,
    words: [
      ...words.slice(0, at),
      ...extra(unset.length, 'skipped', 'not set', 'unset', 'ask'),
      ...extra(echoes.size, 'blocked', 'of the same cause', 'same cause', 'quiet'),
      ...words.slice(at),
    ],
  };
}

/** What comes behind all that somebody has to do something about. */
const quiet: ReadonlySet<CountWord['status']> = new Set([
  'running',
  'blocked',
  'pass',
  'attested',
  'waived',
  'pending',
  'skipped',
]);

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
