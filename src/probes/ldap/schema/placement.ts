import type { ContainmentFacts } from '../../../clients/ldap/containment.ts';
import {
  type PlacementFacts,
  placed,
  type StructureRuleFacts,
} from '../../../clients/ldap/structure-rules.ts';
import type { UserClassFacts } from '../../../clients/ldap/user-class.ts';
import type { Verdict } from '../../../engine/probe.ts';
import type { LdapTarget } from '../../../settings/schema.ts';
import { by, fix } from '../../common/fix.ts';
import { pressR } from '../../common/steps.ts';
import type { SchemaFacts } from './facts.ts';

/** What the server says of users in their container, by rules or by classes. */
export function misplaced(facts: SchemaFacts, user: UserClassFacts, target: LdapTarget): Verdict | undefined {
  return againstClasses(facts, user, target) ?? againstRules(facts, user, target);
}

/** eDirectory's containment, and what AD LDS lets stand below its containers (decisions: ldap.schema). */
function againstClasses(
  { containments = [] }: SchemaFacts,
  { objectClass: { name } }: UserClassFacts,
  { users }: LdapTarget,
): Verdict | undefined {
  const containment = containments.find(({ container }) => container === users);
  if (containment === undefined || containment.fits) return undefined;
  const { container, inhabited } = containment;
  const found = `the container is ${containment.classes.join(', ')}; ${classesText(containment, name)}`;
  if (inhabited === true)
    return contradicted(
      found,
      'the schema',
      'what it says, or the users are older than that',
      name,
      container,
    );
  return {
    status: 'fail',
    message: `not allowed in this container: ${name}`,
    found,
    remedy: fix(
      'The schema says below which classes of entries a class may stand. The directory refuses it anywhere else.',
      'Name a container in which users may stand, in .ecmarc and in the connector: users',
      by.directory(
        containment.by === 'containment'
          ? `Or add the class of the container to the containment of ${name}`
          : `Or add the class of the container to possSuperiors of ${name}, in the schema`,
      ),
      pressR,
    ),
  };
}

/** `rules` forbid what stands there; `doubt`: what the directory may not go by. */
function contradicted(found: string, rules: string, doubt: string, name: string, container: string): Verdict {
  return {
    status: 'unknown',
    message: `${rules} and users contradict`,
    found: `${found}; and yet such users are there`,
    remedy: fix(
      `The directory may not go by ${doubt}.`,
      by.directory(`Say whether ${name} may be created in ${container}`),
      'Or allow the write test, which shows it',
    ),
  };
}

function classesText(containment: ContainmentFacts, name: string): string {
  return containment.by === 'containment'
    ? `${name} may stand below ${containment.allowed?.join(', ')}`
    : `${name} is not in its allowedChildClasses`;
}

/** What the server's DIT structure rules say of users in their container (RFC 4512, 4.1.7.1; decisions: ldap.schema). */
function againstRules(
  { placements = [] }: SchemaFacts,
  { objectClass: { name } }: UserClassFacts,
  target: LdapTarget,
): Verdict | undefined {
  const placement = placements.find(({ container }) => container === target.users);
  if (placement === undefined) return undefined;
  const { container, superior, inhabited } = placement;
  const found = foundText(placement, name);
  const above = superior === undefined ? 'the container' : `entries of ${superior}`;
  switch (inhabited === true ? 'inhabited' : placed(placement)) {
    case 'fits':
      return undefined;
    case 'refused':
      return {
        status: 'fail',
        message: `not allowed below ${superior ?? 'the container'}: ${name}`,
        found,
        remedy: fix(
          'Structure rules of the schema say what may stand below what. The directory refuses all other entries.',
          by.directory(`Allow ${name} below ${above}, by a structure rule`),
          'Or name a container in which users may stand, in .ecmarc and in the connector: users',
          pressR,
        ),
      };
    case 'inhabited':
      return contradicted(
        found,
        'structure rules',
        'its structure rules, or the users are older than those',
        name,
        container,
      );
    default:
      return {
        status: 'unknown',
        message: 'structure rules leave the container open',
        found,
        remedy: fix(
          'Structure rules of the schema say what may stand below what. Here they leave it open.',
          by.directory(`Let the connector account read ${container}: objectClass, governingStructureRule`),
          'Or allow the write test, which shows it',
          pressR,
        ),
      };
  }
}

function foundText({ governing, rules }: PlacementFacts, name: string): string {
  const container =
    governing === undefined
      ? 'which rule governs the container cannot be told'
      : governing.length === 0
        ? 'no rule governs the container'
        : `the container is governed by rule ${governing.join(' or ')}`;
  const users =
    rules.length === 0 ? `there is no rule for ${name}` : `${name}: ${rules.map(ruleText).join('; ')}`;
  return `${container}; ${users}`;
}

function ruleText({ id, name, superiors }: StructureRuleFacts): string {
  const called = name === undefined ? id : `${id} (${name})`;
  return superiors.length === 0
    ? `rule ${called} is for the top of an area`
    : `rule ${called} is for places below ${superiors.join(' or ')}`;
}
