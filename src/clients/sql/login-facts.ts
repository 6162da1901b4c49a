import type { Facts } from '../../engine/facts.ts';
import type { Problem } from '../../platform/types.ts';
import type { RegistryKey, WindowsAnswer } from '../../platform/windows/types.ts';
import type { SqlTarget } from '../../settings/schema.ts';
import type { ConnectionTrace } from '../connection/trace.ts';
import type { BrowserAnswer } from './browser-service.ts';
import type { SqlDatabase } from './database.ts';
import type { Encryption } from './endpoint.ts';
import type { Greeting } from './tds/prelogin.ts';

export type LoginOutcome =
  | 'in'
  | 'remembered'
  | 'no-secret'
  /** Only the driver makes such a login. */
  | 'driver-only'
  | 'no-instance'
  | 'no-connection'
  | 'not-tds'
  | 'not-offered'
  | 'demanded'
  | 'no-tls'
  | 'certificate'
  | 'refused'
  | 'turned-away'
  | 'silent'
  | 'lost';

/** What the server said while it was asked for a login. */
export type ServerMessage = { readonly number: number; readonly state: number; readonly text: string };

export type SentOn = {
  readonly host: string;
  readonly port: number;
  readonly outcome: 'open' | LoginOutcome;
  readonly reached: ConnectionTrace;
  readonly problem?: Problem;
};

/** How a login went: what `sql.login` has as its facts. */
export interface LoginFacts extends Facts {
  readonly outcome: LoginOutcome;
  readonly account: string;
  readonly authentication: SqlTarget['authentication'];
  readonly encryption: Encryption;
  /** False: `trustServerCertificate` is on, the certificate was only looked at. */
  readonly checked: boolean;
  readonly loopback: boolean;
  readonly reached?: ConnectionTrace;
  readonly browser?: BrowserAnswer;
  readonly greeting?: Greeting;
  /** Where the server sent the login on to (Azure's redirect policy), and whether that one was found good. */
  readonly sentOn?: SentOn;
  readonly words?: readonly ServerMessage[];
  readonly problem?: Problem;
  readonly ms?: number;
  readonly refusal?: { readonly target: string; readonly account: string; readonly at: string };
  readonly caFile?: { readonly key: string; readonly problem?: Problem };
  /** The policy for outgoing NTLM of this Windows: the doctor's own client does not obey it. */
  readonly ntlmPolicy?: WindowsAnswer<RegistryKey>;
  /** Its value, in reports of earlier versions. */
  readonly outgoingNtlm?: number;
}

/** The connector's one connection, logged in, or what stood in its way. */
export interface Session {
  readonly login: LoginFacts;
  /** The database behind it; each question ends with the signal of the attempt that asks. */
  readonly database?: (signal: AbortSignal) => SqlDatabase;
}
