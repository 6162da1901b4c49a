import { parseObject } from '../../base/json.ts';
import type { HttpAnswer } from '../../platform/types.ts';
import { requirement } from '../../requirements/index.ts';

/**
 * What came back where the sign-in host was asked for a tenant's configuration. `document`: the OpenID configuration.
 * `refusal`: the host's own JSON error (an unknown tenant). `redirect`, `page`: a portal or filter answers in its
 * place. `other`: something else.
 */
export type AnswerKind = 'document' | 'refusal' | 'redirect' | 'page' | 'other';

export type SignInAnswer = {
  readonly answer: AnswerKind;
  readonly issuer?: string;
  /** The error that a refusal names: the number in its text (AADSTS90002), else its name: `invalid_tenant`. */
  readonly error?: string;
};

/** What kind of answer it is, and what matters of it. */
export function readAnswer({ status, headers, body }: HttpAnswer): SignInAnswer {
  if (status >= 300 && status < 400) return { answer: 'redirect' };
  const json = parseObject(body);
  if (status === 200 && typeof json?.issuer === 'string')
    return { answer: 'document', issuer: json.issuer.slice(0, 300) };
  if (status >= 400 && status < 500 && typeof json?.error === 'string')
    return { answer: 'refusal', error: errorNumber(json) ?? json.error.slice(0, 100) };
  return { answer: isPage({ headers, body }) ? 'page' : 'other' };
}

/** The sign-in service's number for a no, out of its text: `AADSTS7000215`. */
export function errorNumber({ error_description: text }: Readonly<Record<string, unknown>>) {
  return typeof text === 'string' ? /AADSTS\d{1,10}/.exec(text)?.[0] : undefined;
}

/** A page for people, where a program asked. */
export function isPage({ headers, body }: Pick<HttpAnswer, 'headers' | 'body'>): boolean {
  return /^text\/html\b/i.test(headers['content-type'] ?? '') || /^\s*</.test(body);
}

/** Did the sign-in host itself answer? An unknown tenant is its answer too. */
export function isOfSignInHost(answer: AnswerKind | undefined): boolean {
  return answer === 'document' || answer === 'refusal';
}

/** Unknown tenant, or what no tenant can be called. The second number is not confirmed by the documents read. */
export function isUnknownTenant({ answer, error }: Partial<SignInAnswer>): boolean {
  const { unknownTenant } = requirement('CLD-03').values;
  return answer === 'refusal' && [unknownTenant, 'AADSTS900023', 'invalid_tenant'].includes(error ?? '');
}

/** Where a tenant's configuration is asked for, at its sign-in host. */
export function configurationPath(tenant: string): string {
  return requirement('NET-02').values.tenantPath.replace('{tenant}', () => encodeURIComponent(tenant));
}
