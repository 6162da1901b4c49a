import { describe, expect, it } from 'vitest';
import { readSchema } from '../../../src/clients/ldap/schema-reader.ts';
import { describeUserClass } from '../../../src/clients/ldap/user-class.ts';
import { isTestDn, planTestUser, valueFor } from '../../../src/probes/ldap/write/test-user.ts';
import { ldsSchema, schema } from './servers.ts';

const list = (value: unknown): readonly string[] => (Array.isArray(value) ? value : []);
const read = (source: typeof schema) =>
  readSchema({
    objectClasses: list(source.objectClasses),
    attributeTypes: list(source.attributeTypes),
    contentRules: list(source.dITContentRules),
  });

describe('a schema', () => {
  it('gives a class with what its superiors demand', () => {
    const user = describeUserClass(read(schema), 'INETORGPERSON', []);
    expect(user.objectClass).toEqual({
      name: 'inetOrgPerson',
      kind: 'structural',
      superiors: ['person', 'top'],
    });
    expect(user.must.map(({ name, from }) => `${name} ${from}`)).toEqual([
      'sn person',
      'cn person',
      'objectClass top',
    ]);
  });

  it('inherits syntax and length from superior attributes', () => {
    expect(read(schema).attribute('commonName')).toMatchObject({
      syntax: '1.3.6.1.4.1.1466.115.121.1.15',
      maxLength: 32768,
    });
  });

  it('reads quoted syntaxes and content rules, as Active Directory writes them', () => {
    const user = describeUserClass(read(ldsSchema), 'user', []);
    expect(user.may).toContain('msds-useraccountdisabled');
    expect(user.must.find(({ name }) => name === 'objectCategory')?.syntax).toBe(
      '1.3.6.1.4.1.1466.115.121.1.12',
    );
  });

  it.each([
    '',
    '(',
    '( )',
    "( 1.2.3 NAME 'a' SUP a )",
    "( 1.2.3 NAME 'a' SUP ( b $ a ) MUST",
    `( 1.2.3 NAME '${'x'.repeat(300_000)}' )`,
    `${'('.repeat(10_000)}`,
    "( 1.2.3 NAME 'a' DESC 'it's ) broken' MUST ( $ $ ) )",
  ])('takes any text of a hostile server: %#', (text) => {
    const made = readSchema({
      objectClasses: [text, "( 9 NAME 'b' SUP a )"],
      attributeTypes: [text],
      contentRules: [text],
    });
    expect(() => describeUserClass(made, 'b', ['a'])).not.toThrow();
    expect(() => made.attribute('a')).not.toThrow();
  });
});

describe('values of the test user', () => {
  const id = '66869c93-8294-4742-b208-50847a752915';
  const rfc = (end: string) => `1.3.6.1.4.1.1466.115.121.1.${end}`;

  it.each([
    [rfc('15'), /ecma-doctor test 1/],
    [rfc('26'), /ecma-doctor test 1/],
    [rfc('27'), /^1[9]\d{8}$/],
    [rfc('7'), /^FALSE$/],
    [rfc('24'), /^\d{14}Z$/],
    [rfc('12'), /^ou=people$/],
    [rfc('50'), /^\+1/],
    [rfc('36'), /^\d+$/],
    ['1.3.6.1.1.16.1', /^66869c93/],
  ])('%s', (syntax, shape) => {
    const attribute = { name: 'a', names: ['a'], syntax, singleValue: true, readOnly: false };
    expect(valueFor(attribute, id, 'ou=people')).toMatch(shape);
  });

  it('keeps to the length that the schema allows, and gives up on pictures', () => {
    const one = { name: 'a', names: ['a'], singleValue: true, readOnly: false };
    expect(valueFor({ ...one, syntax: rfc('15'), maxLength: 5 }, id, 'x')).toHaveLength(5);
    expect(valueFor({ ...one, syntax: rfc('28') }, id, 'x')).toBeUndefined();
  });

  it('names what cannot be filled, and does not write', () => {
    const user = describeUserClass(
      readSchema({
        objectClasses: ["( 1 NAME 'p' STRUCTURAL MUST ( cn $ photo ) )"],
        attributeTypes: [`( 2 NAME 'photo' SYNTAX ${rfc('28')} )`, `( 3 NAME 'cn' SYNTAX ${rfc('15')} )`],
        contentRules: [],
      }),
      'p',
      [],
    );
    const plan = planTestUser({
      schema: { user, usable: true },
      container: 'o=x',
      id,
      mapped: [],
      disabled: undefined,
    });
    expect(plan).toEqual({ ok: false, unfillable: ['photo'] });
  });

  it('knows the names that it gives, and no other', () => {
    expect(isTestDn(`cn=ecma-doctor-test-${id},ou=people,dc=x`, id)).toBe(true);
    expect(isTestDn(`CN=ecma-doctor-test-${id}, ou=people,dc=x`, id)).toBe(true);
    expect(isTestDn('uid=anna,ou=people,dc=x', id)).toBe(false);
    expect(isTestDn(`ou=people,cn=ecma-doctor-test-${id}`, id)).toBe(false);
  });
});
