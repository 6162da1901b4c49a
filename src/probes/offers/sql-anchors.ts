import { type Column, isBinary, isExotic, isOddlyNamed } from '../../clients/sql/columns.ts';
import type { SqlDatabase, ValueCounts } from '../../clients/sql/database.ts';
import { guards } from '../../clients/sql/indexes.ts';
import type { Unasked } from '../../clients/sql/unasked.ts';
import type { Facts } from '../../engine/facts.ts';
import { stopwatch } from '../../platform/wait.ts';
import { levels } from '../../requirements/requirement.ts';
import { defineDatabaseProbe } from '../sql/define.ts';
import { sqlTable } from '../sql/table/facts.ts';
import { factsToken } from '../token.ts';

/** A column that could tell people apart. */
export type AnchorCandidate = {
  readonly column: string;
  readonly nullable: boolean;
  /** A unique index sees to it; `primary`: that of the primary key. */
  readonly guarded?: 'unique' | 'primary';
  /** Of the first rows only; absent where an index settles it, or counting has stopped at its bound. */
  readonly counted?: ValueCounts;
};

export interface AnchorsFacts extends Facts {
  /** The best first. */
  readonly candidates: readonly AnchorCandidate[];
}

export const sqlAnchors = factsToken<AnchorsFacts | Unasked>('sql', 'anchors');

/**
 * Rows read at most, columns counted at most, and milliseconds after which no further one is begun. Each count is one
 * statement under the engine's own limits of time and locks, like that of the anchor itself.
 */
const bounds = { rows: 100_000, columns: 6, ms: 10_000 } as const;

const expected = 'columns that could be the anchor';

/** Columns that could be the anchor, with how far each is unique: by the indexes, else by bounded counting. */
export const sqlAnchorsProbe = defineDatabaseProbe(sqlAnchors, {
  title: 'Anchors to choose from',
  levels: levels('info', 'info'),
  requirements: ['SQL-07'],
  needs: [sqlTable],
  seconds: 60,
  otherEngine: expected,
  expected,
  ask: (database) => candidatesIn(database),
  judge: ({ facts }) => ({ status: 'pass', message: `${facts.candidates.length} columns`, expected }),
});

async function candidatesIn(database: SqlDatabase): Promise<AnchorsFacts> {
  await database.table();
  const indexes = await database.indexes();
  const columns = (await database.columns()).filter(
    (one) => !isBinary(one) && !isExotic(one) && !isOddlyNamed(one) && one.hidden !== true,
  );
  const ms = stopwatch();
  const candidates: AnchorCandidate[] = [];
  const rank = (column: Column) => {
    const guarding = indexes.filter((one) => guards(one, column.name));
    const guarded =
      guarding.length === 0
        ? undefined
        : guarding.some(({ primary }) => primary)
          ? ('primary' as const)
          : ('unique' as const);
    return { column, guarded, worth: worthOf(column, guarded) };
  };
  for (const { column, guarded } of columns.map(rank).toSorted((one, other) => other.worth - one.worth)) {
    if (candidates.length >= 20) break;
    const { name, nullable } = column;
    const settled = guarded !== undefined && !nullable;
    const counts = candidates.filter(({ counted }) => counted !== undefined).length;
    const counting = !settled && counts < bounds.columns && ms() < bounds.ms;
    candidates.push({
      column: name,
      nullable,
      ...(guarded === undefined ? {} : { guarded }),
      ...(counting ? { counted: await database.countValues(name, bounds.rows) } : {}),
    });
  }
  return { candidates: candidates.toSorted((one, other) => gradeOf(one) - gradeOf(other)), usable: true };
}

/** Which columns are looked at first: those that an index keeps apart, then by names that speak of identity. */
function worthOf({ name, nullable, base }: Column, guarded: AnchorCandidate['guarded']): number {
  const speaks =
    /(^|_|[a-z])(id|no|nr|num|number|key|guid|code)$/i.test(name) ||
    /employee|person|login|user|upn|mail/i.test(name);
  const isKeyLike = /^(int|bigint|uniqueidentifier|varchar|nvarchar|char|nchar|decimal|text)$/.test(base);
  return (
    (guarded === undefined ? 0 : 100) +
    (guarded === 'primary' ? 20 : 0) +
    (nullable ? 0 : 5) +
    (speaks ? 10 : 0) +
    (isKeyLike ? 2 : -10)
  );
}

/** 0 kept by an index, 1 different as far as was counted, 2 not counted, 3 not unique or not filled. */
export function gradeOf({ guarded, nullable, counted }: AnchorCandidate): 0 | 1 | 2 | 3 {
  if (guarded !== undefined && !nullable) return 0;
  if (counted === undefined || 'problem' in counted) return 2;
  return counted.different === counted.rows ? 1 : 3;
}
