import { describe, expect, it } from 'vitest';
import { readSchema } from '../../../../src/clients/ldap/schema-reader.ts';
import { attributeFacts, describeUserClass } from '../../../../src/clients/ldap/user-class.ts';
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
      disabling: [],
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

describe('what the test user carries', () => {
  const syntax = (name: string, end = '15') =>
    `( 9.${name.length}.${name.charCodeAt(0)} NAME '${name}' SYNTAX 1.3.6.1.4.1.1466.115.121.1.${end} )`;
  const made = readSchema({
    objectClasses: [
      "( 2.5.6.0 NAME 'top' ABSTRACT MUST objectClass )",
      "( 2.5.6.6 NAME 'person' SUP top STRUCTURAL MUST ( sn $ cn ) MAY ( description $ title $ loginDisabled ) )",
      "( 0.9.2342.19200300.100.4.19 NAME 'simpleSecurityObject' SUP top AUXILIARY MUST userPassword )",
    ],
    attributeTypes: [
      "( 2.5.4.3 NAME ( 'cn' 'commonName' ) SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )",
      "( 2.5.4.4 NAME ( 'sn' 'surname' ) SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )",
      ...['description', 'title'].map((name) => syntax(name)),
      syntax('userPassword', '40'),
      syntax('loginDisabled', '7'),
    ],
    contentRules: [],
  });
  const id = '66869c93-8294-4742-b208-50847a752915';
  const plan = (mapped: readonly string[] | undefined, auxiliaries: readonly string[] = [], off = false) => {
    const planned = planTestUser({
      schema: {
        user: describeUserClass(made, 'person', auxiliaries),
        others: ['description', 'title', ...(mapped ?? [])].map((name) => attributeFacts(made, name)),
        usable: true,
      },
      container: 'o=x',
      id,
      mapped,
      disabling: off ? ['msDS-UserAccountDisabled', 'loginDisabled'] : [],
    });
    if (!planned.ok) throw new Error(planned.unfillable.join());
    return planned.user;
  };

  it('only what the schema demands, where no mapping is told; the name is the mark', () => {
    const user = plan(undefined);
    expect(Object.keys(user.attributes)).toEqual(['objectClass', 'cn', 'sn']);
    expect(user).toMatchObject({ mark: 'cn', disabled: false });
    expect(Object.keys(user.changes)).toEqual(['sn']);
  });

  it('what is mapped by synonyms, and nothing of its own', () => {
    const user = plan(['commonName', 'surname']);
    expect(Object.keys(user.attributes)).toEqual(['objectClass', 'cn', 'sn']);
    expect(Object.keys(user.changes)).toEqual(['sn']);
  });

  it('a description as the mark where it is mapped; options are kept', () => {
    const user = plan(['cn', 'sn', 'description', 'title;lang-en']);
    expect(user.mark).toBe('description');
    expect(String(user.attributes.description)).toContain(id);
    expect(Object.keys(user.changes)).toEqual(['sn', 'title;lang-en']);
  });

  it('a random secret where one is demanded, another one each time, not to be made from the name', () => {
    const [one, other] = [plan([], ['simpleSecurityObject']), plan([], ['simpleSecurityObject'])];
    const secret = String(one.attributes.userPassword);
    expect(secret).toMatch(/^Aa1-[\w-]{32}$/);
    expect(secret).not.toBe(String(other.attributes.userPassword));
    expect(secret).not.toContain(id);
    expect(one.changes).toEqual({});
  });

  it('disabled by the attribute that its class has', () => {
    expect(plan([], [], true)).toMatchObject({ disabled: true, attributes: { loginDisabled: ['TRUE'] } });
  });
});
