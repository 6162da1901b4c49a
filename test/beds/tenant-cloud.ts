import type { IncomingMessage, ServerResponse } from 'node:http';
import type { KeyPair } from './certificates.ts';
import { type Cloud, startCloud } from './loopback.ts';
import { answerWith, type Fault } from './tenant-faults.ts';

/** The parts of a tenant's cloud, each of which can be made to fail. */
export type Part = 'configuration' | 'code' | 'token' | 'organization' | 'skus' | 'memberships' | 'me';

/** What a tenant is like; a test changes what it is about. */
export interface TenantScript {
  /** `cloud_instance_name` and the like, over the healthy ones; undefined leaves one out. */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** What is given to the person, and how it goes on. */
  readonly code?: {
    readonly expiresIn?: number | string;
    /** Seconds between polls. */
    readonly interval?: number;
    /** Answers to the polls, the last one for all further ones. */
    readonly polls?: readonly ('authorization_pending' | 'authorization_declined' | 'expired_token' | 'ok')[];
  };
  /** The error that a token request gets. */
  readonly refuse?: { readonly error: string; readonly number: string };
  readonly organization?: Readonly<Record<string, unknown>>;
  readonly skus?: readonly unknown[];
  readonly memberships?: readonly unknown[];
  readonly me?: Readonly<Record<string, unknown>>;
  /** Claims of the token. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Members on a page of a collection. */
  readonly pageSize?: number;
  /** The host of links to further pages. */
  readonly nextHost?: string;
  readonly faults?: Partial<Record<Part, Fault>>;
  /** Graph puts the token that it got into every text of its answers. */
  readonly reflects?: boolean;
}

export const tenantId = '11111111-2222-3333-4444-555555555555';
export const clientId = '99999999-8888-7777-6666-555555555555';
/** All that must never be seen anywhere. */
export const planted = {
  secret: 'planted-client-secret-1',
  token: 'planted-token-signature',
  deviceCode: 'planted-device-code',
  refresh: 'planted-refresh-token',
} as const;

export interface TenantCloud extends Cloud {
  /** Bodies of the token requests as they came. */
  readonly tokenRequests: URLSearchParams[];
  /** Forgets what was asked; faults begin anew. */
  reset(script?: TenantScript): void;
}

