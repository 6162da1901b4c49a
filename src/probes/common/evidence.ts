import type { Evidence } from '../../engine/probe.ts';

/** Lines of evidence by their labels, in this order; what is undefined is left out. */
export function evidence(values: Readonly<Record<string, string | undefined>>): Evidence[] {
  return Object.entries(values).flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
}
