import { Buffer } from 'node:buffer';
import { defined } from '../../base/defined.ts';
import { parseObject } from '../../base/json.ts';

/** What an access token says of itself; shown, and never relied upon: Graph decides. */
export type TokenClaims = {
  /** Permissions given: of a person's token (`scp`), or of an application's (`roles`). */
  readonly permissions?: readonly string[];
  /** Template ids of directory roles. */
  readonly wids?: readonly string[];
};

/** Reads the payload of a JSON Web Token (RFC 7519); a token of another kind says nothing. */
export function readClaims(token: string): TokenClaims {
  const payload = parseObject(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  const scopes = typeof payload?.scp === 'string' ? payload.scp.split(' ') : [];
  const permissions = words([...scopes, ...list(payload?.roles)]);
  const wids = words(list(payload?.wids));
  return defined({
    permissions: permissions.length === 0 ? undefined : permissions,
    wids: wids.length === 0 ? undefined : wids,
  });
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function words(values: readonly unknown[]): string[] {
  return values
    .filter((one): one is string => typeof one === 'string' && /^[\w.-]{1,80}$/.test(one))
    .slice(0, 100);
}
