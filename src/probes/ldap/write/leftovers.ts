import { defined } from '../../../base/defined.ts';
import type { Json, JsonObject } from '../../../base/json.ts';
import type { PlannedWrite, WriteJournal } from '../../../clients/environment.ts';
import type { Directory } from '../../../clients/ldap/directory.ts';
import { resultCode } from '../../../clients/ldap/outcome.ts';
import { idFor } from '../../../engine/facts.ts';
import { type Leftover, ldapWrite } from './facts.ts';
import { isTestDn } from './test-user.ts';

/** What the journal keeps of a test user. */
export type PlannedUser = {
  readonly dn: string;
  readonly id: string;
  readonly mark: string;
  /** What the directory calls its container, whatever its address: tells one directory from another. */
  readonly place?: string;
};

/** Planned by this very process and under way: not left by anybody. */
const underWay = new WeakMap<WriteJournal, Set<string>>();

export function markUnderWay(journal: WriteJournal, id: string): () => void {
  const set = underWay.get(journal) ?? new Set<string>();
  underWay.set(journal, set);
  set.add(id);
  return () => void set.delete(id);
}

interface LeftEntry {
  readonly entry: PlannedWrite;
  readonly user: PlannedUser;
}

/** Whose leftovers are looked for: the connector's, wherever it points now, and whatever was made at this address. */
export interface LeftAt {
  readonly connector: string;
  readonly target: string;
}

/** The journal's open entries of users that no running test is at work on. */
function leftIn(journal: WriteJournal, of?: LeftAt): readonly LeftEntry[] {
  const open = journal.open();
  if (!open.ok) return [];
  const busy = underWay.get(journal);
  return open.entries.flatMap((entry) => {
    // Another kind of target shares the journal.
    const user = plannedIn(entry.what);
    if (user === undefined || busy?.has(entry.id) === true) return [];
    const ours = of === undefined || entry.connector === of.connector || entry.target === of.target;
    return ours ? [{ entry, user }] : [];
  });
}

/** Ids of the write tests of which the journal still knows a user: for `ProbeOptions.cleanUp`. */
export function leftoverProbes(journal: WriteJournal): ReadonlySet<string> {
  return new Set(leftIn(journal).map(({ entry }) => idFor(ldapWrite, entry.connector)));
}

/** Users whose connector is none of these any more, so that no row tells of them: a line for each. */
export function leftoversOfOthers(journal: WriteJournal, connectors: readonly string[]): readonly string[] {
  return leftIn(journal).flatMap(({ entry, user }) =>
    connectors.includes(entry.connector)
      ? []
      : [
          `A write test of ${entry.connector} (${entry.at.slice(0, 10)}) may have left ${user.dn} at ${entry.target}: no connector of that name is in .ecmarc now. Delete it by hand, or run the doctor once more with that connector.`,
        ],
  );
}

/** What the journal knows, where nobody can look. */
export function knownLeftovers(journal: WriteJournal, of: LeftAt): readonly Leftover[] {
  return leftIn(journal, of).map(({ entry, user }) => ({
    ...about(entry, user, of),
    end: 'not-asked',
  }));
}

/** Finds what older runs left (decisions: What a cut write test leaves), proves that it is ours, deletes it where that is allowed, and settles the journal. */
export async function cleanUp(
  directory: Directory,
  journal: WriteJournal,
  of: LeftAt,
  mayDelete: boolean,
  signal: AbortSignal,
): Promise<readonly Leftover[]> {
  const ends: Leftover[] = [];
  for (const { entry, user } of leftIn(journal, of)) {
    const end = await endOf(directory, user, entry.target === of.target, mayDelete, signal);
    if (end.end === 'deleted' || end.end === 'never-made') journal.settle(entry.id);
    ends.push({ ...about(entry, user, of), ...end });
  }
  return ends;
}

function about({ at, target }: PlannedWrite, { dn }: PlannedUser, of: LeftAt) {
  return { dn, at, ...defined({ madeAt: target === of.target ? undefined : target }) };
}

type End = Pick<Leftover, 'end' | 'problem'>;

async function endOf(
  directory: Directory,
  user: PlannedUser,
  sameAddress: boolean,
  mayDelete: boolean,
  signal: AbortSignal,
): Promise<End> {
  const { dn, id, mark } = user;
  if (!isTestDn(dn, id)) return { end: 'foreign' };
  const gone = async (): Promise<End> => {
    const here = sameAddress || (await isSamePlace(directory, user, signal));
    return { end: here ? 'never-made' : 'elsewhere' };
  };
  const found = await directory.read(dn, [mark], signal);
  if (!found.ok) {
    if (resultCode(found.problem) === 32) return gone();
    // Another directory answers so for a name that is not below its suffixes.
    if (!sameAddress && [10, 34, 53].includes(resultCode(found.problem) ?? 0)) return { end: 'elsewhere' };
    return { end: 'stays', problem: found.problem };
  }
  const [entry] = found.entries;
  // The mark may be hidden from this account; then the name alone proves it: it is random, and was ours before it was made.
  const values = entry?.values(mark) ?? [];
  if (values.length > 0 && !values.some((value) => value.includes(id))) return { end: 'foreign' };
  if (!mayDelete) return entry === undefined ? gone() : { end: 'there' };
  const deleted = await directory.delete(dn, signal);
  if (deleted.ok) return { end: 'deleted' };
  if (resultCode(deleted.problem) === 32) return entry === undefined ? gone() : { end: 'deleted' };
  if (entry === undefined && !sameAddress) return { end: 'elsewhere' };
  return { end: 'stays', problem: deleted.problem };
}

/** Unique ids that directories give an entry: RFC 4530, 389 and its kin, AD LDS, eDirectory, IBM. */
const uniqueIds = ['entryUUID', 'nsUniqueId', 'objectGUID', 'GUID', 'ibm-entryUUID'];

/** What the directory itself calls this container; undefined where it does not tell. */
export async function placeOf(
  directory: Directory,
  container: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const found = await directory.read(container, uniqueIds, signal);
  const [entry] = found.ok ? found.entries : [];
  const [name, value] =
    uniqueIds.map((one) => [one, entry?.values(one)[0]] as const).find(([, of]) => of !== undefined) ?? [];
  return value === undefined ? undefined : `${name} ${Buffer.from(value, 'latin1').toString('base64')}`;
}

async function isSamePlace(
  directory: Directory,
  { dn, place }: PlannedUser,
  signal: AbortSignal,
): Promise<boolean> {
  if (place === undefined) return false;
  return (await placeOf(directory, dn.slice(dn.indexOf(',') + 1), signal)) === place;
}

function plannedIn(what: Json): PlannedUser | undefined {
  if (!isObject(what)) return undefined;
  const { dn, id, mark, place } = what;
  if (typeof dn !== 'string' || typeof id !== 'string' || typeof mark !== 'string') return undefined;
  return { dn, id, mark, ...defined({ place: typeof place === 'string' ? place : undefined }) };
}

function isObject(json: Json): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
