import { describe, expect, it } from 'vitest';
import { hasDumps, replayed } from '../../beds/directory-dumps.ts';
import type { Attributes, LdapScript } from '../../beds/scripted-ldap.ts';
import * as servers from '../../clients/ldap/servers.ts';
import { container, entriesOf, look } from './scripted-fixture.ts';

const fits = { status: 'pass', message: 'inetOrgPerson: all mandatory ones are mapped' };
const refused = { status: 'fail', message: 'not allowed in this container: inetOrgPerson' };
const mapped = { attributes: ['cn', 'sn'] };

/** The container of users, made of these classes; without the users that the script has. */
function madeOf(script: LdapScript, attributes: Attributes, users = false): LdapScript {
  const entries = (script.entries ?? [])
    .filter(({ dn }) => users || !dn.endsWith(`,${container}`))
    .map((one) => (one.dn === container ? { dn: container, attributes } : one));
  return { ...script, entries };
}

describe.skipIf(!hasDumps)('containment of real eDirectories', () => {
  it.each<[string, readonly string[], object]>([
    ['an organizational unit', ['Top', 'organizationalUnit'], fits],
    ['capitals and other names', ['TOP', 'ORGANIZATION'], fits],
    ['a domain', ['Top', 'domain'], fits],
    ['a country', ['Top', 'Country'], refused],
    ['the security container', ['Top', 'sASSecurity'], refused],
    ['an entry of a person', ['Top', 'Person', 'organizationalPerson', 'inetOrgPerson'], refused],
    ['a class that the schema does not show', ['Top', 'contosoUnit'], fits],
  ])('%s', async (_name, objectClass, expected) => {
    for (const name of ['edir888', 'edir914'] as const) {
      const script = madeOf(replayed(name, container, 'inetOrgPerson'), { objectClass });
      const { rows } = await look(script, { users: container, ...mapped });
      expect(rows('schema')).toMatchObject(expected);
    }
  });

  it('names what the container is, and what would do', async () => {
    const script = madeOf(replayed('edir914', container, 'inetOrgPerson'), {
      objectClass: ['Top', 'Country'],
    });
    const { rows } = await look(script, { users: container, ...mapped });
    expect(rows('schema').found).toBe(
      'the container is Top, Country; inetOrgPerson may stand below Organization, organizationalUnit, domain',
    );
    expect(JSON.stringify(rows('schema').remedy)).toContain('containment of inetOrgPerson');
  });

  it('users who are there though it forbids them: not known, and said', async () => {
    const country = { objectClass: ['Top', 'Country'] };
    const script = madeOf(replayed('edir914', container, 'inetOrgPerson'), country, true);
    const { rows } = await look(script, { users: container, ...mapped });
    expect(rows('schema')).toMatchObject({
      status: 'unknown',
      message: 'the schema and users contradict',
    });
  });
});

describe('a containment of its own, and one from above', () => {
  const unit = (name: string, more = '') =>
    `( 1.9.${name.length} NAME '${name}' SUP top STRUCTURAL MUST objectClass ${more})`;
  const classes = (own: string) => [
    ...[servers.schema.objectClasses ?? []].flat().slice(0, 1),
    "( 2.5.6.6 NAME 'person' SUP top STRUCTURAL MUST ( sn $ cn ) X-NDS_CONTAINMENT 'office' )",
    `( 2.16.840.1.113730.3.2.2 NAME 'inetOrgPerson' SUP person STRUCTURAL MAY mail ${own})`,
    unit('office'),
    unit('branch-office'),
    "( 1.9.99 NAME 'homeOffice' SUP office STRUCTURAL )",
  ];
  const rowOf = async (own: string, of: readonly string[]) => {
    const schema = { ...servers.schema, objectClasses: classes(own) };
    const rootDse = servers.eDirectory;
    const script = madeOf({ rootDse, entries: entriesOf(rootDse, 0, schema) }, { objectClass: of });
    return (await look(script, mapped)).rows('schema');
  };

  it.each<[string, string, readonly string[], object]>([
    ['from above', '', ['office'], fits],
    ['from above, of a class that comes from a listed one', '', ['homeOffice'], fits],
    ['from above, elsewhere', '', ['branch-office'], refused],
    ['its own counts alone', "X-NDS_CONTAINMENT ( 'branch-office' ) ", ['office'], refused],
    ['its own, by OID', "X-NDS_CONTAINMENT ( '1.9.13' ) ", ['branch-office'], fits],
    ['Top allows no place by itself', "X-NDS_CONTAINMENT 'top' ", ['top', 'office'], refused],
  ])('%s', async (_name, own, of, expected) => expect(await rowOf(own, of)).toMatchObject(expected));
});

describe('what AD LDS lets stand below a container', () => {
  const rowsOf = async (attributes: Attributes) => {
    const rootDse = servers.adLds;
    const entries = entriesOf(rootDse, 0, servers.ldsSchema);
    const script = madeOf({ rootDse, entries }, attributes);
    const attributesMapped = ['cn', 'msDS-UserAccountDisabled'];
    return (await look(script, { objectClass: 'user', attributes: attributesMapped })).rows;
  };

  it.each<[string, Attributes, string]>([
    ['the class is among them', { allowedChildClasses: ['User', 'group'] }, 'pass'],
    ['by its OID', { allowedChildClasses: ['1.2.840.113556.1.5.9'] }, 'pass'],
    ['it is not', { allowedChildClasses: ['group', 'container'] }, 'fail'],
    ['nothing told', {}, 'pass'],
  ])('%s', async (_name, attributes, status) => {
    const rows = await rowsOf({ objectClass: ['top', 'container'], ...attributes });
    expect(rows('schema').status).toBe(status);
  });

  it('rights are not asked for where the schema rules it out', async () => {
    const rows = await rowsOf({
      objectClass: ['top', 'container'],
      allowedChildClasses: ['group'],
      allowedChildClassesEffective: ['group'],
    });
    expect(rows('schema')).toMatchObject({
      status: 'fail',
      message: 'not allowed in this container: user',
      found: 'the container is top, container; user is not in its allowedChildClasses',
    });
    expect(rows('rights')).toMatchObject({
      status: 'unknown',
      message: 'such users may not stand in the container',
    });
  });
});
