import { type RowEffect, rowEffects } from '../results/row-effects.ts';
import type { ReportInput } from './input.ts';

/**
 * What each row does to the exit code, as the reports tell it. `--fail-on never` changes the exit code alone: what failed
 * stays told as failed.
 */
export function effectsIn({
  rows,
  failOn,
}: Pick<ReportInput, 'rows' | 'failOn'>): ReadonlyMap<string, RowEffect> {
  return rowEffects(rows, failOn === 'warn' ? 'warn' : 'fail');
}
