import type { Evidence } from '../../engine/probe.ts';
import type { Engine } from '../../settings/schema.ts';

/** Engines that none of us has: their statements are from their manuals (decisions: sql.server-kind). */
export function neverTried(engine: Engine): boolean {
  return engine === 'oracle' || engine === 'db2';
}

export function untriedEvidence(product: string): readonly Evidence[] {
  const value = `from the manuals of ${product}: the makers of the doctor have run them against no ${product} server`;
  return [{ label: 'Statements', value }];
}
