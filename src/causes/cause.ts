import type { Row } from '../engine/rows.ts';

/** One cause behind several rows, in a sentence. */
export interface JointCause {
  readonly id: string;
  readonly text: string;
  /** Ids of the rows that it explains, the root cause first. */
  readonly probes: readonly string[];
}

export type RowOf = (id: string) => Row | undefined;

/** A rule that reads several probes' rows and names their one cause, or nothing. Pure. */
export type CauseRule = (row: RowOf, rows: readonly Row[]) => JointCause | undefined;

/** Rows that say that something is wrong, or could not be seen. */
export function isTrouble(row: Row | undefined): row is Row {
  return row?.status === 'fail' || row?.status === 'warn' || row?.status === 'unknown';
}

/** The cause over its root, the rows that show it too, and what these block. */
export function joint(
  id: string,
  text: string,
  direct: readonly (Row | undefined)[],
  rows: readonly Row[],
): JointCause | undefined {
  const own = direct.filter((row) => row !== undefined).map((row) => row.id);
  const blocked = rows.filter(({ blockedBy }) => blockedBy !== undefined && own.includes(blockedBy));
  const probes = [...new Set([...own, ...blocked.map((row) => row.id)])];
  return probes.length === 0 ? undefined : { id, text, probes };
}
