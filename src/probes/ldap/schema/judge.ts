import { defined } from '../../../base/defined.ts';
import { isLost, problemText } from '../../../clients/ldap/outcome.ts';
import { attributeName } from '../../../clients/ldap/schema-reader.ts';
import { type ServerKindName, serverKindOf } from '../../../clients/ldap/server-kinds.ts';
import { namingBelow } from '../../../clients/ldap/structure-rules.ts';
import { type AttributeFacts, namedIn, type UserClassFacts } from '../../../clients/ldap/user-class.ts';
import type { Evidence, Verdict } from '../../../engine/probe.ts';
import { requirement } from '../../../requirements/index.ts';
import type { LdapTarget } from '../../../settings/schema.ts';
import { evidence } from '../../common/evidence.ts';
import { by, fix } from '../../common/fix.ts';
import { pressR } from '../../common/steps.ts';
import { ldapBind } from '../bind/facts.ts';
import type { LdapInput } from '../define.ts';
import { lostVerdict } from '../lost.ts';
import type { SchemaFacts } from './facts.ts';
import { misplaced } from './placement.ts';

/** Filled by Microsoft's directories themselves, though their schema asks for them. */
const systemMade: readonly string[] = ['ntsecuritydescriptor', 'instancetype', 'objectcategory', 'objectsid'];

export function judgeSchema({ facts, uses, scope: { target } }: LdapInput<SchemaFacts>): Verdict {
  const server = serverKindOf(uses.of(ldapBind)?.rootDse ?? {}).name;
  const expected = `a structural class ${target.objectClass}, its mandatory attributes mapped`;
  return { expected, ...verdictOn(facts, target, server), evidence: evidenceOf(facts, target) };
}

/** What a mapping must fill: not what the server fills, nor objectClass, the naming attribute and the anchor. */
function toMap(
  facts: SchemaFacts,
  target: LdapTarget,
  rdn = naming(facts, target),
): readonly AttributeFacts[] {
  const own = ['objectclass', rdn, target.anchor].map((name) => attributeName(name).toLowerCase());
  return (facts.user?.must ?? []).filter(({ names, readOnly }) => {
    const known = names.map((name) => name.toLowerCase());
    return !readOnly && !known.some((name) => own.includes(name) || systemMade.includes(name));
  });
}

/** The attribute that names users: as it was seen or is ruled, else as it usually is. */
function naming(facts: SchemaFacts, target: LdapTarget): string {
  return facts.rdn ?? ruledNaming(facts, target) ?? facts.user?.naming?.[0] ?? 'cn';
}

function ruledNaming({ placements }: SchemaFacts, { users }: LdapTarget): string | undefined {
  const placement = placements?.find(({ container }) => container === users);
  return placement === undefined ? undefined : namingBelow(placement)[0];
}

/** Mandatory, and counted as filled only for the usual name: of users that are there nobody could see theirs. */
function perhapsToMap(facts: SchemaFacts, target: LdapTarget): readonly AttributeFacts[] {
  if (facts.rdnUnseen !== true || ruledNaming(facts, target) !== undefined) return [];
  const sure = toMap(facts, target);
  return toMap(facts, target, '').filter((one) => !sure.includes(one));
}

function evidenceOf(facts: SchemaFacts, target: LdapTarget): Evidence[] {
  const { subschema, counts, user, rdn } = facts;
  if (user === undefined) return evidence({ Schema: subschema });
  const list = (values: readonly string[]) => (values.length === 0 ? undefined : values.join(', '));
  const { objectClass, auxiliaries, must } = user;
  return evidence({
    Schema: `${subschema ?? ''}: ${counts?.classes ?? 0} classes, ${counts?.attributes ?? 0} attributes`,
    'Superior classes': list(objectClass.superiors),
    'Auxiliary classes': list(auxiliaries.map(({ name, kind }) => `${name} (${kind ?? 'unknown'})`)),
    Mandatory: list(must.map(({ name, from = '' }) => `${name} (${from})`)),
    'To be mapped': list(toMap(facts, target).map(({ name }) => name)),
    'Users are named by': rdn,
    'Mapped in .ecmarc': list(target.attributes ?? []),
  });
}

function verdictOn(facts: SchemaFacts, target: LdapTarget, server: ServerKindName): Verdict {
  const { lost, problem, user, subschema } = facts;
  if (lost !== undefined) return lostVerdict(lost);
  if (problem !== undefined) {
    if (problem.code !== 'EMPTY' && isLost(problem)) return lostVerdict(problem);
    return {
      status: 'fail',
      message: 'the schema cannot be read',
      found: `${subschema ?? 'the subschema'}: ${problemText(problem)}`,
      remedy: fix(
        'The connector reads the schema as its account, to offer classes and attributes for the mappings.',
        by.directory(`Let the connector account read ${subschema ?? 'the subschema entry'}`),
        pressR,
      ),
    };
  }
  if (user === undefined) return { status: 'unknown', message: 'nothing was seen of the schema' };
  return (
    wrongClass(user, target) ??
    againstRule(facts, user, target) ??
    misplaced(facts, user, target) ??
    madeByServer(facts, target) ??
    outOfUse(facts, user, target, server) ??
    incomplete(user) ??
    mapped(facts, user, target, server)
  );
}

