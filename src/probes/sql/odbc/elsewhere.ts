import { same } from '../driver-names.ts';
import type { OdbcFacts } from './facts.ts';

export interface Elsewhere {
  readonly what: 'server' | 'port' | 'database';
  readonly found: string;
  readonly wanted: string;
}

type Seen = Pick<OdbcFacts, 'target' | 'leads' | 'here' | 'info' | 'sameHost'>;

/** Did the login through the file DSN lead to another place than `.ecmarc` says? Then nothing else is asked there. */
export function elsewhere({ target, leads, here, info, sameHost }: Seen): Elsewhere | undefined {
  if (sameHost === false) return { what: 'server', found: leads?.server ?? '', wanted: target.server };
  // A port that the server tells itself may lie behind a relay: the file's own word counts first.
  const port = leads?.port ?? here?.port;
  if (port !== undefined && target.port !== undefined && port !== target.port)
    return { what: 'port', found: String(port), wanted: String(target.port) };
  const told = here?.database ?? info?.database ?? '';
  // MariaDB's driver says so where the file names no database.
  const database = told === 'null' ? 'none' : told;
  if (database !== '' && !same(database, target.database))
    return { what: 'database', found: database, wanted: target.database };
  return undefined;
}
