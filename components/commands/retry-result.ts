import { plural } from '../../src/base/phrases.ts';
import type { DoctorRow, DoctorView } from '../../src/doctor/view.ts';
import { isUnderWay } from '../../src/engine/status.ts';
import { reasonName, rowName } from '../../src/results/names.ts';
import { statusWord } from '../../src/results/status-words.ts';

/** What a retry is compared with: how the rows stood when its key was pressed. `id`: of one row; else of all. */
export interface PendingRetry {
  readonly id?: string | undefined;
  readonly before: DoctorView;
}

/** What has come of a retry, in words; `undefined` while it goes on, empty where a row or the rule says it already. */
export function retryResult({ id, before }: PendingRetry, now: DoctorView): string | undefined {
  const earlier = new Map(before.rows.map((row) => [row.id, row]));
  if (id !== undefined) return ofRow(earlier.get(id), now);
  if (now.busy) return undefined;
  const tried = now.rows.filter((row) => wasTried(row, earlier.get(row.id)));
  const changed = tried.filter((row) => earlier.get(row.id)?.status !== row.status).length;
  const change = changed === 0 ? 'the same verdicts' : plural(changed, 'new verdict', 'new verdicts');
  return tried.length === 0 ? '' : `Looked again at ${plural(tried.length, 'row', 'rows')}: ${change}.`;
}

function wasTried(row: DoctorRow, before: DoctorRow | undefined): boolean {
  return row.attempts.length > (before?.attempts.length ?? 0);
}

function ofRow(before: DoctorRow | undefined, now: DoctorView): string | undefined {
  const row = now.rows.find(({ id }) => id === before?.id);
  if (before === undefined || row === undefined) return '';
  if (isUnderWay(row.status)) return undefined;
  if (wasTried(row, before)) {
    if (row.question !== undefined || row.wants !== undefined) return '';
    if (row.status !== before.status)
      return `${rowName(row)}: was ${statusWord(before.status)}, now ${statusWord(row.status)}.`;
    return row.message === before.message ? `Tried again, nothing changed: ${rowName(row)}` : '';
  }
  if (now.busy) return undefined;
  if (row.question !== undefined || row.wants !== undefined) return '';
  if (row.status === 'blocked') {
    const root = now.rows.find(({ id }) => id === row.blockedBy)?.title ?? row.message;
    return `Not tried: ${rowName(row)} needs "${root}" first.`;
  }
  return row.reason === undefined ? '' : `Not tried: ${rowName(row)} is ${reasonName(row.reason)}.`;
}
