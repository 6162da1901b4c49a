import type { OdbcLogin } from '../../../clients/odbc/log-in.ts';
import type { Facts } from '../../../engine/facts.ts';
import type { SqlTarget } from '../../../settings/schema.ts';
import { factsToken } from '../../token.ts';

export interface OdbcFacts extends Facts, OdbcLogin {
  readonly engine: SqlTarget['engine'];
  /** Of `.ecmarc`. */
  readonly target: { readonly server: string; readonly database: string; readonly port?: number };
  /** Do the file's server and that of `.ecmarc` have an address in common? Absent where nobody could tell. */
  readonly sameHost?: boolean;
  /** What the doctor's own client heard: asked before, where there is one. */
  readonly ownLogin?: string;
}

export const sqlOdbc = factsToken<OdbcFacts>('sql', 'odbc');
