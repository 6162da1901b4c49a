import type { ConnectionTrace } from '../../clients/connection/trace.ts';
import type { Facts } from '../../engine/facts.ts';
import { levels } from '../../requirements/requirement.ts';
import type { MakeProbe } from '../describe.ts';
import type { CertificateFacts, CertificateProblem } from './certificate.ts';
import { signInRow } from './rows.ts';
import { leaseSignIn, type SignInSettings } from './session.ts';
import { judgeSignedIn } from './sign-in-judge.ts';
import type { ServiceError } from './transport.ts';

/** What became of a sign-in; nothing secret is in it. */
export interface SignInDetail {
  /**
   * `remembered`: the secret was refused before, nothing was sent. `other-cloud`: this cloud does not have the
   * tenant, nothing was sent. `no-graph`: nobody names the address of Graph. `expired`: nobody entered the code in
   * time. `declined`: the person said no. `page`: a portal or filter answers. `odd`: an answer without a token.
   */
  readonly outcome:
    | 'signed-in'
    | 'refused'
    | 'remembered'
    | 'expired'
    | 'declined'
    | 'certificate'
    | 'other-cloud'
    | 'no-graph'
    | 'unreached'
    | 'throttled'
    | 'fault'
    | 'page'
    | 'odd'
    | 'library';
  readonly method: SignInSettings['method'];
  readonly clientId: string;
  readonly tenant: string;
  /** The account that the doctor runs as. */
  readonly as: string;
  /** `graph.microsoft.com:443`. */
  readonly graph?: string;
  /** The last request to the sign-in host. */
  readonly reached?: ConnectionTrace;
  readonly status?: number;
  readonly retryAfter?: number;
  readonly error?: ServiceError;
  /** The client library's name of its own error. */
  readonly fault?: string;
  readonly certificate?: CertificateFacts;
  readonly problem?: CertificateProblem;
  /** As the token tells them. */
  readonly permissions?: readonly string[];
  readonly wids?: readonly string[];
  readonly refusal?: { readonly target: string; readonly account: string; readonly at: string };
}

export interface SignInFacts extends SignInDetail, Facts {}

/** Signs in to Microsoft Graph, once a run, with the application of `.ecmarc`. */
export const tenantSignIn: MakeProbe = (scope) =>
  signInRow(scope, {
    id: 'tenant.sign-in',
    title: 'Signs in to Microsoft Graph',
    levels: levels('info', 'info'),
    requirements: ['CLD-01'],
    needs: ['tenant.exists'],
    lockout: true,
    work: {
      collect: leaseSignIn,
      judge: judgeSignedIn,
    },
  });
