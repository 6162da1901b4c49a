import { defined } from '../base/defined.ts';
import type { SecretUse } from '../engine/probe.ts';
import { isUnderWay } from '../engine/status.ts';
import type { ReportProbe } from '../results/report-schema.ts';
import type { Row } from '../results/row.ts';
import { isOpen } from './open-row.ts';
import type { DoctorRow, Given, Previous, Question } from './view.ts';

export interface RowExtras {
  readonly other: Row;
  readonly otherProfile: string;
  readonly previous: ReportProbe | undefined;
  readonly question: Question | undefined;
  readonly given: Given | undefined;
  readonly wants: SecretUse | undefined;
  readonly watched: boolean;
  readonly watchNext: number | undefined;
}

/**
 * Rows as views show them. While nothing of a row changes, the same object comes again, so that a view can tell
 * by identity what to draw.
 */
export class RowBuilder {
  readonly #made = new Map<string, { readonly key: readonly unknown[]; readonly row: DoctorRow }>();

  make(row: Row, extras: RowExtras): DoctorRow {
    const { other, otherProfile, previous, question, given, wants, watched, watchNext } = extras;
    // A request says the same while its key is the same.
    const key = [row, other, otherProfile, previous, question, given, wants?.key, watched, watchNext];
    const known = this.#made.get(row.id);
    if (known?.key.every((part, index) => part === key[index])) return known.row;
    const earlier = previous === undefined ? undefined : previousOf(row, previous);
    const next = watchNext === undefined ? undefined : new Date(watchNext).toISOString();
    const made: DoctorRow = {
      ...row,
      otherVerdict: { profile: otherProfile, status: other.status, message: other.message },
      ...defined({ previous: earlier, question }),
      ...(isOpen(row) ? { open: true } : {}),
      ...defined({ given, wants }),
      ...(watched ? { watched: defined({ next }) } : {}),
    };
    this.#made.set(row.id, { key, row: made });
    return made;
  }
}

/** Last results are offered only until this run has something of its own to say. */
function previousOf(row: Row, saved: ReportProbe): Previous | undefined {
  if (row.attempts.length > 0 || !isUnderWay(row.status)) return undefined;
  if (saved.observedAt === null) return undefined;
  return { status: saved.status, message: saved.message, observedAt: saved.observedAt };
}
