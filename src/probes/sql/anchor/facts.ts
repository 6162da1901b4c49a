import type { Column } from '../../../clients/sql/columns.ts';
import type { ValueCounts } from '../../../clients/sql/database.ts';
import type { Index } from '../../../clients/sql/indexes.ts';
import type { Unasked } from '../../../clients/sql/unasked.ts';
import type { Facts } from '../../../engine/facts.ts';
import type { Engine } from '../../../settings/schema.ts';
import { factsToken } from '../../token.ts';

export interface AnchorFacts extends Facts {
  readonly table: string;
  readonly anchor: string;
  readonly column?: Column;
  readonly indexes: readonly Index[];
  /** Rows of the table, about; null for a view. */
  readonly rows: number | null;
  readonly view?: boolean;
  /** Row-level security shows only a part of it to this account. */
  readonly hidesRows?: true;
  /** The table is not shown: its rows come from a procedure. */
  readonly byProcedures?: true;
  /** The table has it, and procedures give it its values. */
  readonly throughProcedures?: true;
  /** The column of the distinguished name, where the host does not make that itself: held to the same rule. */
  readonly dn?: { readonly name: string; readonly column?: Column; readonly counted?: ValueCounts };
  /** What was counted, where the catalogue alone did not settle it. */
  readonly counted?: ValueCounts;
  /** How many rows are shown, where nothing else was counted and policies may be hidden from this account. */
  readonly shown?: ValueCounts;
  /** Set when it is judged, where it is another than SQL Server. */
  readonly engine?: Engine;
}

export const sqlAnchor = factsToken<AnchorFacts | Unasked>('sql', 'anchor');
