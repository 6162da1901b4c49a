import { type CauseRule, isTrouble, joint } from './cause.ts';
import { allWalks, isOutside, rowsOf } from './walks.ts';

/** Names cannot be found: the name server is silent, or knows nothing of the internet. */
export const dns: CauseRule = (row, rows) => {
  const walks = allWalks(rows).filter((walk) => isTrouble(walk.row));
  const lost = walks.filter((walk) => walk.failed?.layer === 'name');
  const outside = lost.filter(isOutside);
  const root = row('network.dns');
  const named = isTrouble(root) && outside.some((walk) => walk.row === root);
  const found = allWalks(rows).flatMap((walk) => walk.resolved);
  const names = new Set(lost.map((walk) => walk.failed?.peer));
  // One wrong name is a typing mistake; where others are found it is no fault of DNS.
  if (!named && (names.size < 2 || found.length > 0)) return undefined;
  const codes = new Set((named ? outside : lost).map((walk) => walk.failed?.code));
  const same = lost.filter((walk) => codes.has(walk.failed?.code ?? ''));
  const text = codes.has('ENOTFOUND')
    ? found.length > 0
      ? 'The DNS servers of this machine find internal names, but not these of the internet'
      : 'The DNS servers of this machine do not know the names that are needed'
    : 'DNS does not answer this server: no name can be found';
  return atLeastTwo(joint('dns', text, [named ? root : undefined, ...rowsOf(same)], rows));
};

function atLeastTwo<T extends { readonly probes: readonly string[] } | undefined>(cause: T): T | undefined {
  return cause === undefined || cause.probes.length < 2 ? undefined : cause;
}
