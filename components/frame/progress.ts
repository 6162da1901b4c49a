import type { DoctorView } from '../../src/doctor/view.ts';

/** How far the first run is: rows that have answered, of those that ask something. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** Since it began, in seconds; absent where nobody looks at the clock again. */
  readonly seconds?: number;
}

/** Rows that are skipped ask nothing: with them a run would begin at forty per cent. */
export function progressOf({ rows, counts, startedAt }: DoctorView, now: number | undefined): Progress {
  const total = rows.length - counts.skipped;
  const since = now === undefined ? Number.NaN : Math.floor((now - Date.parse(startedAt)) / 1000);
  return {
    done: total - counts.running - counts.pending,
    total,
    ...(since >= 0 ? { seconds: since } : {}),
  };
}
