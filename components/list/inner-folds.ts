import { plural } from '../../src/base/phrases.ts';
import type { DoctorRow } from '../../src/doctor/view.ts';

/** Within an open area, what says nothing is one line each: what waits for another row, what is well, what is not asked. */

export type FoldClass = 'wait' | 'pass' | 'skipped';

export const foldClasses: readonly FoldClass[] = ['wait', 'pass', 'skipped'];

/** Undefined: the row stands for itself. */
export function foldClassOf(row: DoctorRow): FoldClass | undefined {
  if (row.question !== undefined || row.wants !== undefined || row.watched !== undefined) return undefined;
  switch (row.status) {
    case 'blocked':
      return 'wait';
    case 'pass':
      return 'pass';
    case 'skipped':
      return row.reason === 'not-configured' || row.reason === 'not-built' ? undefined : 'skipped';
    case 'running':
    case 'pending':
      return classOfRetry(row);
    default:
      return undefined;
  }
}

/** While a row is tried again it stays where it was: nothing comes and goes under the eyes. */
function classOfRetry({ attempts }: DoctorRow): FoldClass | undefined {
  const last = attempts.at(-1);
  if (last === undefined) return 'wait';
  return last.status === 'pass' ? 'pass' : undefined;
}

export function foldKey(area: string, fold: FoldClass): string {
  return `fold:${fold}:${area}`;
}

/** "6 wait for Secured by TLS", "2 more", "10 come with the host, 1 more". */
export function foldText(
  fold: FoldClass,
  rows: readonly DoctorRow[],
  nameOf: (id: string) => string,
): string {
  const count = rows.length;
  switch (fold) {
    case 'wait': {
      const [root, ...others] = new Set(rows.map(({ blockedBy }) => blockedBy));
      return root === undefined || others.length > 0 ? `${count} wait` : `${count} wait for ${nameOf(root)}`;
    }
    case 'pass':
      return `${count} more`;
    case 'skipped': {
      const groups = [...Map.groupBy(rows, ({ message }) => message)].toSorted(
        ([, one], [, other]) => other.length - one.length,
      );
      const [most] = groups;
      if (most === undefined || (groups.length > 1 && most[1].length === 1))
        return plural(count, 'is not asked', 'are not asked');
      const [message, own] = most;
      const what = message.startsWith('comes ') ? message.replace(/^comes/, 'come') : message;
      const rest = count - own.length;
      return `${own.length} ${what.startsWith('come ') ? what : `skipped: ${what}`}${rest === 0 ? '' : `; ${rest} more`}`;
    }
  }
}
