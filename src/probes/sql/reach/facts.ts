import type { ConnectionTrace } from '../../../clients/connection/trace.ts';
import type { BrowserAnswer } from '../../../clients/sql/browser-service.ts';
import type { Encryption } from '../../../clients/sql/endpoint.ts';
import type { Greeting } from '../../../clients/sql/tds/prelogin.ts';
import type { Facts } from '../../../engine/facts.ts';
import type { Problem } from '../../../platform/types.ts';
import type { SqlTarget } from '../../../settings/schema.ts';
import { factsToken } from '../../token.ts';

/** What is spoken at the port. `nothing`: connections are taken, and no word is said. */
export type Speaks =
  | 'tds'
  | 'tls'
  | 'http'
  | 'nothing'
  | 'hangs-up'
  | 'other'
  | 'not-asked'
  | 'postgresql'
  | 'mysql'
  | 'oracle'
  | 'db2'
  | 'ssh';

export interface SqlReachFacts extends Facts {
  readonly engine: SqlTarget['engine'];
  readonly encryption: Encryption;
  readonly instance?: string;
  readonly browser?: BrowserAnswer;
  readonly reached?: ConnectionTrace;
  /** Absent when there was no connection. */
  readonly speaks?: Speaks;
  readonly greeting?: Greeting;
  readonly problem?: Problem;
  /** What another engine's greeting tells of itself: `8.0.36`. */
  readonly says?: string;
}

export const sqlReach = factsToken<SqlReachFacts>('sql', 'reach');
