import { describe, expect, it } from 'vitest';
import { readSchema } from '../../../src/clients/ldap/schema-reader.ts';
import { type PlacementFacts, placed } from '../../../src/clients/ldap/structure-rules.ts';
import { attributeFacts, describeUserClass } from '../../../src/clients/ldap/user-class.ts';
import { planTestUser } from '../../../src/probes/ldap/write/test-user.ts';
import type { Attributes } from '../../beds/scripted-ldap.ts';
import * as servers from '../../clients/ldap/servers.ts';
import { container, entriesOf, look } from './scripted-fixture.ts';

const list = (value: string | readonly string[] | undefined): readonly string[] => [value ?? []].flat();
const objectClasses = [
  ...list(servers.schema.objectClasses),
  "( 2.5.6.5 NAME ( 'organizationalUnit' 'ou-class' ) SUP top STRUCTURAL MUST ou )",
  "( 2.5.6.9 NAME 'staffUnit' SUP organizationalUnit STRUCTURAL )",
  "( 2.5.6.4 NAME 'organization' SUP top STRUCTURAL MUST o )",
  "( 1.3.6.1.4.1.1466.344 NAME 'dcObject' SUP top AUXILIARY MUST dc )",
];
const attributeTypes = [
  ...list(servers.schema.attributeTypes),
  "( 2.5.4.11 NAME ( 'ou' 'organizationalUnitName' ) SUP name )",
  "( 2.5.4.10 NAME 'o' SUP name )",
];
const nameForms = [
  "( 1.9.1 NAME 'orgForm' OC organization MUST o )",
  "( 1.9.2 NAME 'ouForm' OC 2.5.6.5 MUST ( organizationalUnitName ) MAY ( description ) )",
  "( 1.9.3 NAME 'byCn' OC inetOrgPerson MUST ( cn ) )",
  "( 1.9.4 NAME 'byUid' OC 2.16.840.1.113730.3.2.2 MUST uid )",
  "( 1.9.5 NAME 'ouByDescription' OC organizationalUnit MUST description )",
  "( 1.9.6 NAME 'oldForm' OBSOLETE OC inetOrgPerson MUST mail )",
];
const org = "( 1 NAME 'orgRule' FORM orgForm )";
const unit = "( 2 NAME 'ouRule' FORM 1.9.2 SUP ( 1 2 ) )";

function schemaWith(dITStructureRules: readonly string[]): Attributes {
  return { objectClasses, attributeTypes, nameForms, dITStructureRules };
}

async function rowOf(
  rules: readonly string[],
  of: Attributes = { objectClass: ['top', 'organizationalUnit'] },
  users = 0,
) {
  const entries = entriesOf(servers.openDj, users, schemaWith(rules)).flatMap((one) =>
    one.dn === container ? { ...one, attributes: of } : one,
  );
  const { rows } = await look({ rootDse: servers.openDj, entries }, { attributes: ['sn', 'cn'] });
  return rows('schema');
}

