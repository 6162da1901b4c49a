import type { Evidence, JudgeInput, Verdict } from '../../engine/probe.ts';
import type { LdapTarget, Settings } from '../../settings/schema.ts';
import { pressR } from '../common/steps.ts';
import { lostVerdict } from './lost.ts';
import { isLost, problemText } from './outcome.ts';
import type { SchemaFacts } from './schema/facts.ts';
import type { AttributeFacts, UserClassFacts } from './user-class.ts';

type Finding = Pick<Verdict, 'status' | 'message' | 'found' | 'remedy'>;

/** Filled by Microsoft's directories themselves, though their schema asks for them. */
const systemMade: readonly string[] = ['ntsecuritydescriptor', 'instancetype', 'objectcategory', 'objectsid'];

export function judgeSchema({ facts }: JudgeInput<Settings, SchemaFacts>, target: LdapTarget): Verdict {
  const expected = `a structural class ${target.objectClass}, its mandatory attributes mapped`;
  return { expected, ...find(facts, target), evidence: evidenceOf(facts, target) };
}

/** What a mapping must fill: not what the server fills, nor objectClass, the naming attribute and the anchor. */
export function toMap(facts: SchemaFacts, target: LdapTarget): readonly AttributeFacts[] {
  const own = ['objectclass', (facts.rdn ?? 'cn').toLowerCase(), target.anchor.toLowerCase()];
  return (facts.user?.must ?? []).filter(({ names, readOnly }) => {
    const known = names.map((name) => name.toLowerCase());
    return !readOnly && !known.some((name) => own.includes(name) || systemMade.includes(name));
  });
}

function evidenceOf(facts: SchemaFacts, target: LdapTarget): Evidence[] {
  const { subschema, counts, user, rdn } = facts;
  if (user === undefined) return subschema === undefined ? [] : [{ label: 'Schema', value: subschema }];
  const list = (label: string, values: readonly string[]): Evidence[] =>
    values.length === 0 ? [] : [{ label, value: values.join(', ') }];
  return [
    ...list('Schema', [
      `${subschema ?? ''}: ${counts?.classes ?? 0} classes, ${counts?.attributes ?? 0} attributes`,
    ]),
    ...list('Superior classes', user.objectClass.superiors),
    ...list(
      'Auxiliary classes',
      user.auxiliaries.map((one) => `${one.name} (${one.kind ?? 'unknown'})`),
    ),
    ...list(
      'Mandatory',
      user.must.map((one) => `${one.name} (${one.from ?? ''})`),
    ),
    ...list(
      'To be mapped',
      toMap(facts, target).map((one) => one.name),
    ),
    ...list('Users are named by', rdn === undefined ? [] : [rdn]),
    ...list('Mapped in .ecmarc', target.attributes ?? []),
  ];
}

function find(facts: SchemaFacts, target: LdapTarget): Finding {
  const { lost, problem, user, subschema } = facts;
  if (lost !== undefined) return lostVerdict(lost);
  if (problem !== undefined) {
    if (problem.code !== 'EMPTY' && isLost(problem)) return lostVerdict(problem);
    return {
      status: 'fail',
      message: 'the schema cannot be read',
      found: `${subschema ?? 'the subschema'}: ${problemText(problem)}`,
      remedy: {
        why: 'The connector reads the schema as its account, to offer classes and attributes for the mappings.',
        steps: [
          {
            text: `Let the connector account read ${subschema ?? 'the subschema entry'}`,
            owner: 'directory',
          },
          pressR,
        ],
        links: [],
      },
    };
  }
  if (user === undefined) return { status: 'unknown', message: 'nothing was seen of the schema' };
  return wrongClass(user, target) ?? mapped(facts, user, target);
}

function wrongClass(
  { objectClass, auxiliaries, similar }: UserClassFacts,
  target: LdapTarget,
): Finding | undefined {
  const correct = (text: string) => ({ text });
  if (objectClass.kind === null) {
    return {
      status: 'fail',
      message: `no object class ${objectClass.name}`,
      found: similar.length === 0 ? 'the schema does not know it' : `the schema has: ${similar.join(', ')}`,
      remedy: {
        why: 'Users are created with this class, and the directory does not know it.',
        steps: [
          correct('In .ecmarc, at the target, name the class of the users: objectClass'),
          { text: 'Or add the class to the schema', owner: 'directory' },
        ],
        links: [],
      },
    };
  }
  if (objectClass.kind !== 'structural') {
    return {
      status: 'fail',
      message: `${objectClass.name} is not structural`,
      found: `it is ${objectClass.kind}: no entry can be made of it alone`,
      remedy: {
        why: 'An entry has exactly one structural class (RFC 4512). The connector takes that as its object type.',
        steps: [
          correct(
            'In .ecmarc, at the target, name a structural class, and put this one into auxiliaryClasses',
          ),
        ],
        links: [],
      },
    };
  }
  const bad = auxiliaries.filter(({ kind }) => kind !== 'auxiliary');
  if (bad.length === 0) return undefined;
  return {
    status: 'fail',
    message: `not auxiliary: ${bad.map(({ name }) => name).join(', ')}`,
    found: bad.map(({ name, kind }) => `${name} is ${kind ?? 'not known to the schema'}`).join(', '),
    remedy: {
      why: 'Only auxiliary classes can be added to the structural class of an entry.',
      steps: [correct(`In .ecmarc, at the target, correct auxiliaryClasses beside ${target.objectClass}`)],
      links: [],
    },
  };
}

function mapped(facts: SchemaFacts, user: UserClassFacts, target: LdapTarget): Finding {
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
    return {
      status: 'fail',
      message: `not mapped: ${list}`,
      found: `${name} demands ${list}`,
      remedy: {
        why: 'The directory refuses to create a user in whom a mandatory attribute is missing.',
        steps: [
          {
            text: `Map ${list} in the connector, and add ${missing.length === 1 ? 'it' : 'them'} to attributes in .ecmarc`,
          },
        ],
        links: [],
      },
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
      remedy: {
        why: 'The directory refuses an entry with an attribute that none of its classes allows.',
        steps: [
          {
            text: 'Take them out of attributes and of the mappings, or add the auxiliary class that has them: auxiliaryClasses',
          },
        ],
        links: [],
      },
    };
  }
  return { status: 'pass', message: `${name}: all mandatory ones are mapped` };
}
