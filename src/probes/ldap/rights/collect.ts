import type { Control } from 'ldapts';
import { defined } from '../../../base/defined.ts';
import type { Entry } from '../../../clients/ldap/directory.ts';
import { effectiveRights } from '../../../clients/ldap/effective-rights.ts';
import { isClass } from '../../../clients/ldap/names.ts';
import { isLost } from '../../../clients/ldap/outcome.ts';
import { valuesOf } from '../../../clients/ldap/root-dse.ts';
import { serverKindOf } from '../../../clients/ldap/server-kinds.ts';
import { requirement } from '../../../requirements/index.ts';
import type { BoundContext } from '../define.ts';
import type { KnownRights, RightsFacts } from './facts.ts';

export async function collectRights(context: BoundContext, signal: AbortSignal): Promise<RightsFacts> {
  const rootDse = context.bind.rootDse ?? {};
  const { label: server, name: kind } = serverKindOf(rootDse);
  const { users } = context.scope.target;
  const about = { server, usable: true } as const;
  if (users === undefined) return { ...about, method: 'none' };
  if (valuesOf(rootDse, 'supportedControl').includes(requirement('LDAP-11').values.effectiveRights)) {
    const style = kind === '389' || kind === 'freeipa' ? 'plain' : 'sequence';
    return { ...about, method: 'effective-rights', ...(await byControl(context, users, style, signal)) };
  }
  if (kind === 'ad-lds') {
    return { ...about, method: 'allowed-attributes', ...(await byAttributes(context, users, signal)) };
  }
  return { ...about, method: 'none' };
}

type Answer = Pick<RightsFacts, 'lost' | 'problem' | 'told' | 'hidden' | 'misplaced'>;

const usual = ['cn', 'sn', 'givenName', 'mail', 'displayName'];

/** The attributes that the connector will write. */
function written({ scope: { target } }: BoundContext): readonly string[] {
  return (target.attributes ?? usual).filter((name) => name.toLowerCase() !== 'objectclass');
}

/** What is read of a container and of one of its users to tell what the account may do there. */
interface Question {
  readonly ofContainer: readonly string[];
  readonly ofUser: readonly string[];
  /** Sent along; a new one with each search. */
  controls?(): Promise<Control[]>;
  rights(container: Entry | undefined, user: Entry | undefined): KnownRights;
  /** The class may not stand in the container, whoever asks. */
  misplaced?(container: Entry): boolean;
}

async function ask(
  { directory, scope }: BoundContext,
  container: string,
  { ofContainer, ofUser, controls, rights, misplaced }: Question,
  signal: AbortSignal,
): Promise<Answer> {
  const place = await directory.read(container, ofContainer, signal, await controls?.());
  if (!place.ok) return isLost(place.problem) ? { lost: place.problem } : { problem: place.problem };
  const filter = isClass(scope.target.objectClass);
  const search = { base: container, scope: 'sub', filter, attributes: ofUser, sizeLimit: 1 } as const;
  const user = await directory.search(search, signal, await controls?.());
  if (!user.ok && isLost(user.problem)) return { lost: user.problem };
  const [there] = place.entries;
  if (there === undefined) return { hidden: true };
  const told = rights(there, user.ok ? user.entries[0] : undefined);
  return { told, ...(misplaced?.(there) ? { misplaced: true as const } : {}) };
}

/** Get Effective Rights (draft-ietf-ldapext-acl-model): 389, OpenDJ and their kin. */
function byControl(
  context: BoundContext,
  container: string,
  style: 'plain' | 'sequence',
  signal: AbortSignal,
): Promise<Answer> {
  const names = written(context);
  const attributes = [...names, 'entryLevelRights', 'attributeLevelRights', 'aclRights'];
  const question: Question = {
    ofContainer: attributes,
    ofUser: attributes,
    controls: async () => [await effectiveRights(context.bind.account, style)],
    rights: (place, user) => rightsByControl(place, user, names),
  };
  return ask(context, container, question, signal);
}

/** `a` add below, `d` delete, `n` rename, `v` view (389's documentation, "Get Effective Rights"). */
function rightsByControl(
  place: Entry | undefined,
  user: Entry | undefined,
  names: readonly string[],
): KnownRights {
  const entry = (of: Entry | undefined) =>
    of?.values('entryLevelRights')[0] ?? of?.values('aclRights;entryLevel')[0];
  const flag = (text: string | undefined, letter: string, word: string): boolean | undefined => {
    if (text === undefined) return undefined;
    const bit = new RegExp(`\\b${word}:([01])`).exec(text)?.[1];
    return bit === undefined ? text.includes(letter) : bit === '1';
  };
  const add = flag(entry(place), 'a', 'add');
  const remove = flag(entry(user), 'd', 'delete');
  const byName = new Map([...netscapeRights(user), ...sunRights(user)]);
  const known = names.filter((name) => byName.has(name.toLowerCase()));
  const notWritable = known.filter((name) => !/w/.test(byName.get(name.toLowerCase()) ?? ''));
  return {
    ...defined({ add, delete: remove }),
    ...(known.length === 0 ? {} : { notWritable, asked: known.length }),
  };
}

/** `attributeLevelRights: cn:rscwo, sn:rsc` of 389 and Netscape's line. */
function netscapeRights(user: Entry | undefined): readonly (readonly [string, string])[] {
  const texts = user?.values('attributeLevelRights') ?? [];
  return texts
    .flatMap((text) => text.split(','))
    .flatMap((part) => {
      const [name, rights] = part.split(':');
      return name === undefined || rights === undefined
        ? []
        : [[name.trim().toLowerCase(), rights.trim()] as const];
    });
}

/** `aclRights;attributeLevel;cn: search:1,read:1,compare:1,write:1,…` of Sun's line and OpenDJ. */
function sunRights(user: Entry | undefined): readonly (readonly [string, string])[] {
  return (user?.names ?? []).flatMap((full) => {
    const name = /^aclRights;attributeLevel;(.+)$/i.exec(full)?.[1];
    if (name === undefined) return [];
    return [[name.toLowerCase(), /\bwrite:1/.test(user?.values(full)[0] ?? '') ? 'w' : ''] as const];
  });
}

/** AD LDS: constructed attributes that name what this account may do (MS-ADTS 3.1.1.4.5). */
function byAttributes(context: BoundContext, container: string, signal: AbortSignal): Promise<Answer> {
  const names = written(context);
  const { objectClass } = context.scope.target;
  const holds = (entry: Entry, attribute: string, name: string) =>
    entry.values(attribute).some((one) => one.toLowerCase() === name.toLowerCase());
  // allowedChildClasses is what the schema lets stand there, whoever asks.
  const ruledOut = (place: Entry) =>
    place.values('allowedChildClasses').length > 0 && !holds(place, 'allowedChildClasses', objectClass);
  const question: Question = {
    ofContainer: ['allowedChildClasses', 'allowedChildClassesEffective'],
    ofUser: ['allowedAttributesEffective'],
    misplaced: ruledOut,
    rights(place, user) {
      const known = place !== undefined && !ruledOut(place);
      const add = known ? holds(place, 'allowedChildClassesEffective', objectClass) : undefined;
      const notWritable = user && names.filter((name) => !holds(user, 'allowedAttributesEffective', name));
      return defined({ add, notWritable, asked: user && names.length });
    },
  };
  return ask(context, container, question, signal);
}
