import { type Facts, type FactsToken, readerFor } from '../engine/facts.ts';
import type { JointCause } from '../results/joint-cause.ts';
import type { Row } from '../results/row.ts';
import { type Connection, connectionsOf } from './connections.ts';

/** A row with the facts of its probe; undefined where it has none. */
export type RowOf<F extends Facts> = Omit<Row, 'facts'> & { readonly facts: F | undefined };

/** What a rule reads. */
export interface Rows {
  readonly all: readonly Row[];
  /** How far all rows came to their hosts. */
  readonly connections: readonly Connection[];
  /** The row of a probe of the server. */
  of<F extends Facts>(token: FactsToken<F>): RowOf<F> | undefined;
}

export function readRows(all: readonly Row[]): Rows {
  const byId = new Map(all.map((row) => [row.id, row]));
  const facts = readerFor(undefined, (id) => byId.get(id)?.facts);
  return {
    all,
    connections: connectionsOf(all, facts),
    of(token) {
      const row = byId.get(token.id);
      return row && { ...row, facts: facts.of(token) };
    },
  };
}

/** A rule that reads several probes' rows and names their one cause, or nothing. Pure. */
export type CauseRule = (rows: Rows) => JointCause | undefined;

type Judged = Pick<Row, 'id' | 'status'>;

/** Rows that say that something is wrong, or could not be seen. */
export function isTrouble<R extends Judged>(row: R | undefined): row is R {
  return row?.status === 'fail' || row?.status === 'warn' || row?.status === 'unknown';
}

/** The row, where it says so. */
export function ifTrouble<R extends Judged>(row: R | undefined): R | undefined {
  return isTrouble(row) ? row : undefined;
}

/** The cause over its root, the rows that show it too, and what these block. */
export function joint(
  id: string,
  text: string,
  direct: readonly (Judged | undefined)[],
  { all }: Rows,
): JointCause | undefined {
  const own = new Set(direct.filter((row) => row !== undefined).map((row) => row.id));
  const blocked = all.filter(({ blockedBy }) => blockedBy !== undefined && own.has(blockedBy));
  const probes = [...new Set([...own, ...blocked.map((row) => row.id)])];
  return probes.length === 0 ? undefined : { id, text, probes };
}

/** A cause of one row alone is no joint one. */
export function ofSeveral(cause: JointCause | undefined): JointCause | undefined {
  return cause === undefined || cause.probes.length < 2 ? undefined : cause;
}
