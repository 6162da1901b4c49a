import { decides } from '../engine/status.ts';
import { problemKindOf } from './problem-kind.ts';
import { allowsReady } from './readiness.ts';
import type { Row } from './row.ts';

export type FailOn = 'fail' | 'warn' | 'never';

/** What a row does to the exit code: makes it 1 (`no`), makes it 3 (`unfinished`), or nothing. */
export type RowEffect = 'no' | 'unfinished' | 'none';

/**
 * The effect of each row, by id: one source for the exit code and for every report that tells rows apart by it. A blocked
 * row's effect is its root cause's, so long as that one is a problem itself (decisions: Exit codes).
 */
export function rowEffects(rows: readonly Row[], failOn: FailOn): ReadonlyMap<string, RowEffect> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const effects = new Map<string, RowEffect>();
  const add = (id: string, effect: RowEffect): void => {
    if (effect !== 'none' && effects.get(id) !== 'no') effects.set(id, effect);
  };
  for (const row of rows) {
    if (failOn === 'warn' && row.status === 'warn') add(row.id, 'no');
    if (!decides(row.level) || allowsReady(row)) continue;
    const root = row.status === 'blocked' ? byId.get(row.blockedBy ?? '') : undefined;
    // Also one that was waived, or passed without being of use, has an end that tells.
    const effect = effectOf(root?.judged?.status ?? root?.status ?? row.status);
    add(root !== undefined && problemKindOf(root) !== undefined ? root.id : row.id, effect);
  }
  return effects;
}

function effectOf(status: Row['status']): RowEffect {
  switch (status) {
    case 'timed-out':
    case 'crashed':
    case 'cancelled':
    case 'pending':
    case 'running':
      return 'unfinished';
    default:
      return 'no';
  }
}