describe('structure rules (RFC 4512, 4.1.7.1)', () => {
  const inUnits = "( 3 NAME 'people' FORM byCn SUP 2 )";
  const inOrgs = "( 3 NAME 'people' FORM byCn SUP ( 1 ) )";
  const fits = { status: 'pass', message: 'inetOrgPerson: all mandatory ones are mapped' };
  const refused = { status: 'fail', message: 'not allowed below organizationalUnit: inetOrgPerson' };
  const open = { status: 'unknown', message: 'structure rules leave the container open' };

  it.each<[string, readonly string[], Attributes | undefined, object]>([
    ['none: nothing to say', [], undefined, fits],
    ['below the superior that is named', [org, unit, inUnits], undefined, fits],
    ['below another one', [org, unit, inOrgs], undefined, refused],
    ['one rule of two fits', [org, unit, inOrgs, '( 4 FORM 1.9.4 SUP 2 )'], undefined, fits],
    ['an obsolete rule is none', [org, unit, inOrgs, '( 4 OBSOLETE FORM byUid SUP 2 )'], undefined, refused],
    [
      'a rule by an obsolete form is none',
      [org, unit, inOrgs, '( 4 FORM oldForm SUP 2 )'],
      undefined,
      refused,
    ],
    ['a rule by a form that is not there is none', [org, unit, '( 4 FORM ghost SUP 2 )'], undefined, refused],
    ['no rule for the class, and one for the container', [org, unit], undefined, refused],
    ['no rule for either', [org], undefined, fits],
    ['no rule for the container', [org, inOrgs], undefined, refused],
    ['at the top of an area only', [org, unit, '( 3 FORM byCn )'], undefined, open],
    [
      "the server's own word on the container",
      [org, unit, inOrgs],
      { objectClass: ['top', 'organizationalUnit'], governingStructureRule: '1' },
      fits,
    ],
    [
      "the server's own word on its class",
      [org, unit, inUnits],
      { objectClass: ['top', 'organization', 'odd'], structuralObjectClass: 'organizationalUnit' },
      fits,
    ],
    [
      'the lowest structural class counts',
      [org, unit, inUnits],
      { objectClass: ['ou-class', 'staffUnit'] },
      {
        status: 'fail',
        message: 'not allowed below staffUnit: inetOrgPerson',
      },
    ],
    ['a class that the schema does not show', [org, unit, inUnits], { objectClass: ['top', 'odd'] }, open],
    [
      'two structural classes',
      [org, unit, inUnits],
      {
        objectClass: ['organizationalUnit', 'organization'],
      },
      open,
    ],
    [
      'auxiliary classes do not count',
      [org, unit, inUnits],
      {
        objectClass: ['organizationalUnit', 'dcObject'],
      },
      fits,
    ],
    [
      'of two rules of the container, the one that fits its name',
      [org, unit, '( 5 FORM ouByDescription SUP 1 )', inUnits],
      undefined,
      fits,
    ],
    ['two rules that fit its name', [org, unit, '( 5 FORM ouForm SUP 1 )', inUnits], undefined, open],
  ])('%s', async (_name, rules, of, expected) => expect(await rowOf(rules, of)).toMatchObject(expected));

  it('a container that is not there: open', async () => {
    const entries = entriesOf(servers.openDj, 0, schemaWith([org, unit, inUnits])).slice(0, 1);
    const { rows } = await look({ rootDse: servers.openDj, entries }, { attributes: ['sn'] });
    expect(rows('schema')).toMatchObject({ ...open, found: expect.stringContaining('cannot be told') });
  });

  it('users who are there though the rules forbid them: not known, and said', async () => {
    expect(await rowOf([org, unit, inOrgs], undefined, 2)).toMatchObject({
      status: 'unknown',
      message: 'structure rules and users contradict',
      found:
        'the container is governed by rule 2; inetOrgPerson: rule 3 (people) is for places below 1; and yet such users are there',
    });
  });

  const rule = (superiors: readonly string[]) => ({ id: '9', naming: ['cn'], superiors });
  it.each<[Partial<PlacementFacts>, ReturnType<typeof placed>]>([
    [{}, 'unknown'],
    [{ rules: [rule(['1'])] }, 'unknown'],
    [{ governing: ['1', '2'] }, 'refused'],
    [{ governing: ['1', '2'], rules: [rule(['1'])] }, 'unknown'],
    [{ governing: ['1', '2'], rules: [rule(['1']), rule(['2'])] }, 'fits'],
    [{ governing: ['1', '2'], rules: [rule(['3'])] }, 'refused'],
    [{ governing: [], rules: [rule([])] }, 'unknown'],
  ])('%j: %s', (placement, expected) =>
    expect(placed({ container, rules: [], ...placement })).toBe(expected),
  );
});

describe('the test user by structure rules', () => {
  const made = readSchema({ objectClasses, attributeTypes, nameForms, contentRules: [] });
  const named = (rdn: string | undefined, placements: readonly PlacementFacts[], where = container) => {
    const plan = planTestUser({
      schema: {
        user: describeUserClass(made, 'inetOrgPerson', []),
        others: ['uid', 'mail'].map((name) => attributeFacts(made, name)),
        ...(rdn === undefined ? {} : { rdn }),
        placements,
        usable: true,
      },
      container: where,
      id: '66869c93-8294-4742-b208-50847a752915',
      mapped: [],
      disabling: [],
    });
    return plan.ok ? plan.user.dn.split('=')[0] : 'no plan';
  };
  const below = (governing: readonly string[] | undefined): PlacementFacts => ({
    container,
    ...(governing === undefined ? {} : { governing }),
    rules: [
      { id: '3', naming: ['commonName'], superiors: ['1'] },
      { id: '4', naming: ['uid'], superiors: ['2'] },
    ],
  });

  it.each<[string, string | undefined, readonly PlacementFacts[], string]>([
    ['no rules: as users are named now', 'uid', [], 'uid'],
    ['no rules, no users: by the first name form in force', undefined, [], 'cn'],
    ['the rule that fits this container', undefined, [below(['2'])], 'uid'],
    ['though users elsewhere are named otherwise', 'cn', [below(['2'])], 'uid'],
    ['as users are named now, where that fits, by any of its names', 'cn', [below(['1', '2'])], 'cn'],
    ['open: as users are named now', 'uid', [below(undefined)], 'uid'],
    ['of another container: as users are named now', 'cn', [{ ...below(['2']), container: 'o=y' }], 'cn'],
  ])('%s', (_name, rdn, placements, expected) => expect(named(rdn, placements)).toBe(expected));
});
