import type { ConnectionTrace } from '../../../clients/connection/trace.ts';
import type { AnswerKind } from '../../../clients/sign-in/answer.ts';
import type { Facts } from '../../../engine/facts.ts';
import type { DotnetAnswer } from '../../../platform/windows/dotnet-request.ts';
import type { WindowsAnswer } from '../../../platform/windows/types.ts';
import { factsToken } from '../../token.ts';

/**
 * The same address asked by .NET Framework, which the agent is written in: through the one PowerShell of the run, side
 * by side with our own request (decisions: network.sign-in). Plain JSON.
 */
export type DotnetCheck = WindowsAnswer<DotnetAnswer>;

export interface SignInHostFacts extends Facts {
  readonly reached: ConnectionTrace;
  /** Whose configuration was asked for: the tenant of `.ecmarc`, or `common`. */
  readonly tenant: string;
  /** Absent when no answer came. */
  readonly answer?: AnswerKind;
  readonly issuer?: string;
  /** The error that a refusal names. */
  readonly error?: string;
  /** What .NET Framework got from the same address. Absent off Windows, and in reports of older versions. */
  readonly dotnet?: DotnetCheck;
  /** Our request found no trusted authority, and .NET did: is it in the store of this user alone? */
  readonly rootOfUser?: boolean;
}

export const networkSignIn = factsToken<SignInHostFacts>('network', 'sign-in');
