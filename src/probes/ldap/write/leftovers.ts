import type { Json, JsonObject } from '../../../base/json.ts';
import type { PlannedWrite, WriteJournal } from '../../../clients/environment.ts';
import type { Directory } from '../../../clients/ldap/directory.ts';
import { resultCode } from '../../../clients/ldap/outcome.ts';
import { idFor } from '../../../engine/facts.ts';
import { type Leftover, ldapWrite } from './facts.ts';
import { isTestDn } from './test-user.ts';

/** What the journal keeps of a test user. */
interface PlannedUser {
  readonly dn: string;
  readonly id: string;
  readonly mark: string;
}

/** Planned by this very process and under way: not left by anybody. */
const underWay = new WeakMap<WriteJournal, Set<string>>();

export function markUnderWay(journal: WriteJournal, id: string): () => void {
  const set = underWay.get(journal) ?? new Set<string>();
  underWay.set(journal, set);
  set.add(id);
  return () => void set.delete(id);
}

/** The journal's open entries of this target that no running test is at work on. */
function leftIn(journal: WriteJournal, target: string): readonly PlannedWrite[] {
  const open = journal.open();
  if (!open.ok) return [];
  const busy = underWay.get(journal);
  return open.entries.filter((entry) => entry.target === target && busy?.has(entry.id) !== true);
}

/** Ids of the write tests of which the journal still knows a user: for `ProbeOptions.cleanUp`. */
export function leftoverProbes(journal: WriteJournal): ReadonlySet<string> {
  const open = journal.open();
  if (!open.ok) return new Set();
  return new Set(
    open.entries.flatMap(({ what, connector }) =>
      plannedIn(what) === undefined ? [] : [idFor(ldapWrite, connector)],
    ),
  );
}

/** Finds what older runs left at this target, proves that it is ours, deletes it, and settles the journal. */
export async function cleanUp(
  directory: Directory,
  journal: WriteJournal,
  target: string,
  signal: AbortSignal,
): Promise<readonly Leftover[]> {
  const ends: Leftover[] = [];
  for (const entry of leftIn(journal, target)) {
    const planned = plannedIn(entry.what);
    // Not an entry of this test: another kind of target shares the journal.
    if (planned === undefined) continue;
    const end = await endOf(directory, planned, signal);
    if (end.end === 'deleted' || end.end === 'never-made') journal.settle(entry.id);
    ends.push({ dn: planned.dn, at: entry.at, ...end });
  }
  return ends;
}

async function endOf(
  directory: Directory,
  { dn, id, mark }: PlannedUser,
  signal: AbortSignal,
): Promise<Pick<Leftover, 'end' | 'problem'>> {
  if (!isTestDn(dn, id)) return { end: 'foreign' };
  const found = await directory.read(dn, [mark], signal);
  if (!found.ok) {
    return resultCode(found.problem) === 32
      ? { end: 'never-made' }
      : { end: 'stays', problem: found.problem };
  }
  const [entry] = found.entries;
  // The mark may be hidden from this account; then the name alone proves it: it is random, and was ours before it was made.
  const values = entry?.values(mark) ?? [];
  if (values.length > 0 && !values.some((value) => value.includes(id))) return { end: 'foreign' };
  const deleted = await directory.delete(dn, signal);
  if (deleted.ok) return { end: 'deleted' };
  if (resultCode(deleted.problem) === 32) return { end: entry === undefined ? 'never-made' : 'deleted' };
  return { end: 'stays', problem: deleted.problem };
}

function plannedIn(what: Json): PlannedUser | undefined {
  if (!isObject(what)) return undefined;
  const { dn, id, mark } = what;
  if (typeof dn !== 'string' || typeof id !== 'string' || typeof mark !== 'string') return undefined;
  return { dn, id, mark };
}

function isObject(json: Json): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