function wrongClass(
  { objectClass, auxiliaries, similar }: UserClassFacts,
  target: LdapTarget,
): Verdict | undefined {
  if (objectClass.kind === null) {
    return {
      status: 'fail',
      message: `no object class ${objectClass.name}`,
      found: similar.length === 0 ? 'the schema does not know it' : `the schema has: ${similar.join(', ')}`,
      remedy: fix(
        'Users are created with this class, and the directory does not know it.',
        'In .ecmarc, at the target, name the class of the users: objectClass',
        by.directory('Or add the class to the schema'),
      ),
    };
  }
  if (objectClass.kind !== 'structural') {
    return {
      status: 'fail',
      message: `${objectClass.name} is not structural`,
      found: `it is ${objectClass.kind}: no entry can be made of it alone`,
      remedy: fix(
        'An entry has exactly one structural class (RFC 4512). The connector takes that as its object type.',
        'In .ecmarc, at the target, name a structural class, and put this one into auxiliaryClasses',
      ),
    };
  }
  const bad = auxiliaries.filter(({ kind }) => kind !== 'auxiliary');
  if (bad.length === 0) return undefined;
  return {
    status: 'fail',
    message: `not auxiliary: ${bad.map(({ name }) => name).join(', ')}`,
    found: bad.map(({ name, kind }) => `${name} is ${kind ?? 'not known to the schema'}`).join(', '),
    remedy: fix(
      'Only auxiliary classes can be added to the structural class of an entry.',
      `In .ecmarc, at the target, correct auxiliaryClasses beside ${target.objectClass}`,
    ),
  };
}

/** What the content rule of the class rules out (RFC 4512, 4.1.6): every create would be refused. */
function againstRule(
  facts: SchemaFacts,
  { objectClass, unlisted = [], forbidden = [] }: UserClassFacts,
  { attributes = [] }: LdapTarget,
): Verdict | undefined {
  const { name } = objectClass;
  if (unlisted.length > 0) {
    const list = unlisted.join(', ');
    return {
      status: 'fail',
      message: `not allowed with ${name}: ${list}`,
      found: `the content rule of ${name} does not list ${list}`,
      remedy: fix(
        'A content rule lists the auxiliary classes that entries of its class may have. The directory refuses all others.',
        by.directory(`Add ${list} to the content rule of ${name}`),
        'Or take the class out of auxiliaryClasses in .ecmarc, and its attributes out of the mappings',
      ),
    };
  }
  const ruledOut = attributes.filter((one) =>
    (namedIn(facts.others ?? [], one)?.names ?? [attributeName(one)]).some((known) =>
      forbidden.includes(known.toLowerCase()),
    ),
  );
  if (ruledOut.length === 0) return undefined;
  return {
    status: 'fail',
    message: `forbidden in ${name}: ${ruledOut.join(', ')}`,
    found: `the content rule of ${name} excludes them (NOT)`,
    remedy: fix(
      'The directory refuses an entry with an attribute that the content rule of its class excludes.',
      'Take them out of attributes and of the mappings',
      by.directory(`Or take them out of the content rule of ${name}`),
    ),
  };
}

/** NO-USER-MODIFICATION (RFC 4512, 4.1.2). The anchor is read, not written; objectClass is the connector's own work. */
function madeByServer(
  { user, others = [] }: SchemaFacts,
  { attributes = [], anchor }: LdapTarget,
): Verdict | undefined {
  const known = [...(user?.must ?? []), ...others];
  const made = attributes.flatMap((one) => {
    const found = namedIn(known, one);
    const own = found?.names.some((name) => /^objectclass$/i.test(name) || namedIn([found], anchor));
    return found?.serverMade && !own ? [found.name] : [];
  });
  if (made.length === 0) return undefined;
  const list = [...new Set(made)].join(', ');
  return {
    status: 'fail',
    message: `made by the server: ${list}`,
    found: 'the schema lets nobody write them (NO-USER-MODIFICATION)',
    remedy: fix(
      'The directory refuses an entry in which such an attribute is given a value.',
      'Take them out of attributes and of the mappings',
    ),
  };
}