/** Sign-in host and Microsoft Graph of a loopback cloud, in one server over HTTPS. */
export async function startTenantCloud(certificate: KeyPair): Promise<TenantCloud> {
  const state = { script: {} as TenantScript, polls: 0, faults: new Map<Part, number>() };
  const tokenRequests: URLSearchParams[] = [];
  const cloud = await startCloud(certificate, (request, response) => {
    void respond(request, response).catch((error: unknown) => response.writeHead(599).end(String(error)));
  });

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', `https://${request.headers.host}`);
    const body = new URLSearchParams(await bodyOf(request));
    const part = partOf(url.pathname);
    if (part === undefined) return void send(response, 404, { error: { code: 'Request_ResourceNotFound' } });
    if (part === 'token') tokenRequests.push(body);
    const fault = state.script.faults?.[part];
    if (fault !== undefined) {
      const times = (state.faults.get(part) ?? 0) + 1;
      state.faults.set(part, times);
      if (answerWith(fault, times, response)) return;
    }
    if (part === 'configuration') return void configuration(url, response);
    if (part === 'code') return void code(response);
    if (part === 'token') return void token(body, response);
    if (!request.headers.authorization?.endsWith(`.${planted.token}`)) {
      return void send(response, 401, { error: { code: 'InvalidAuthenticationToken' } });
    }
    if (state.script.reflects === true) {
      const token = request.headers.authorization;
      const value = [{ countryLetterCode: token, tenantType: token, skuPartNumber: token, servicePlans: [] }];
      return void send(response, 200, { value, userType: token });
    }
    return void graph(part, url, response);
  }

  function configuration(url: URL, response: ServerResponse): void {
    const tenant = decodeURIComponent(url.pathname.split('/')[1] ?? '');
    if (tenant.startsWith('unknown')) {
      const error_description = `AADSTS90002: Tenant '${tenant}' not found.`;
      return void send(response, 400, { error: 'invalid_tenant', error_description });
    }
    send(response, 200, {
      issuer: `${url.origin}/${tenantId}/v2.0`,
      authorization_endpoint: `${url.origin}/${tenantId}/oauth2/v2.0/authorize`,
      token_endpoint: `${url.origin}/${tenantId}/oauth2/v2.0/token`,
      device_authorization_endpoint: `${url.origin}/${tenantId}/oauth2/v2.0/devicecode`,
      jwks_uri: `${url.origin}/${tenantId}/discovery/v2.0/keys`,
      tenant_region_scope: 'NA',
      cloud_instance_name: 'microsoftonline.com',
      msgraph_host: url.host,
      ...state.script.configuration,
    });
  }

  function code(response: ServerResponse): void {
    send(response, 200, {
      user_code: 'ABCD-EFGH',
      device_code: planted.deviceCode,
      verification_uri: 'https://login.example/device',
      expires_in: state.script.code?.expiresIn ?? 900,
      // The service's own is 5.
      interval: state.script.code?.interval ?? 0.2,
      message: 'enter it',
    });
  }

  function token(body: URLSearchParams, response: ServerResponse): void {
    const { refuse, code: device, claims } = state.script;
    const no = (error: string, number: string) =>
      send(response, 400, {
        error,
        error_description: `${number}: a text with ${planted.secret} in it. Trace ID: 0`,
      });
    if (refuse !== undefined) return void no(refuse.error, refuse.number);
    if (body.get('grant_type') === 'client_credentials' && body.has('client_secret')) {
      if (body.get('client_secret') !== planted.secret) return void no('invalid_client', 'AADSTS7000215');
    }
    if (body.has('device_code')) {
      const polls = device?.polls ?? ['ok'];
      const answer = polls[Math.min(state.polls, polls.length - 1)] ?? 'ok';
      state.polls += 1;
      if (answer !== 'ok') return void no(answer, 'AADSTS70016');
    }
    const payload = { aud: 'graph', scp: 'Organization.Read.All User.Read', ...claims };
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    send(response, 200, {
      token_type: 'Bearer',
      expires_in: 3600,
      ext_expires_in: 3600,
      scope: 'graph/.default',
      refresh_token: planted.refresh,
      access_token: `${encode({ alg: 'none' })}.${encode(payload)}.${planted.token}`,
    });
  }

  function graph(part: Part, url: URL, response: ServerResponse): void {
    const { organization, skus = [], memberships = [], me } = state.script;
    if (part === 'me') return void send(response, 200, { id: '1', userType: 'Member', ...me });
    const all =
      part === 'organization'
        ? [{ id: tenantId, countryLetterCode: 'US', tenantType: 'AAD', ...organization }]
        : part === 'skus'
          ? skus
          : memberships;
    const size = state.script.pageSize ?? 100;
    const from = Number(url.searchParams.get('$skiptoken') ?? 0);
    const next = new URL(url);
    next.host = state.script.nextHost ?? url.host;
    next.searchParams.set('$skiptoken', String(from + size));
    send(response, 200, {
      value: all.slice(from, from + size),
      ...(from + size < all.length ? { '@odata.nextLink': next.href } : {}),
    });
  }

  return Object.assign(cloud, {
    tokenRequests,
    reset(script: TenantScript = {}) {
      state.script = script;
      state.polls = 0;
      state.faults.clear();
      tokenRequests.length = 0;
      cloud.requests.length = 0;
    },
  });
}

function partOf(path: string): Part | undefined {
  if (path.endsWith('/v2.0/.well-known/openid-configuration')) return 'configuration';
  if (path.endsWith('/oauth2/v2.0/devicecode')) return 'code';
  if (path.endsWith('/oauth2/v2.0/token')) return 'token';
  if (path === '/v1.0/organization') return 'organization';
  if (path === '/v1.0/subscribedSkus') return 'skus';
  if (path === '/v1.0/me/transitiveMemberOf') return 'memberships';
  if (path === '/v1.0/me') return 'me';
  return undefined;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
}

export function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
