import { userContexts } from '../../clients/ldap/consumers.ts';
import { type Directory, noAttributes } from '../../clients/ldap/directory.ts';
import { plainDn } from '../../clients/ldap/names.ts';
import { type RootDse, valuesOf } from '../../clients/ldap/root-dse.ts';
import type { Facts } from '../../engine/facts.ts';
import { stopwatch } from '../../platform/wait.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import { defineBoundProbe } from '../ldap/define.ts';
import { factsToken } from '../token.ts';

/** A place where users could be, and what is there now, seen within the bounds. */
export type ShownContainer = {
  readonly dn: string;
  /** People right below it. */
  readonly users: number;
  /** Their object classes, each with how many have it: the usual ones first. */
  readonly classes: readonly { readonly name: string; readonly users: number }[];
};

export interface ContainersFacts extends Facts {
  readonly containers: readonly ShownContainer[];
  /** There are more containers, or more people, than were looked at. */
  readonly more: boolean;
}

export const ldapContainers = factsToken<ContainersFacts>('ldap', 'containers');

/** Enough to choose from, bearable for a directory in use. Seconds, milliseconds, entries. */
const bounds = { containers: 500, seconds: 5, people: 5_000, page: 500, unpaged: 1_000, ms: 6_000 } as const;

const places = [
  'organizationalUnit',
  'organization',
  'container',
  'nsContainer',
  'domain',
  'dcObject',
  'locality',
];
const persons = ['person', 'account', 'posixAccount'];

const anyOf = (classes: readonly string[]) => `(|${classes.map((name) => `(objectClass=${name})`).join('')})`;

/** Containers of the directory with the people in them, to choose from: names and object classes, no other value. */
export const ldapContainersProbe = defineBoundProbe(ldapContainers, {
  title: 'Containers to choose from',
  levels: levels('info', 'info'),
  requirements: ['LDAP-11'],
  seconds: 30,
  async collect({ bind, directory, waitingFor }, signal) {
    waitingFor('the list of containers');
    const rootDse = bind.rootDse ?? {};
    const found = new Map<string, { dn: string; users: number; classes: Map<string, number> }>();
    const at = (dn: string) => {
      const key = plainDn(dn);
      const known = found.get(key) ?? { dn, users: 0, classes: new Map<string, number>() };
      found.set(key, known);
      return known;
    };
    let more = false;
    for (const base of userContexts(rootDse)) {
      const search = { base, scope: 'sub', filter: anyOf(places), attributes: noAttributes } as const;
      const limits = { sizeLimit: bounds.containers, timeLimit: bounds.seconds };
      const listed = await directory.search({ ...search, ...limits }, signal);
      if (listed.ok) for (const { dn } of listed.entries) at(dn);
      more ||= !listed.ok || listed.limited === true;
      const counted = await people(directory, rootDse, base, signal, (dn, classes) => {
        const place = at(parentOf(dn));
        place.users += 1;
        for (const name of classes) place.classes.set(name, (place.classes.get(name) ?? 0) + 1);
      });
      more ||= counted.more;
    }
    const containers = [...found.values()]
      .map(({ dn, users, classes }) => ({ dn: dn.slice(0, 300), users, classes: ranked(classes) }))
      .toSorted((one, other) => other.users - one.users || one.dn.localeCompare(other.dn, 'en'))
      .slice(0, bounds.containers);
    return { containers, more, usable: true };
  },
  judge: ({ facts }) => ({
    status: 'pass',
    message: 'containers' in facts ? `${facts.containers.length} containers` : 'not asked',
  }),
});

async function people(
  directory: Directory,
  rootDse: RootDse,
  base: string,
  signal: AbortSignal,
  take: (dn: string, classes: readonly string[]) => void,
): Promise<{ readonly more: boolean }> {
  const ms = stopwatch();
  const search = { base, scope: 'sub', filter: anyOf(persons), attributes: ['objectClass'] } as const;
  const { paged } = requirement('LDAP-06').values;
  if (!valuesOf(rootDse, 'supportedControl').includes(paged)) {
    const limits = { sizeLimit: bounds.unpaged, timeLimit: bounds.seconds };
    const found = await directory.search({ ...search, ...limits }, signal);
    if (found.ok) for (const one of found.entries) take(one.dn, one.values('objectClass'));
    return { more: !found.ok || found.limited === true };
  }
  let number = 0;
  for await (const page of directory.pages(search, bounds.page, signal)) {
    if (!page.ok) return { more: true };
    for (const one of page.entries) take(one.dn, one.values('objectClass'));
    number += page.entries.length;
    if (number >= bounds.people || ms() >= bounds.ms) return { more: true };
  }
  return { more: false };
}

/** What stands behind the first name; an escaped comma is part of it (RFC 4514). */
export function parentOf(dn: string): string {
  const end = /^(?:\\.|[^\\,])*,/s.exec(dn)?.[0].length;
  return end === undefined ? '' : dn.slice(end).trimStart();
}

/** Classes that say what a person is, before those that nearly everything has. */
const usual = ['inetorgperson', 'user', 'organizationalperson', 'person', 'account'];
const saysNothing = ['top', 'posixaccount', 'shadowaccount', 'simplesecurityobject'];

function ranked(classes: ReadonlyMap<string, number>): ShownContainer['classes'] {
  const place = (name: string): number => {
    const at = usual.indexOf(name.toLowerCase());
    // One that is not among the usual is a class of the directory's own: it says most.
    return at;
  };
  return [...classes]
    .filter(([name]) => !saysNothing.includes(name.toLowerCase()))
    .toSorted(([one, ones], [other, others]) => others - ones || place(one) - place(other))
    .slice(0, 8)
    .map(([name, users]) => ({ name, users }));
}
