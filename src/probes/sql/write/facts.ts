import type { TestRowOutcome, Unsendable } from '../../../clients/sql/database.ts';
import type { Unasked } from '../../../clients/sql/unasked.ts';
import type { Facts } from '../../../engine/facts.ts';
import type { Engine } from '../../../settings/schema.ts';
import { factsToken } from '../../token.ts';

/** What stands against a test on this table (decisions: Write tests). */
export type Reason = 'triggers' | 'temporal' | 'cdc' | 'size' | 'children' | 'elsewhere' | 'no-rollback';

export interface WriteFacts extends Facts, Partial<TestRowOutcome> {
  readonly table: string;
  readonly user: string;
  /** Why the test was not made on this table, unless `despite` says so. */
  readonly refused?: readonly Reason[];
  /** What the mapping names and no row can have. */
  readonly unsendable?: readonly Unsendable[];
  /** Columns of the mapping that the row left empty. */
  readonly omitted?: readonly string[];
  /** Tables that its mandatory foreign keys point at. */
  readonly parents?: readonly string[];
  /** Child tables that no index leads to. */
  readonly children?: readonly string[];
  /** Triggers of the table, by name. */
  readonly triggers?: readonly string[];
  /** What keeps a trace of the row that was rolled back. */
  readonly notes?: readonly string[];
  /** Procedures do the work: what they do is theirs, and need not be undone by a roll-back. */
  readonly byProcedures?: true;
  /** Why no row can be made up. */
  readonly impossible?: string;
  /** The identity column whose next number was used up. */
  readonly identity?: string;
  /** Set when it is judged, where it is another than SQL Server. */
  readonly engine?: Engine;
}

export const sqlWrite = factsToken<WriteFacts | Unasked>('sql', 'write');
