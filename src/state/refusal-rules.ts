import type { Json } from '../base/json.ts';
import { isJsonObject } from '../base/json.ts';
import { clean } from '../base/text.ts';

/**
 * Rules of the refusal memory (decisions: Lock-out), apart from its file. A refusal is target,
 * account and time; nothing made from the secret is in it.
 */
export interface Refusal {
  readonly target: string;
  readonly account: string;
  /** ISO 8601. */
  readonly at: string;
}

/** What may have changed since a refusal. All in milliseconds since 1970. */
export interface ChangesSince {
  /** Latest change of `.ecmarc` or of the secret's own file. */
  readonly newerThan?: number;
  /** When another secret was last typed for this account. */
  readonly typedAt?: number;
}

export const refusalMs = 60 * 60_000;
const longest = 512;

/**
 * One spelling for a target: no scheme, no user or password of an address, no query, no dot or slash at the
 * end, lower case.
 */
export function targetName(target: string): string {
  const bare = normalised(target)
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/[?#].*$/, '');
  const slash = bare.indexOf('/');
  const authority = slash < 0 ? bare : bare.slice(0, slash);
  const host = authority.slice(authority.lastIndexOf('@') + 1).replace(/\.(?=:\d+$|$)/, '');
  return `${host}${slash < 0 ? '' : bare.slice(slash)}`.replace(/\/+$/, '').slice(0, longest);
}

/** One spelling for an account: lower case, no blanks around the separators of a distinguished name. */
export function accountName(account: string): string {
  return normalised(account)
    .replace(/ ?([,=+;]) ?/g, '$1')
    .slice(0, longest);
}

function normalised(text: string): string {
  return clean(text).normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}

export function refusalKey(target: string, account: string): string {
  return JSON.stringify([targetName(target), accountName(account)]);
}

/** Makes a stored refusal of what a file holds, or nothing. */
export function readRefusal(value: Json): Refusal | undefined {
  if (!isJsonObject(value)) return undefined;
  const { target, account, at } = value;
  if (typeof target !== 'string' || typeof account !== 'string' || typeof at !== 'string') return undefined;
  if (Number.isNaN(Date.parse(at))) return undefined;
  return { target: targetName(target), account: accountName(account), at };
}

/**
 * A date in the future means that the clock was set back: the hour then counts from now, as nobody knows how
 * long ago it was. The result is to be stored, or the hour would begin again with every look.
 */
export function notInFuture(refusal: Refusal, now: number): Refusal {
  return Date.parse(refusal.at) > now ? { ...refusal, at: new Date(now).toISOString() } : refusal;
}

/**
 * True while the credential must not be tried. A change dated in the future is no evidence of anything (a file
 * from a machine whose clock is ahead would lift every refusal).
 */
export function isActive(refusal: Refusal, now: number, since: ChangesSince): boolean {
  const at = Math.min(Date.parse(refusal.at), now);
  if (now - at >= refusalMs) return false;
  return ![since.newerThan, since.typedAt].some(
    (change) => change !== undefined && change > at && change <= now,
  );
}
