import type { Row } from '../engine/rows.ts';

/** One cause behind several rows, in a sentence. */
export interface JointCause {
  readonly id: string;
  readonly text: string;
  /** Ids of the rows that it explains, the root cause first. */
  readonly probes: readonly string[];
}

/** A rule that reads several probes' rows and names their one cause, or nothing. */
type CauseRule = (row: (id: string) => Row | undefined, rows: readonly Row[]) => JointCause | undefined;

/** A failed row that blocks others explains them all: the cause with the most echoes comes first. */
const rules: readonly CauseRule[] = [];

/** The joint causes that stand now, strongest first. */
export function causesOf(rows: readonly Row[]): readonly JointCause[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const named = rules.flatMap((rule) => rule((id) => byId.get(id), rows) ?? []);
  const claimed = new Set(named.flatMap((cause) => cause.probes));
  const roots = rows.filter((row) => row.status !== 'skipped' && !claimed.has(row.id));
  const blocking = roots.flatMap((root): readonly JointCause[] => {
    const echoes = rows.filter((row) => row.blockedBy === root.id).map((row) => row.id);
    if (echoes.length === 0) return [];
    return [{ id: root.id, text: `${root.title}: ${root.message}`, probes: [root.id, ...echoes] }];
  });
  return [...named, ...blocking.sort((one, two) => two.probes.length - one.probes.length)];
}
