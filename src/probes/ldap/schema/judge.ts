import { isLost, problemText } from '../../../clients/ldap/outcome.ts';
import type { AttributeFacts, UserClassFacts } from '../../../clients/ldap/user-class.ts';
import type { Evidence, Verdict } from '../../../engine/probe.ts';
import type { LdapTarget } from '../../../settings/schema.ts';
import { evidence } from '../../common/evidence.ts';
import { by, fix } from '../../common/fix.ts';
import { pressR } from '../../common/steps.ts';
import type { LdapInput } from '../define.ts';
import { lostVerdict } from '../lost.ts';
import type { SchemaFacts } from './facts.ts';

/** Filled by Microsoft's directories themselves, though their schema asks for them. */
const systemMade: readonly string[] = ['ntsecuritydescriptor', 'instancetype', 'objectcategory', 'objectsid'];

export function judgeSchema({ facts, scope: { target } }: LdapInput<SchemaFacts>): Verdict {
  const expected = `a structural class ${target.objectClass}, its mandatory attributes mapped`;
  return { expected, ...verdictOn(facts, target), evidence: evidenceOf(facts, target) };
}

/** What a mapping must fill: not what the server fills, nor objectClass, the naming attribute and the anchor. */
function toMap(facts: SchemaFacts, target: LdapTarget): readonly AttributeFacts[] {
  const own = ['objectclass', (facts.rdn ?? 'cn').toLowerCase(), target.anchor.toLowerCase()];
  return (facts.user?.must ?? []).filter(({ names, readOnly }) => {
    const known = names.map((name) => name.toLowerCase());
    return !readOnly && !known.some((name) => own.includes(name) || systemMade.includes(name));
  });
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

function verdictOn(facts: SchemaFacts, target: LdapTarget): Verdict {
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
  return wrongClass(user, target) ?? mapped(facts, user, target);
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

function mapped(facts: SchemaFacts, user: UserClassFacts, target: LdapTarget): Verdict {
  const wanted = toMap(facts, target);
  const names = wanted.map(({ name }) => name);
  const given = target.attributes?.map((name) => name.toLowerCase());
  const { name } = user.objectClass;
  if (given === undefined) {
    return {
      status: 'pass',
      message: names.length === 0 ? `${name}: nothing must be mapped` : `${name}: map ${names.join(', ')}`,
    };
  }
  const missing = wanted.filter((one) => !one.names.some((name) => given.includes(name.toLowerCase())));
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
    : (target.attributes ?? []).filter((one) => !allowed.has(one.toLowerCase()));
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
  return { status: 'pass', message: `${name}: all mandatory ones are mapped` };
}
