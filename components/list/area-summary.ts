import type { DoctorRow } from '../../src/doctor/view.ts';
import { isUnderWay, type Status } from '../../src/engine/status.ts';
import { isUnset } from '../../src/results/row-counts.ts';
import { statusWord, toneOf } from '../../src/results/status-words.ts';
import type { Tone } from '../theme/theme.ts';
import { statusLabel } from './status-label.ts';

/** An area in one line: its worst verdict with its number, and how many of its rows have another one. */
export interface AreaSummary {
  readonly sign: Status | 'unset';
  readonly verdict: string;
  readonly tone: Tone;
  /** "6 blocked, 2 pass". */
  readonly others: string;
}

type Kind = Status | 'unset' | 'question';

/** The worst first; a running row hides none that has failed already. */
const order: readonly Kind[] = [
  'fail',
  'crashed',
  'timed-out',
  'question',
  'manual',
  'unknown',
  'unset',
  'running',
  'pending',
  'cancelled',
  'warn',
  'blocked',
  'pass',
  'attested',
  'waived',
  'skipped',
];

export function areaSummary(rows: readonly DoctorRow[]): AreaSummary {
  const groups = Map.groupBy(rows, kindOf);
  const [worst = 'skipped', ...rest] = order.filter((kind) => groups.has(kind));
  const count = groups.get(worst)?.length ?? 0;
  const quiet = worst === 'pass' || worst === 'skipped' || worst === 'pending' || worst === 'running';
  const [first] = groups.get(worst) ?? [];
  const { sign, tone } =
    first === undefined ? { sign: 'skipped' as const, tone: toneOf('skipped') } : statusLabel(first);
  const word = wordOf(worst);
  // Of an area in which something runs, how far it is; what has passed is part of that.
  const asked = rows.filter(({ status }) => status !== 'skipped');
  const going = asked.filter(({ status }) => isUnderWay(status)).length;
  const told: readonly Kind[] =
    going === 0 ? ['skipped'] : ['skipped', 'running', 'pending', 'pass', 'blocked'];
  const others = rest
    .filter((kind) => !told.includes(kind))
    .map((kind) => `${groups.get(kind)?.length ?? 0} ${wordOf(kind)}`);
  if (going > 0) others.unshift(`${asked.length - going} of ${asked.length}`);
  // Of an area that is all well, how many rows that is.
  if (worst === 'pass' && count > 1 && going === 0) others.unshift(`${count} ${word}`);
  return { sign, verdict: quiet ? word : `${count} ${word}`, tone, others: others.join(', ') };
}

function kindOf(row: DoctorRow): Kind {
  if (row.question !== undefined || row.wants !== undefined) return 'question';
  return isUnset(row) ? 'unset' : row.status;
}

function wordOf(kind: Kind): string {
  if (kind === 'unset') return 'not set';
  return kind === 'question' ? 'question' : statusWord(kind);
}
