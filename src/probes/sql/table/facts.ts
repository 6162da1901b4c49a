import type { Column } from '../../../clients/sql/columns.ts';
import type { TableInfo, TableTraits } from '../../../clients/sql/database.ts';
import type { SqlProblem } from '../../../clients/sql/statements.ts';
import type { Unasked } from '../../../clients/sql/unasked.ts';
import type { Facts } from '../../../engine/facts.ts';
import { factsToken } from '../../token.ts';

export interface TableFacts extends Facts {
  readonly asked: string;
  readonly found?: TableInfo;
  readonly columns?: readonly Column[];
  readonly traits?: TableTraits;
  /** Why a view cannot be selected from. */
  readonly unselectable?: SqlProblem;
  /** People are reached through procedures alone; the table may not be shown. */
  readonly byProcedures?: true;
  /** Others of nearly this name, where it was not found. */
  readonly alike?: readonly string[];
}

export const sqlTable = factsToken<TableFacts | Unasked>('sql', 'table');
