import type { Directory, Entry } from './directory.ts';
import { fromGeneralizedTime, toGeneralizedTime } from './generalized-time.ts';

/** A time that the directory wrote or told, and what this server's clock had then; both ISO 8601. */
export type PeerClock = {
  readonly date: string;
  readonly at: string;
};

/** OpenLDAP's monitor, 389's and its kin's, ApacheDS's and AD LDS's own word; shown to few accounts. */
const tellers = [
  { base: 'cn=Current,cn=Time,cn=Monitor', name: 'monitorTimestamp' },
  { base: 'cn=monitor', name: 'currentTime' },
  { base: '', name: 'currentTime' },
] as const;

/** What the directory says that it is, where it tells this account. */
export async function askClock(
  directory: Directory,
  now: () => Date,
  signal: AbortSignal,
): Promise<PeerClock | undefined> {
  for (const { base, name } of tellers) {
    const read = await directory.read(base, [name], signal);
    const told = read.ok ? timeOf(read.entries[0], name) : undefined;
    if (told !== undefined) return { date: told, at: now().toISOString() };
  }
  return undefined;
}

interface Stamped {
  readonly base: string;
  readonly scope: 'one' | 'sub';
  /** Of the entries that are asked for; with the attribute by which they are stamped. */
  readonly filter: string;
  readonly name: string;
}

/** An entry that is stamped later than it is here: the directory's clock was ahead. Milliseconds that are allowed. */
export async function stampedAhead(
  directory: Directory,
  { base, scope, filter, name }: Stamped,
  { now, allowedMs }: { readonly now: () => Date; readonly allowedMs: number },
  signal: AbortSignal,
): Promise<PeerClock | undefined> {
  const at = now();
  const later = toGeneralizedTime(new Date(at.getTime() + allowedMs));
  const found = await directory.search(
    {
      base,
      scope,
      filter: `(&${filter}(${name}>=${later}))`,
      attributes: [name],
      sizeLimit: 1,
      timeLimit: 5,
    },
    signal,
  );
  const told = found.ok ? timeOf(found.entries[0], name) : undefined;
  // What a server answers that does not know the comparison is looked at again.
  if (told === undefined || Date.parse(told) - at.getTime() < allowedMs) return undefined;
  return { date: told, at: at.toISOString() };
}

export function timeOf(entry: Entry | undefined, name: string): string | undefined {
  const [value] = entry?.values(name) ?? [];
  return value === undefined ? undefined : fromGeneralizedTime(value);
}
