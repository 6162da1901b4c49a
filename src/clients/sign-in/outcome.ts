import type { Settings } from '../../settings/schema.ts';
import type { Secret } from '../../settings/secret.ts';
import type { GraphHost } from '../clouds.ts';
import type { ConnectionTrace } from '../connection/trace.ts';

export type SignInSettings = Exclude<Settings['tenant']['signIn'], { method: 'none' }>;

/** What became of a sign-in; nothing secret is in it. */
export interface SignInOutcome {
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

/** The sign-in service's own words for a no: OAuth's error, Microsoft's number, nothing of its text. */
export type ServiceError = {
  /** `invalid_client`, `authorization_pending` (RFC 6749, RFC 8628). */
  readonly name: string;
  /** `AADSTS7000215`. */
  readonly number?: string;
};

/** What is shown of the certificate that an application signs in with; never its key. */
export type CertificateFacts = {
  readonly subject: string;
  /** ISO 8601. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** SHA-1, as the Microsoft Entra admin center names certificates. */
  readonly thumbprint: string;
};

/** Why the file cannot be used: `text` holds paths and system codes only. */
export type CertificateProblem = {
  readonly code: 'file' | 'pfx' | 'no-certificate' | 'no-key' | 'key-password' | 'wrong-key' | 'not-rsa';
  readonly text: string;
};

/** A token for Microsoft Graph, in memory only. */
export interface Token {
  readonly secret: Secret;
  readonly graph: GraphHost;
  /** Ms since 1970. */
  readonly expiresAt: number;
  readonly wids: readonly string[];
}

/** How a sign-in went, and the token where it gave one. */
export interface SignedIn {
  readonly outcome: SignInOutcome;
  readonly token?: Token;
}
