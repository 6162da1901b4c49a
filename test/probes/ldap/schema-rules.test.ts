import { describe, expect, it } from 'vitest';
import type { Attributes } from '../../beds/scripted-ldap.ts';
import * as servers from '../../clients/ldap/servers.ts';
import { container, entriesOf, look } from './scripted-fixture.ts';

const list = (value: string | readonly string[] | undefined): readonly string[] => [value ?? []].flat();
const aux = "( 1.1.1 NAME 'badge' SUP top AUXILIARY MAY ( number ) )";
const text = 'SYNTAX 1.3.6.1.4.1.1466.115.121.1.15';

/** The usual schema, with more definitions in it or others in place of those of the same name. */
function schemaWith(more: Record<string, readonly string[]>): Attributes {
  const nameOf = (definition: string) => /NAME \(? ?'(\w+)'/.exec(definition)?.[1];
  const base: Attributes = {
    ...servers.schema,
    attributeTypes: [
      ...list(servers.schema.attributeTypes),
      `( 1.1.2 NAME 'number' ${text} )`,
      "( 2.5.4.36 NAME 'userCertificate' SYNTAX 1.3.6.1.4.1.1466.115.121.1.8 )",
    ],
  };
  return Object.fromEntries(
    [...new Set([...Object.keys(base), ...Object.keys(more)])].map((key) => {
      const mine = more[key] ?? [];
      const names = mine.map(nameOf);
      return [key, [...list(base[key]).filter((one) => !names.includes(nameOf(one))), ...mine]];
    }),
  );
}

async function schemaRow(more: Record<string, readonly string[]>, target: object, rootDse = servers.openDj) {
  const { rows } = await look({ rootDse, entries: entriesOf(rootDse, 0, schemaWith(more)) }, target);
  return rows('schema');
}

const person = (rest: string) =>
  `( 2.16.840.1.113730.3.2.2 NAME 'inetOrgPerson' SUP person STRUCTURAL ${rest} )`;
const rule = (rest: string) => ({
  objectClasses: [aux],
  dITContentRules: [`( 2.16.840.1.113730.3.2.2 NAME 'people' ${rest} )`],
});
const openldap: Attributes = {
  ...servers.openDj,
  vendorName: 'x',
  vendorVersion: 'y',
  objectClass: ['top', 'OpenLDAProotDSE'],
};

describe('one attribute, however it is called (RFC 4512, 2.5)', () => {
  it.each([
    [['commonName', 'surname', 'mail']],
    [['2.5.4.3', '2.5.4.4']],
    [['cn', 'sn', '2.5.4.12', 'description;lang-en']],
    [['cn', 'OID.2.5.4.4', 'title;lang-de;lang-en']],
  ])('%j: all mandatory ones are mapped', async (attributes) => {
    expect(await schemaRow({}, { attributes })).toMatchObject({
      status: 'pass',
      message: 'inetOrgPerson: all mandatory ones are mapped',
    });
  });

  it('one that no class allows stays one', async () => {
    const row = await schemaRow({}, { attributes: ['cn', 'sn', 'number;lang-en'] });
    expect(row).toMatchObject({ status: 'warn', message: 'not allowed in inetOrgPerson: number;lang-en' });
    const binary = { objectClasses: [person('MAY ( userCertificate )')] };
    expect(await schemaRow(binary, { attributes: ['sn', 'userCertificate;binary'] })).toMatchObject({
      status: 'pass',
    });
  });
});

describe('what the schema rules out', () => {
  it.each<[string, Record<string, readonly string[]>, object, string, string]>([
    [
      'NOT',
      rule('NOT ( title )'),
      { attributes: ['sn', 'title'] },
      'fail',
      'forbidden in inetOrgPerson: title',
    ],
    [
      'NOT, by OID',
      rule('NOT ( 2.5.4.12 )'),
      { attributes: ['sn', 'title'] },
      'fail',
      'forbidden in inetOrgPerson: title',
    ],
    [
      'NOT of what is not mapped',
      rule('NOT ( title )'),
      { attributes: ['sn'] },
      'pass',
      'inetOrgPerson: all mandatory ones are mapped',
    ],
    [
      'AUX',
      rule('AUX ( other )'),
      { auxiliaryClasses: ['badge'] },
      'fail',
      'not allowed with inetOrgPerson: badge',
    ],
    [
      'AUX that lists it',
      rule('AUX ( badge )'),
      { auxiliaryClasses: ['badge'], attributes: ['sn', 'number'] },
      'pass',
      'inetOrgPerson: all mandatory ones are mapped',
    ],
    [
      'what a listed class allows, without that class',
      rule('AUX ( badge )'),
      { attributes: ['sn', 'number'] },
      'warn',
      'not allowed in inetOrgPerson: number',
    ],
    ['MUST', rule('MUST ( mail )'), { attributes: ['sn'] }, 'fail', 'not mapped: mail'],
    [
      'MAY',
      rule('MAY ( number )'),
      { attributes: ['sn', 'number'] },
      'pass',
      'inetOrgPerson: all mandatory ones are mapped',
    ],
    [
      'an obsolete rule',
      rule('OBSOLETE NOT ( title )'),
      { attributes: ['sn', 'title'] },
      'pass',
      'inetOrgPerson: all mandatory ones are mapped',
    ],
    [
      'a missing superior',
      { objectClasses: ["( 2.16.840.1.113730.3.2.2 NAME 'inetOrgPerson' SUP ghost STRUCTURAL )"] },
      {},
      'unknown',
      'superior classes not in the schema: ghost',
    ],
    [
      'a name form',
      { nameForms: ["( 1.1.9 NAME 'form' OC inetOrgPerson MUST ( uid ) )"] },
      { attributes: ['cn', 'sn'] },
      'pass',
      'inetOrgPerson: all mandatory ones are mapped',
    ],
  ])('%s', async (_name, more, target, status, message) => {
    expect(await schemaRow(more, target)).toMatchObject({ status, message });
  });

  it('OBSOLETE: refused by OpenLDAP, elsewhere not known', async () => {
    const old = {
      objectClasses: ["( 2.16.840.1.113730.3.2.2 NAME 'inetOrgPerson' OBSOLETE SUP person STRUCTURAL )"],
    };
    const message = 'obsolete in the schema: inetOrgPerson';
    expect(await schemaRow(old, {}, openldap)).toMatchObject({ status: 'fail', message });
    expect(await schemaRow(old, {})).toMatchObject({ status: 'warn', message });
    const attribute = { attributeTypes: [`( 2.5.4.12 NAME 'title' OBSOLETE ${text} )`] };
    expect(await schemaRow(attribute, { attributes: ['sn', 'title'] }, openldap)).toMatchObject({
      status: 'fail',
      message: 'obsolete in the schema: title',
    });
    expect(await schemaRow(attribute, { attributes: ['sn'] }, openldap)).toMatchObject({ status: 'pass' });
  });

  it('AD LDS: the attribute that disables users is not mapped', async () => {
    const entries = entriesOf(servers.adLds, 0, servers.ldsSchema);
    const row = async (attributes: readonly string[]) =>
      (await look({ rootDse: servers.adLds, entries }, { objectClass: 'user', attributes })).rows('schema');
    expect(await row(['cn'])).toMatchObject({
      status: 'warn',
      message: 'msDS-UserAccountDisabled is not mapped',
    });
    expect(await row(['cn', 'msDS-UserAccountDisabled'])).toMatchObject({ status: 'pass' });
  });
});

describe('a container that is none', () => {
  it.each([
    [
      'alias',
      { aliasedObjectName: 'ou=staff,dc=x' },
      'that is an alias, not a container',
      'it stands for ou=staff,dc=x',
    ],
    ['referral', {}, 'that is a referral, not a container', 'its class is top, referral'],
  ])('%s', async (name, more, message, found) => {
    const entries = [
      ...entriesOf(servers.openDj, 0).slice(0, 1),
      { dn: container, attributes: { objectClass: ['top', name], ...more } },
    ];
    const { rows } = await look({ rootDse: servers.openDj, entries });
    expect(rows('users')).toMatchObject({ status: 'fail', message, found });
  });
});

describe('attributes that the server makes', () => {
  const made =
    "( 1.3.6.1.1.16.4 NAME 'entryUUID' SYNTAX 1.3.6.1.1.16.1 SINGLE-VALUE NO-USER-MODIFICATION USAGE directoryOperation )";
  const policy = "( 1.1.3 NAME 'policyEntry' SYNTAX 1.3.6.1.4.1.1466.115.121.1.12 USAGE directoryOperation )";

  it.each<[string, readonly string[], string, string]>([
    ['one of them is mapped', ['cn', 'sn', 'entryUUID'], 'fail', 'made by the server: entryUUID'],
    ['by its OID', ['cn', 'sn', '1.3.6.1.1.16.4'], 'fail', 'made by the server: entryUUID'],
    [
      'one that is operational, and may be written',
      ['cn', 'sn', 'policyEntry'],
      'warn',
      'not allowed in inetOrgPerson: policyEntry',
    ],
    [
      'objectClass is the work of the connector',
      ['objectClass', 'cn', 'sn'],
      'pass',
      'inetOrgPerson: all mandatory ones are mapped',
    ],
  ])('%s', async (_name, attributes, status, message) => {
    const objectClass =
      "( 2.5.4.0 NAME 'objectClass' SYNTAX 1.3.6.1.4.1.1466.115.121.1.38 NO-USER-MODIFICATION )";
    const row = await schemaRow({ attributeTypes: [made, policy, objectClass] }, { attributes });
    expect(row).toMatchObject({ status, message });
  });

  it('as the anchor it is read, not written', async () => {
    const row = await schemaRow(
      { attributeTypes: [made] },
      { attributes: ['cn', 'sn', 'entryUUID'], anchor: 'entryUUID' },
    );
    expect(row.message).not.toContain('made by the server');
  });

  it('what is mapped and not tried stands in the row of the write test', async () => {
    const rootDse = servers.openDj;
    const photo = "( 0.9.2342.19200300.100.1.60 NAME 'jpegPhoto' SYNTAX 1.3.6.1.4.1.1466.115.121.1.28 )";
    const more = { attributeTypes: [photo], objectClasses: [person('MAY ( mail $ manager $ jpegPhoto )')] };
    const attributes = ['commonName', 'sn', 'mail', 'userPassword', 'jpegPhoto', 'ghost'];
    const entries = entriesOf(rootDse, 0, schemaWith(more));
    const { rows } = await look({ rootDse, entries }, { attributes }, { writeTest: true });
    expect(rows('write')).toMatchObject({
      status: 'pass',
      found: 'mapped and not tried: userPassword, jpegPhoto, ghost',
    });
    expect(rows('write').evidence).toContainEqual({
      label: 'Mapped and not tried',
      value: 'userPassword, jpegPhoto, ghost',
    });
  });
});
