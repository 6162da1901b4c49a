import { defined } from '../base/defined.ts';
import type { Evidence, Remedy } from '../engine/probe.ts';
import { type ProblemKind, problemKindOf, problemKinds } from '../results/problem-kind.ts';
import type { Row } from '../results/row.ts';

export interface ProblemGroup {
  readonly kind: ProblemKind;
  /** One row, or several that one and the same remedy mends. */
  readonly rows: readonly Row[];
  readonly remedy?: Remedy;
  /** Rows that wait for these. */
  readonly echoes: readonly Row[];
}

/** Every problem once, worst first; rows with one and the same remedy together. */
export function problemGroups(rows: readonly Row[]): readonly ProblemGroup[] {
  const groups = new Map<string, { kind: ProblemKind; rows: Row[]; remedy?: Remedy }>();
  for (const row of rows) {
    const kind = problemKindOf(row);
    if (kind === undefined) continue;
    const alike = row.remedy === undefined ? row.id : JSON.stringify(row.remedy);
    const key = `${kind} ${alike}`;
    const group = groups.get(key) ?? {
      kind,
      rows: [],
      ...defined({ remedy: row.remedy }),
    };
    group.rows.push(row);
    groups.set(key, group);
  }
  const blocked = rows.filter(({ status }) => status === 'blocked');
  return problemKinds.flatMap((kind) =>
    [...groups.values()]
      .filter((group) => group.kind === kind)
      .map((group) => ({ ...group, echoes: echoesOf(group.rows, blocked) })),
  );
}

/** The rows that wait for one of these. */
export function echoesOf(causes: readonly Row[], rows: readonly Row[]): readonly Row[] {
  const ids = new Set(causes.map((row) => row.id));
  return rows.filter(
    (row) => row.status === 'blocked' && row.blockedBy !== undefined && ids.has(row.blockedBy),
  );
}

/** Found and expected (as far as they say more than the finding), then the evidence. */
export function detailsOf(row: Row): readonly Evidence[] {
  return [
    ...(row.expected === undefined ? [] : [{ label: 'expected', value: row.expected }]),
    ...(row.found === undefined || row.found === row.message ? [] : [{ label: 'found', value: row.found }]),
    ...row.evidence,
  ];
}
