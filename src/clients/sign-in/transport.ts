import type { TokenCredentialOptions } from '@azure/identity';
import { defined } from '../../base/defined.ts';
import { parseObject } from '../../base/json.ts';
import { hostAndPort } from '../clouds.ts';
import { type Requested, RetryBudget, request } from '../connection/request.ts';
import type { RouteTo } from '../connection/route.ts';
import { type ConnectionTrace, isReached } from '../connection/trace.ts';
import type { ProbeContext } from '../environment.ts';
import { errorNumber } from './answer.ts';
import type { ServiceError } from './outcome.ts';

type HttpClient = NonNullable<TokenCredentialOptions['httpClient']>;
type LibraryRequest = Parameters<HttpClient['sendRequest']>[0];
type LibraryHeaders = LibraryRequest['headers'];

/** How the last request of the client library went. */
export interface Last {
  readonly trace: ConnectionTrace;
  readonly status?: number;
  readonly retryAfter?: number;
  readonly error?: ServiceError;
  /** Something was sent that asks for a code or a token. */
  readonly posted: boolean;
  /** The answer was a web page, or no JSON object. */
  readonly page?: boolean;
}

/** OAuth's errors (RFC 6749, 5.2; RFC 8628, 3.5; OpenID Connect Core, 3.1.2.6) and Microsoft's own. */
const names: readonly string[] = [
  ...['invalid_request', 'invalid_client', 'invalid_grant', 'unauthorized_client', 'unsupported_grant_type'],
  ...['invalid_scope', 'access_denied', 'server_error', 'temporarily_unavailable'],
  ...['authorization_pending', 'slow_down', 'expired_token'],
  ...['interaction_required', 'login_required', 'consent_required'],
  ...[
    'authorization_declined',
    'bad_verification_code',
    'code_expired',
    'invalid_resource',
    'invalid_tenant',
  ],
];

/** Thrown to the client library when there is no answer to give it. */
class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
}

/** Headers that the client library needs sent: the rest (compression, its user agent) is our own business. */
const sent = /^(?:accept|content-type|client-request-id|x-client-[\w-]+|x-app-[\w-]+|x-ms-[\w-]+)$/;

/** Longest answer: a configuration or a token, a few kB. */
const maxBytes = 256 * 1024;

/**
 * The client library's way to the network is ours: it goes by the routes of the other rows, trusts what they
 * trust, and each failure is known by its layer. Otherwise the library takes proxies from the
 * environment, has no machine's roots, and hides why an address was not reached.
 */
export class Transport implements HttpClient {
  readonly #context: ProbeContext;
  readonly #authority: string;
  readonly #routeTo: RouteTo;
  readonly #signal: AbortSignal;
  readonly #budget = new RetryBudget();
  last: Last | undefined;
  /** How long the last device code lives, in seconds (`expires_in`; RFC 8628, 3.2): the library does not tell. */
  codeSeconds: number | undefined;

  /** `authority`: `https://login.microsoftonline.com`, the only place that secrets are sent to. */
  constructor(context: ProbeContext, authority: string, routeTo: RouteTo, signal: AbortSignal) {
    this.#context = context;
    this.#authority = new URL(authority).origin;
    this.#routeTo = routeTo;
    this.#signal = signal;
  }

  async sendRequest(wanted: LibraryRequest): Promise<Awaited<ReturnType<HttpClient['sendRequest']>>> {
    const url = new URL(wanted.url);
    const body = typeof wanted.body === 'string' ? wanted.body : undefined;
    if (url.protocol !== 'https:' || (body !== undefined && url.origin !== this.#authority)) {
      throw new NoAnswerError('not an address of the sign-in host');
    }
    const to = {
      ...hostAndPort(url),
      get: `${url.pathname}${url.search}`,
      maxBytes,
      content: {
        headers: () => chosen(wanted.headers),
        ...defined({ body: body === undefined ? undefined : () => body }),
      },
    };
    const requested = await request(this.#context, to, this.#routeTo, this.#budget, this.#signal);
    this.last = lastOf(requested, body !== undefined);
    const { answer } = requested;
    if (answer?.status === 200 && body !== undefined) this.codeSeconds = codeSecondsOf(answer.body);
    if (answer === undefined || !isReached(requested.trace)) throw new NoAnswerError('no answer');
    return {
      request: wanted,
      status: answer.status,
      headers: new Headers(answer.headers),
      bodyAsText: answer.body,
    };
  }
}

function lastOf({ trace, answer, retryAfter }: Requested, posted: boolean): Last {
  if (answer === undefined) return { trace, posted };
  const json = parseObject(answer.body);
  const error = errorOf(json);
  return {
    trace,
    posted,
    status: answer.status,
    ...defined({ retryAfter, error, page: json === undefined ? true : undefined }),
  };
}

/** Undefined unless it is the answer that gives a device code, and says it in the range of a day. */
function codeSecondsOf(body: string): number | undefined {
  const { device_code: code, expires_in: given } = parseObject(body) ?? {};
  if (typeof code !== 'string' || (typeof given !== 'number' && typeof given !== 'string')) return undefined;
  // Microsoft's older endpoints give numbers as text.
  const seconds = Number(given);
  return seconds > 0 && seconds <= 86_400 ? seconds : undefined;
}

function errorOf(json: Readonly<Record<string, unknown>> | undefined): ServiceError | undefined {
  if (typeof json?.error !== 'string') return undefined;
  // A peer may put there what it was sent: only names that are known are repeated.
  const name = names.includes(json.error) ? json.error : 'another error';
  return { name, ...defined({ number: errorNumber(json) }) };
}

function chosen(headers: LibraryHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers.toJSON()).filter(([name]) => sent.test(name.toLowerCase())),
  );
}

/** The library's shape of headers. */
class Headers implements LibraryHeaders {
  readonly #map: Map<string, string>;

  constructor(given: Readonly<Record<string, string>>) {
    this.#map = new Map(Object.entries(given));
  }

  get(name: string): string | undefined {
    return this.#map.get(name.toLowerCase());
  }

  has(name: string): boolean {
    return this.#map.has(name.toLowerCase());
  }

  set(name: string, value: string | number | boolean): void {
    this.#map.set(name.toLowerCase(), String(value));
  }

  delete(name: string): void {
    this.#map.delete(name.toLowerCase());
  }

  toJSON(): Record<string, string> {
    return Object.fromEntries(this.#map);
  }

  [Symbol.iterator](): Iterator<[string, string]> {
    return this.#map.entries();
  }
}
