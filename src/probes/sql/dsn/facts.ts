import type { Facts } from '../../../engine/facts.ts';
import type { FileDsn } from '../../../formats/dsn/file-dsn.ts';
import type { Problem } from '../../../platform/types.ts';
import type { SqlTarget } from '../../../settings/schema.ts';
import { factsToken } from '../../token.ts';

/** What `DSN=NAME` in the file leads to. */
export type DataSource = {
  readonly name: string;
  readonly state: 'found' | 'absent' | 'not-seen';
  /** As in `FileDsn`. */
  readonly keys?: { readonly [keyword: string]: string };
};

export interface DsnFacts extends Facts {
  readonly path: string;
  readonly problem?: Problem;
  readonly dsn?: FileDsn;
  readonly target: {
    readonly server: string;
    readonly database: string;
    readonly port?: number;
    readonly instance?: string;
  };
  readonly engine: SqlTarget['engine'];
  /** This machine's name: what `.` and `localhost` stand for. */
  readonly self: string;
  /** Of the client configuration of SQL Server, for the name in the DSN. */
  readonly alias?: string;
  readonly source?: DataSource;
  /** May the account of the connector host read the file? Absent where it cannot be known. */
  readonly serviceMayRead?: boolean;
  /** Why that, or the alias, is not known. */
  readonly unread?: readonly string[];
}

export const sqlDsn = factsToken<DsnFacts>('sql', 'dsn');
