import { defined } from '../../../base/defined.ts';
import { type Directory, noAttributes } from '../../../clients/ldap/directory.ts';
import { isClass } from '../../../clients/ldap/names.ts';
import { isLost, resultCode } from '../../../clients/ldap/outcome.ts';
import type { Problem } from '../../../platform/types.ts';
import type { BoundContext } from '../define.ts';
import type { FeaturesFacts } from './facts.ts';

/** An unpaged search asks for this many entries at most. */
const asked = 1_500;

export async function collectFeatures(
  { directory, scope }: BoundContext,
  signal: AbortSignal,
): Promise<FeaturesFacts> {
  const { users, objectClass } = scope.target;
  const trueFalse = await understandsTrueFalse(directory, signal);
  if (typeof trueFalse === 'object') return { lost: trueFalse, usable: false };
  const sizeLimit =
    users === undefined ? undefined : await limitMet(directory, users, isClass(objectClass), signal);
  return { trueFalse, ...defined({ sizeLimit }), usable: true };
}

async function understandsTrueFalse(directory: Directory, signal: AbortSignal): Promise<boolean | Problem> {
  const { AndFilter, OrFilter } = await import('ldapts');
  const base = { base: '', scope: 'base', attributes: noAttributes } as const;
  const yes = await directory.search({ ...base, filter: new AndFilter({ filters: [] }) }, signal);
  if (!yes.ok) return isLost(yes.problem) ? yes.problem : false;
  const no = await directory.search({ ...base, filter: new OrFilter({ filters: [] }) }, signal);
  if (!no.ok) return isLost(no.problem) ? no.problem : false;
  return yes.entries.length === 1 && no.entries.length === 0;
}

/**
 * Without paging, where does the server stop? Null: not before what is asked for. Where a limit is asked for, a server may
 * allow more than it gives unasked: what was not more than that is asked for again without one.
 */
async function limitMet(
  directory: Directory,
  base: string,
  filter: string,
  signal: AbortSignal,
): Promise<number | null | undefined> {
  const search = { base, scope: 'sub', filter, attributes: noAttributes } as const;
  const first = await directory.search({ ...search, sizeLimit: asked }, signal);
  if (!first.ok) return undefined;
  if (first.entries.length >= asked) return null;
  if (first.limited) return first.entries.length;
  const second = await directory.search(search, signal);
  if (second.ok) return null;
  return [4, 11].includes(resultCode(second.problem) ?? 0) ? (second.seen ?? 0) : undefined;
}
