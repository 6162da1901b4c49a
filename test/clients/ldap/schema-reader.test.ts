import { describe, expect, it } from 'vitest';
import { readSchema } from '../../../src/clients/ldap/schema-reader.ts';
import { describeUserClass } from '../../../src/clients/ldap/user-class.ts';
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

  it('of many name forms and structure rules is read in no time to speak of', () => {
    const many = (make: (at: number) => string) => Array.from({ length: 40_000 }, (_, at) => make(at));
    const made = readSchema({
      objectClasses: ["( 1.1 NAME 'c' STRUCTURAL )"],
      attributeTypes: [],
      contentRules: [],
      nameForms: many((at) => `( 1.2.${at} NAME ( 'f${at}' 'g${at % 100}' ) OC c MUST cn )`),
      structureRules: [...many((at) => `( ${at} FORM none${at} )`), '( 7 FORM g7 )', '( 8 FORM 1.2.9 )'],
    });
    expect(made.hasStructureRules).toBe(true);
    const user = made.objectClass('c');
    expect(user && made.structureRules(user).map(({ id }) => id)).toEqual(['7', '8']);
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
