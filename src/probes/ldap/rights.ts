import { defined } from '../../base/defined.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import type { JudgeInput } from '../../engine/probe.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { LdapTarget, Settings } from '../../settings/schema.ts';
import { answeredWritable } from '../common/attested.ts';
import { ldapTargetOf } from '../common/target.ts';
import { idIn, type MakeProbe, type Scope } from '../describe.ts';
import type { BindFacts } from './bind/facts.ts';
import { leaseBound, lostTo } from './connection.ts';
import type { Directory, Entry } from './directory.ts';
import { effectiveRights } from './effective-rights.ts';
import { kindOf } from './kinds.ts';
import { isClass } from './names.ts';
import { isLost } from './outcome.ts';
import type { RightsFacts, Told } from './rights/facts.ts';
import { judgeRights } from './rights-judge.ts';
import { all } from './root-dse.ts';
import { bound } from './rows.ts';

/** The account's rights, asked without writing, where the server can tell. */
export const ldapRightsProbe: MakeProbe = (scope) => {
  const target = ldapTargetOf(scope);
  const write = idIn(scope, 'ldap.write');
  return bound(scope, {
    id: 'ldap.rights',
    title: 'May write users',
    levels: levels('required', 'required'),
    requirements: ['TGT-01', 'LDAP-11'],
    uses: ['ldap.write'],
    seconds: 20,
    answerable: true,
    attested: answeredWritable(scope),
    ...(target === undefined
      ? {}
      : {
          work: {
            collect: (context, signal) => collect(context, scope, target, signal),
            judge: (input: JudgeInput<Settings, RightsFacts>) => judgeRights(input, scope, target, write),
          },
        }),
  });
};

async function collect(
  context: ProbeContext,
  scope: Scope,
  target: LdapTarget,
  signal: AbortSignal,
): Promise<RightsFacts> {
  const { bind, directory } = await leaseBound(context, scope, target);
  if (directory === undefined) return lostTo(bind);
  const rootDse = bind.rootDse ?? {};
  const server = kindOf(rootDse).label;
  const container = target.users;
  const about = { server, usable: true } as const;
  if (container === undefined) return { ...about, method: 'none' };
  if (all(rootDse, 'supportedControl').includes(requirement('LDAP-11').values.effectiveRights)) {
    return {
      ...about,
      method: 'effective-rights',
      ...(await byControl(directory, target, bind, container, signal)),
    };
  }
  if (kindOf(rootDse).name === 'ad-lds') {
    return {
      ...about,
      method: 'allowed-attributes',
      ...(await byAttributes(directory, target, container, signal)),
    };
  }
  return { ...about, method: 'none' };
}

type Asked = Pick<RightsFacts, 'lost' | 'problem' | 'told'>;

const usual = ['cn', 'sn', 'givenName', 'mail', 'displayName'];

function written(target: LdapTarget): readonly string[] {
  return (target.attributes ?? usual).filter((name) => name.toLowerCase() !== 'objectclass');
}

/** Get Effective Rights (draft-ietf-ldapext-acl-model): 389, OpenDJ and their kin. */
async function byControl(
  directory: Directory,
  target: LdapTarget,
  bind: BindFacts,
  container: string,
  signal: AbortSignal,
): Promise<Asked> {
  const kind = kindOf(bind.rootDse ?? {}).name;
  const style = kind === '389' || kind === 'freeipa' ? 'plain' : 'sequence';
  const control = () => effectiveRights(bind.account, style);
  const attributes = [...written(target), 'entryLevelRights', 'attributeLevelRights', 'aclRights'];
  const place = await directory.search(
    { base: container, scope: 'base', filter: '(objectClass=*)', attributes },
    signal,
    [await control()],
  );
  if (!place.ok) return isLost(place.problem) ? { lost: place.problem } : { problem: place.problem };
  const user = await directory.search(
    { base: container, scope: 'sub', filter: isClass(target.objectClass), attributes, sizeLimit: 1 },
    signal,
    [await control()],
  );
  if (!user.ok && isLost(user.problem)) return { lost: user.problem };
  return { told: toldBy(place.entries[0], user.ok ? user.entries[0] : undefined, written(target)) };
}

/** `a` add below, `d` delete, `n` rename, `v` view (389's documentation, "Get Effective Rights"). */
function toldBy(place: Entry | undefined, user: Entry | undefined, names: readonly string[]): Told {
  const entry = (of: Entry | undefined) =>
    of?.values('entryLevelRights')[0] ?? of?.values('aclRights;entryLevel')[0];
  const flag = (text: string | undefined, letter: string, word: string): boolean | undefined => {
    if (text === undefined) return undefined;
    const word1 = new RegExp(`\\b${word}:([01])`).exec(text)?.[1];
    return word1 === undefined ? text.includes(letter) : word1 === '1';
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
async function byAttributes(
  directory: Directory,
  target: LdapTarget,
  container: string,
  signal: AbortSignal,
): Promise<Asked> {
  const place = await directory.search(
    {
      base: container,
      scope: 'base',
      filter: '(objectClass=*)',
      attributes: ['allowedChildClassesEffective'],
    },
    signal,
  );
  if (!place.ok) return isLost(place.problem) ? { lost: place.problem } : { problem: place.problem };
  const user = await directory.search(
    {
      base: container,
      scope: 'sub',
      filter: isClass(target.objectClass),
      attributes: ['allowedAttributesEffective'],
      sizeLimit: 1,
    },
    signal,
  );
  if (!user.ok && isLost(user.problem)) return { lost: user.problem };
  const holds = (list: readonly string[], name: string) =>
    list.some((one) => one.toLowerCase() === name.toLowerCase());
  const children = place.entries[0]?.values('allowedChildClassesEffective') ?? [];
  const add = place.entries[0] === undefined ? undefined : holds(children, target.objectClass);
  const [entry] = user.ok ? user.entries : [];
  const allowed = entry?.values('allowedAttributesEffective') ?? [];
  const names = written(target);
  return {
    told: {
      ...defined({ add }),
      ...(entry === undefined
        ? {}
        : { notWritable: names.filter((name) => !holds(allowed, name)), asked: names.length }),
    },
  };
}