/** OBSOLETE: nothing new may be made of it. OpenLDAP refuses it; of others that is not known. */
function outOfUse(
  { others = [] }: SchemaFacts,
  { objectClass, auxiliaries, must }: UserClassFacts,
  { attributes = [] }: LdapTarget,
  server: ServerKindName,
): Verdict | undefined {
  const used = [...must, ...attributes.flatMap((one) => namedIn(others, one) ?? [])];
  const old = [
    ...new Set([objectClass, ...auxiliaries, ...used].flatMap((one) => (one.obsolete ? [one.name] : []))),
  ];
  if (old.length === 0) return undefined;
  return {
    status: server === 'openldap' ? 'fail' : 'warn',
    message: `obsolete in the schema: ${old.join(', ')}`,
    found: 'the schema marks them OBSOLETE (RFC 4512)',
    remedy: fix(
      'What is obsolete is kept for old entries. A directory may refuse to make new ones with it.',
      'In .ecmarc, at the target, name the classes and attributes that are in use now: objectClass, auxiliaryClasses, attributes',
      by.directory('Or take the mark OBSOLETE out of the schema'),
    ),
  };
}

/** A superior that the schema does not show: what it demands is not known. */
function incomplete({ objectClass, auxiliaries }: UserClassFacts): Verdict | undefined {
  const lacks = [...new Set([objectClass, ...auxiliaries].flatMap((one) => one.lacks ?? []))];
  if (lacks.length === 0) return undefined;
  return {
    status: 'unknown',
    message: `superior classes not in the schema: ${lacks.join(', ')}`,
    found: 'what they demand of a user is not known',
    remedy: fix(
      'A class demands what its superiors demand, too.',
      by.directory('Let the connector account read the whole schema, or add the missing classes to it'),
      pressR,
    ),
  };
}

function mapped(
  facts: SchemaFacts,
  user: UserClassFacts,
  target: LdapTarget,
  server: ServerKindName,
): Verdict {
  const wanted = toMap(facts, target);
  const names = wanted.map(({ name }) => name);
  const given = target.attributes?.map((name) => name.toLowerCase());
  const { name } = user.objectClass;
  const perhaps = perhapsToMap(facts, target);
  if (given === undefined) {
    return {
      status: 'pass',
      message: names.length === 0 ? `${name}: nothing must be mapped` : `${name}: map ${names.join(', ')}`,
      ...defined({ found: perhaps.length === 0 ? undefined : unseenNaming(perhaps) }),
    };
  }
  const missing = wanted.filter((one) => given.every((name) => namedIn([one], name) === undefined));
  if (missing.length > 0) {
    const list = missing.map((one) => one.name).join(', ');
    const them = missing.length === 1 ? 'it' : 'them';
    return {
      status: 'fail',
      message: `not mapped: ${list}`,
      found: `${name} demands ${list}`,
      remedy: fix(
        'The directory refuses to create a user in whom a mandatory attribute is missing.',
        `Map ${list} in the connector, and add ${them} to attributes in .ecmarc`,
      ),
    };
  }
  const allowed = new Set([
    ...user.may,
    ...user.must.flatMap((one) => one.names.map((name) => name.toLowerCase())),
  ]);
  const strange = user.anyAttribute
    ? []
    : (target.attributes ?? []).filter((one) => {
        const known = namedIn([...user.must, ...(facts.others ?? [])], one)?.names ?? [attributeName(one)];
        return !known.some((name) => allowed.has(name.toLowerCase()));
      });
  if (strange.length > 0) {
    return {
      status: 'warn',
      message: `not allowed in ${name}: ${strange.join(', ')}`,
      found: 'the class and its auxiliary classes do not have them',
      remedy: fix(
        'The directory refuses an entry with an attribute that none of its classes allows.',
        'Take them out of attributes and of the mappings, or add the auxiliary class that has them: auxiliaryClasses',
      ),
    };
  }
  const { disabled } = requirement('LDAP-13').values;
  if (server === 'ad-lds' && allowed.has(disabled.toLowerCase()) && !given.includes(disabled.toLowerCase())) {
    return {
      status: 'warn',
      message: `${disabled} is not mapped`,
      found: 'users would be created enabled, and without a password',
      remedy: fix(
        'The password policy of AD LDS may refuse enabled users that have no password.',
        `Map ${disabled} to TRUE in the connector, and add it to attributes in .ecmarc`,
        by.directory('Or turn the password policy of AD LDS off'),
      ),
    };
  }
  const open = perhaps.filter((one) => given.every((name) => namedIn([one], name) === undefined));
  if (open.length > 0)
    return {
      status: 'unknown',
      message: `may have to be mapped: ${open.map((one) => one.name).join(', ')}`,
      found: unseenNaming(open),
      remedy: fix(
        'The directory refuses to create a user in whom a mandatory attribute is missing; the one that names the user is filled by that.',
        by.directory('Let the connector account search for users'),
        pressR,
      ),
    };
  return { status: 'pass', message: `${name}: all mandatory ones are mapped` };
}

function unseenNaming(perhaps: readonly AttributeFacts[]): string {
  const list = perhaps.map(({ name }) => name).join(', ');
  return `which attribute names users here was not seen: unless it is ${list}, that must be mapped, too`;
}
