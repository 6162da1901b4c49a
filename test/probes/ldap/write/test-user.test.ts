import { describe, expect, it } from 'vitest';
import { readSchema } from '../../../../src/clients/ldap/schema-reader.ts';
import { describeUserClass } from '../../../../src/clients/ldap/user-class.ts';
import { isTestDn, planTestUser, valueFor } from '../../../../src/probes/ldap/write/test-user.ts';

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
