import { defined } from '../../../base/defined.ts';
import { wholeNumberOf } from '../../../base/whole-number.ts';
import { anyEntry, type Directory, noAttributes, type Search } from '../../../clients/ldap/directory.ts';
import { isClass } from '../../../clients/ldap/names.ts';
import { resultCode } from '../../../clients/ldap/outcome.ts';
import { valuesOf } from '../../../clients/ldap/root-dse.ts';
import type { Problem } from '../../../platform/types.ts';
import { stopwatch } from '../../../platform/wait.ts';
import { requirement } from '../../../requirements/index.ts';
import type { BoundContext } from '../define.ts';
import type { Count, UsersFacts } from './facts.ts';

/** Counting is to show an order of magnitude, not to load a directory. */
const countBounds = { entries: 5_000, ms: 10_000, page: 500, unpaged: 1_000 } as const;

/** Names for the number of children: Netscape's family and OpenDJ, AD LDS. */
const childCounts = ['numSubordinates', 'msDS-Approx-Immed-Subordinates'] as const;

export async function collectUsers(context: BoundContext, signal: AbortSignal): Promise<UsersFacts> {
  const { bind, directory, scope } = context;
  const container = scope.target.users ?? '';
  context.waitingFor(container);
  const base = await directory.read(container, ['objectClass', 'aliasedObjectName', ...childCounts], signal);
  if (!base.ok) return { container, base: 'refused', problem: base.problem, usable: false };
  const [entry] = base.entries;
  if (entry === undefined) return { container, base: 'nothing', usable: false };
  const children = childCounts
    .map((name) => wholeNumberOf(entry.values(name)[0]))
    .find((one) => one !== undefined);
  const users: Search = { base: container, scope: 'sub', filter: isClass(scope.target.objectClass) };
  const { paged } = requirement('LDAP-06').values;
  const pages = valuesOf(bind.rootDse, 'supportedControl').includes(paged);
  const counted = await count(directory, { ...users, attributes: noAttributes }, pages, signal);
  const sample = await attributeNames(directory, users, signal);
  const shown =
    counted.number === 0 && children !== undefined && children > 0
      ? await shownChildren(directory, container, signal)
      : {};
  return {
    container,
    base: 'entry',
    classes: entry.values('objectClass').slice(0, 20),
    ...defined({ alias: entry.values('aliasedObjectName')[0] }),
    ...defined({ children }),
    ...shown,
    counted,
    ...(sample.length === 0 ? {} : { sample }),
    usable: true,
  };
}

/** Classes of entries that hold others (RFC 4519, 4524, 2247; Microsoft's and Novell's own). */
const places = [
  'organizationalunit',
  'organization',
  'container',
  'locality',
  'country',
  'domain',
  'nscontainer',
];

/** Containers below it, say: where all children are shown, no user among them is hidden. */
async function shownChildren(
  directory: Directory,
  base: string,
  signal: AbortSignal,
): Promise<Pick<UsersFacts, 'shown' | 'places'>> {
  const search: Search = { base, scope: 'one', filter: anyEntry, attributes: ['objectClass'] };
  const found = await directory.search({ ...search, sizeLimit: countBounds.unpaged }, signal);
  if (!found.ok) return {};
  const held = found.entries.filter((one) =>
    one.values('objectClass').some((name) => places.includes(name.toLowerCase())),
  );
  return { shown: found.entries.length, places: held.length };
}

async function count(
  directory: Directory,
  search: Search,
  paged: boolean,
  signal: AbortSignal,
): Promise<Count> {
  const ms = stopwatch();
  let number = 0;
  let referrals = 0;
  if (!paged) {
    const found = await directory.search({ ...search, sizeLimit: countBounds.unpaged }, signal);
    if (!found.ok)
      return { number: found.seen ?? 0, more: false, paged, ms: ms(), referrals, problem: found.problem };
    number = found.entries.length;
    if (found.limited && number < countBounds.unpaged) {
      const problem = { code: 'LDAP_4', text: '' };
      return { number, more: true, paged, ms: ms(), referrals: found.referrals, problem };
    }
    return { number, more: number >= countBounds.unpaged, paged, ms: ms(), referrals: found.referrals };
  }
  for await (const page of directory.pages(search, countBounds.page, signal)) {
    if (!page.ok && number === 0 && (page.seen ?? 0) === 0 && deniesControl(page.problem)) {
      const unpaged = await count(directory, search, false, signal);
      return { ...unpaged, pagingRefused: page.problem };
    }
    if (!page.ok) {
      number += page.seen ?? 0;
      return { number, more: true, paged, ms: ms(), referrals, problem: page.problem };
    }
    number += page.entries.length;
    referrals += page.referrals;
    const enough = number >= countBounds.entries || ms() >= countBounds.ms;
    if (enough && page.entries.length > 0) return { number, more: true, paged, ms: ms(), referrals };
  }
  return { number, more: false, paged, ms: ms(), referrals };
}

/** Before the first entry: not a limit that was met, but the control of pages that this account may not use. */
function deniesControl(problem: Problem): boolean {
  return [11, 12, 50, 53].includes(resultCode(problem) ?? 0);
}

/** No value crosses the network: the server is asked for names only. */
async function attributeNames(
  directory: Directory,
  users: Search,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const search: Search = { ...users, attributes: ['*'], namesOnly: true, sizeLimit: 3 };
  const found = await directory.search(search, signal);
  if (!found.ok) return [];
  return [...new Set(found.entries.flatMap(({ names }) => names))]
    .map((name) => name.slice(0, 80))
    .slice(0, 100);
}
