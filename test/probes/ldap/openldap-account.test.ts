import { describe, expect, it } from 'vitest';
import { accountDn, people, suffix } from '../../beds/openldap.ts';
import { installed } from '../../beds/program.ts';
import { rememberingCredentials } from '../context.ts';
import { as, openLdapFixture } from './openldap-fixture.ts';
import { directorySite } from './site.ts';

describe.skipIf(!installed('slapd'))('OpenLDAP: account, schema and users', () => {
  const on = openLdapFixture(20);

  describe('the account', () => {
    it('a wrong password is sent once, whatever is tried, and by no other connector', async () => {
      const credentials = rememberingCredentials();
      const dn = accountDn('ro');
      const before = await on.bed.binds(dn);
      const { rows, site } = await on.look(as('ro', 'wrong'), { credentials });
      expect(rows('bind')).toMatchObject({ status: 'fail', message: 'name or password refused' });
      expect(site.facts('bind').refusal).toMatchObject({
        account: dn,
        target: `ldap localhost:${on.bed.port}`,
      });
      for (const name of ['bind', 'users', 'bind']) await site.retry(name);
      await site.run();
      expect(site.rows()('bind')).toMatchObject({ status: 'fail', message: 'password was refused before' });
      const target = {
        ldap: { url: `ldap://localhost:${on.bed.port}`, startTls: true, users: people, ...as('ro', 'wrong') },
      };
      const two = ['A', 'B'].map((name) => ({ name, library: 'generic-ldap', target }));
      const others = directorySite({ target: {}, connectors: two, credentials, roots: [on.authority.cert] });
      await others.run();
      expect(await on.bed.binds(dn)).toBe(before + 1);
    });

    it('two connectors with one wrong password send it once', async () => {
      const dn = accountDn('add-only');
      const before = await on.bed.binds(dn);
      const target = {
        ldap: {
          url: `ldap://localhost:${on.bed.port}`,
          startTls: true,
          users: people,
          ...as('add-only', 'wrong'),
        },
      };
      const two = ['A', 'B'].map((name) => ({ name, library: 'generic-ldap', target }));
      const rows = await directorySite({ target: {}, connectors: two, roots: [on.authority.cert] }).run();
      expect([rows('bind@A').status, rows('bind@B').status]).toEqual(['fail', 'fail']);
      expect(await on.bed.binds(dn)).toBe(before + 1);
    });

    it.each([
      ['locked', 'the account is locked'],
      ['reset', 'the password must be changed first'],
    ])('%s: %s', async (name, message) => {
      const { rows } = await on.look(as(name));
      expect(rows('bind')).toMatchObject({ status: 'fail', message });
      // One cause: what is behind it is not asked.
      expect(rows('users')).toMatchObject({ status: 'blocked', blockedBy: 'ldap.bind@D' });
    });

    it('grace logins and a password that ends are read from the policy control', async () => {
      const grace = await on.look(as('grace'));
      expect(grace.rows('bind')).toMatchObject({
        status: 'warn',
        message: expect.stringMatching(/^password expired, \d logins left$/),
      });
      const ending = await on.look(as('ending'));
      expect(ending.rows('bind')).toMatchObject({
        status: 'warn',
        message: expect.stringMatching(/^password ends in \d+ days$/),
      });
    });

    it('an empty password is not sent', async () => {
      const before = on.bed.output().length;
      const { rows } = await on.look(
        {
          bindDn: accountDn('rw'),
          password: { file: '/dev/null' },
        },
        { secret: '' },
      );
      expect(rows('bind')).toMatchObject({ status: 'fail', message: 'the password is empty' });
      expect(on.bed.output().slice(before)).not.toContain('method=128');
    });

    it('a name that is no DN', async () => {
      const { rows } = await on.look({ bindDn: 'CONTOSO\\ecma', password: 'p' });
      expect(rows('bind')).toMatchObject({ status: 'fail', message: 'bindDn is not a DN' });
    });

    it.each(['external', 'kerberos'])('%s is left to the connector', async (authentication) => {
      const { rows } = await on.look({ authentication });
      expect(rows('bind')).toMatchObject({ status: 'unknown', message: `${authentication}: not tried` });
      expect(rows('users')).toMatchObject({ status: 'blocked' });
    });
  });

  describe('schema and users', () => {
    it.each([
      [{ objectClass: 'inetOrgPersona' }, 'fail', 'no object class inetOrgPersona'],
      [{ objectClass: 'simpleSecurityObject' }, 'fail', 'simpleSecurityObject is not structural'],
      [{ objectClass: 'top' }, 'fail', 'top is not structural'],
      [{ auxiliaryClasses: ['person'] }, 'fail', 'not auxiliary: person'],
      [{ attributes: ['cn', 'mail'] }, 'fail', 'not mapped: sn'],
      [{ attributes: ['cn', 'surname', 'mail'] }, 'pass', 'inetOrgPerson: all mandatory ones are mapped'],
      [{ attributes: ['cn', 'sn', 'badge'] }, 'warn', 'not allowed in inetOrgPerson: badge'],
      [
        { auxiliaryClasses: ['posixAccount'], attributes: ['cn', 'sn'] },
        'fail',
        'not mapped: uidNumber, gidNumber, homeDirectory',
      ],
    ])('%j', async (target, status, message) => {
      const { rows } = await on.look(target);
      expect(rows('schema')).toMatchObject({ status, message });
    });

    it.each([
      [`ou=nosuch,${suffix}`, 'fail', 'no such container'],
      [`ou=hidden,${suffix}`, 'fail', 'no such container'],
      ['not a dn', 'fail', 'users is not a DN'],
      [`ou=empty,${suffix}`, 'pass', '0 users'],
      [`uid=user1,${people}`, 'warn', 'that is a user, not a container'],
    ])('users: %s', async (users, status, message) => {
      const { rows } = await on.look({ users });
      expect(rows('users')).toMatchObject({ status, message });
    });

    it('a size limit that paging does not lift', async () => {
      const other = await on.another({ users: 300, sizeLimit: 50, pagedLimit: 100 });
      const { rows } = await on.look({ url: `ldap://localhost:${other.port}`, ...as('ro') });
      expect(rows('users')).toMatchObject({
        status: 'fail',
        message: expect.stringMatching(/^the server stops at \d+ entries$/),
      });
    });

    it('no access log', async () => {
      const other = await on.another({ accessLog: false });
      const { rows } = await on.look({ url: `ldap://localhost:${other.port}` }, { delta: true });
      expect(rows('delta')).toMatchObject({ status: 'warn', message: 'no access log' });
      const hidden = await on.look(as('ro'), { delta: true });
      expect(hidden.rows('delta')).toMatchObject({
        status: 'warn',
        message: 'the access log cannot be read',
      });
    });
  });
});
