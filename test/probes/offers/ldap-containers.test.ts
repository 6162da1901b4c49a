import { describe, expect, test } from 'vitest';
import { ldapContainersProbe, parentOf } from '../../../src/probes/offers/ldap-containers.ts';
import { people, suffix } from '../../beds/openldap.ts';
import { installed } from '../../beds/program.ts';
import { as, openLdapFixture } from '../ldap/openldap-fixture.ts';

describe.skipIf(!installed('slapd'))('the containers of a real OpenLDAP', () => {
  const fixture = openLdapFixture(700);
  const more = { more: [ldapContainersProbe] };

  test('are told with the people right below each, page by page; what the account is not shown is not there', async () => {
    const { site } = await fixture.look({}, more);
    expect(site.facts('containers')).toMatchObject({
      containers: [
        { dn: people, users: 700, classes: expect.arrayContaining([{ name: 'inetOrgPerson', users: 700 }]) },
        { dn: suffix, users: 0 },
        { dn: `ou=empty,${suffix}`, users: 0 },
        { dn: `ou=services,${suffix}`, users: 0 },
      ],
      more: false,
    });
    // Names and classes alone: no value of a person.
    expect(JSON.stringify(site.facts('containers'))).not.toMatch(/Planted|user0|Person 0/);
  });

  test('are no whole list where the directory stops', async () => {
    const bed = await fixture.another({ users: 60, sizeLimit: 20, pagedLimit: 20 });
    const { site } = await fixture.look({ url: `ldap://localhost:${bed.port}` }, more);
    expect(site.facts('containers')).toMatchObject({ more: true });
  });

  test('wait for the log-in: a refused account asks nothing', async () => {
    const { rows } = await fixture.look(as('rw', 'wrong'), more);
    expect(rows('containers').status).toBe('blocked');
  });
});

test.each([
  ['uid=a,ou=people,dc=x', 'ou=people,dc=x'],
  ['cn=Smith\\, John, ou=people,dc=x', 'ou=people,dc=x'],
  ['dc=x', ''],
])('the container of %s', (dn, parent) => {
  expect(parentOf(dn)).toBe(parent);
});
